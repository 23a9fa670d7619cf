"""Whoever worked on a version does not approve it, however the work was shared."""

from __future__ import annotations

from typing import Any

import pytest

from caseflow.ground.errors import Refused
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.public.publication import actions
from caseflow.public.publication.actions import marks, steps
from caseflow.public.publication.drafting import Material
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.models import Publication
from tests.cast import Cast, make_cast
from tests.factories import case_in
from tests.publications import REASON, all_decided, begun, published, stepped


@pytest.fixture
def cast(db_session: Any) -> Cast:
    with unit_of_work():
        return make_cast()


def take(row: Publication, name: str, actor: User | None) -> None:
    with unit_of_work():
        steps.take_step(row, name, actor, version=row.version, reason=REASON)


def begun_by_the_dispatcher(cast: Cast) -> Publication:
    with unit_of_work():
        return actions.start(
            KINDS["summary"], Material(case_ids=(case_in("closed").id,)), cast.dong
        )


def write(row: Publication, actor: User, words: str) -> None:
    with unit_of_work():
        actions.save_text(row, actor, version=row.version, title=row.title, original=words)


def decide(row: Publication, actor: User) -> None:
    with unit_of_work():
        actions.decide_marks(row, actor, version=row.version, decisions={}, hide_rest=True)


def test_who_rewrote_the_draft_of_another_does_not_approve_it(cast: Cast) -> None:
    row = begun_by_the_dispatcher(cast)
    write(row, cast.pia, "全部改写的正文。")
    decide(row, cast.dong)
    take(row, "propose", cast.dong)
    with pytest.raises(Refused) as told:
        take(row, "approve", cast.pia)
    assert "须由其他人批准" in str(told.value.reasons)
    take(row, "approve", cast.sunil)


def test_who_only_decided_marks_does_not_approve_either(cast: Cast) -> None:
    row = begun_by_the_dispatcher(cast)
    decide(row, cast.pia)
    take(row, "propose", cast.dong)
    with pytest.raises(Refused):
        take(row, "approve", cast.pia)


def test_who_submitted_a_draft_does_not_approve_it(cast: Cast) -> None:
    row = begun_by_the_dispatcher(cast)
    decide(row, cast.dong)
    take(row, "propose", cast.pia)
    with pytest.raises(Refused):
        take(row, "approve", cast.pia)


def test_a_publisher_who_had_no_hand_in_it_approves(cast: Cast) -> None:
    row = begun_by_the_dispatcher(cast)
    decide(row, cast.dong)
    take(row, "propose", cast.dong)
    take(row, "approve", cast.pia)


def test_who_sent_a_draft_back_may_approve_it_later(cast: Cast) -> None:
    row = begun_by_the_dispatcher(cast)
    decide(row, cast.dong)
    take(row, "propose", cast.dong)
    take(row, "send_back", cast.pia)
    take(row, "propose", cast.dong)
    take(row, "approve", cast.pia)


def test_who_rewrote_the_correction_of_another_does_not_approve_it(cast: Cast) -> None:
    row = published(begun("summary", case_ids=(case_in("closed").id,)))
    take(row, "correct", cast.dong)
    write(row, cast.pia, "更正后的正文。")
    decide(row, cast.dong)
    take(row, "propose", cast.dong)
    with pytest.raises(Refused):
        take(row, "approve", cast.pia)
    take(row, "approve", cast.sunil)


@pytest.mark.parametrize("is_given_up_first", [False, True])
def test_who_wrote_an_earlier_version_may_approve_a_correction_of_another(
    cast: Cast, is_given_up_first: bool
) -> None:
    """What was approved once, or given up, is no work on this version."""
    row = published(begun("summary", case_ids=(case_in("closed").id,)))
    if is_given_up_first:
        stepped(row, "correct")
        all_decided(row)
        stepped(row, "stop_correcting")
    take(row, "correct", cast.dong)
    decide(row, cast.dong)
    take(row, "propose", cast.dong)
    take(row, "approve", cast.pia)
    assert all(mark["decision"] == marks.HIDE for mark in row.marks)


def test_who_worked_on_what_the_worker_took_back_still_does_not_approve_it(cast: Cast) -> None:
    row = begun_by_the_dispatcher(cast)
    decide(row, cast.pia)
    take(row, "propose", cast.dong)
    take(row, "approve", cast.sunil)
    take(row, "take_back", None)
    take(row, "propose", cast.dong)
    with pytest.raises(Refused):
        take(row, "approve", cast.pia)
