"""A case that leaves its leading case takes along what its complainant is still owed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import CallBackTask
from caseflow.core.replies.queries.answers import closed_without_answer
from caseflow.core.replies.queries.lists import call_count
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from tests.cast import Cast
from tests.factories import case_in, do

SUBMITTED = ("assign", "receipt", "start_investigation", "record_inspection", "submit_for_sign_off")


def merged_pair(*steps: str) -> tuple[Case, Case]:
    """Return a leading case that was led so far from its acceptance, and one merged into it."""
    leading, merged = case_in("accepted"), case_in("accepted")
    do(merged, "merge", target_number=leading.number)
    for name in steps:
        do(leading, name)
    return leading, merged


def petition_of(case: Case) -> Petition:
    return db.session.scalars(select(Petition).where(Petition.case_id == case.id)).one()


def reply(leading: Case, *answered: Case) -> None:
    for case in answered:
        do(leading, "reply", petition_id=petition_of(case).id)


def task_of(case: Case) -> CallBackTask:
    wanted = select(CallBackTask).where(CallBackTask.petition_id == petition_of(case).id)
    return db.session.scalars(wanted.order_by(CallBackTask.id.desc()).limit(1)).one()


def callbacks_running(case: Case) -> int:
    wanted = select(Deadline.id).where(
        Deadline.petition_id == petition_of(case).id,
        Deadline.clock == "callback",
        Deadline.stopped_at.is_(None),
    )
    return len(db.session.scalars(wanted).all())


def lead_to_the_end(case: Case) -> None:
    for name in (*SUBMITTED, "sign_off"):
        do(case, name)


def test_who_calls_it_not_solved_is_not_split_off_before_that_is_decided(cast: Cast) -> None:
    leading, merged = merged_pair(*SUBMITTED, "sign_off")
    reply(leading, leading, merged)
    do(leading, "call_back", petition_id=petition_of(merged).id, is_solved=False)
    with pytest.raises(Refused, match="decide in the leading case"):
        do(merged, "split")
    do(leading, "rehandle")
    do(merged, "split")
    lead_to_the_end(merged)
    assert (merged.state, petition_of(merged).answered_at) == ("reply_owed", None)
    assert closed_without_answer() == []


def test_a_call_back_goes_with_the_petition_that_is_split_off(cast: Cast) -> None:
    leading, merged = merged_pair(*SUBMITTED, "sign_off")
    reply(leading, leading, merged)
    assert call_count(cast.olga) == 2
    do(merged, "split")
    assert (task_of(merged).case_id, callbacks_running(merged)) == (merged.id, 0)
    assert call_count(cast.olga) == 1
    lead_to_the_end(merged)
    assert (merged.state, callbacks_running(merged), call_count(cast.olga)) == ("closed", 1, 2)
    do(merged, "call_back")
    assert (task_of(merged).state, callbacks_running(merged)) == ("done", 0)


def test_a_call_back_goes_along_into_another_case_and_back(cast: Cast) -> None:
    leading, merged = merged_pair(*SUBMITTED, "sign_off")
    reply(leading, merged)
    do(merged, "split")
    do(merged, "undo", actor="dong")
    assert task_of(merged).case_id == leading.id
    do(merged, "split")
    other = case_in("accepted")
    do(merged, "merge", target_number=other.number)
    assert task_of(merged).case_id == other.id


@pytest.mark.parametrize("act", ["split", "undo"])
def test_a_case_that_owes_nobody_any_more_is_closed(cast: Cast, act: str) -> None:
    """The last petition that awaited its reply leaves: nobody could reply, so nobody could end."""
    if act == "split":
        leading, merged = merged_pair(*SUBMITTED, "sign_off")
    else:
        leading = case_in("reply_owed")
        merged = case_in("accepted")
        do(merged, "merge", target_number=leading.number)
    do(leading, "draft_reply")
    reply(leading, leading)
    assert leading.state == "reply_owed"
    do(merged, act, actor="dong")
    assert (leading.state, merged.state) == ("closed", "accepted")
    assert leading.closed_at is not None
    assert callbacks_running(leading) == 1
    assert petition_of(merged).answered_at is None
    assert call_count(cast.olga) == 1


def test_a_case_that_still_owes_somebody_stays_open(cast: Cast) -> None:
    leading, merged = merged_pair(*SUBMITTED, "sign_off")
    do(merged, "split")
    assert leading.state == "reply_owed"
