"""Chases, joining, group complaints, and taking a merge or a split back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.grouping import petitioner_count
from caseflow.core.cases.actions.opening import register_petition
from caseflow.core.cases.models import Case
from caseflow.core.cases.rules import ground_of
from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from tests.cast import Cast
from tests.factories import a_source, case_in, do, open_case, petition_command


def somebody(number: int) -> Person:
    return Person(name=f"信访人{number}", phone=f"1380000{number:04d}")


def joined(leading: Case, number: int, by: User | None = None, **fields: Any) -> Case:
    command = petition_command(person=somebody(number), **fields)
    with unit_of_work():
        return register_petition(command, by, joins=leading.number).case


def acts(case: Case) -> list[str]:
    found = select(CaseEvent.act).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq)
    return list(db.session.scalars(found))


def told(kind: str, case: Case) -> set[int]:
    found = select(OutboxMessage.recipient_id).where(
        OutboxMessage.kind == kind, OutboxMessage.case_id == case.id
    )
    return set(db.session.scalars(found))


def running(case: Case) -> set[str]:
    found = select(Deadline.clock).where(Deadline.case_id == case.id, Deadline.stopped_at.is_(None))
    return set(db.session.scalars(found))


def test_a_chase_tells_the_handler_and_is_counted(cast: Cast) -> None:
    case = case_in("investigating")
    do(case, "chase")
    do(case, "chase")
    assert (case.chase_count, acts(case)[-2:]) == (2, ["chase", "chase"])
    assert told("case_chased", case) == {cast.farid.id}


def test_a_chase_before_anybody_handles_the_case_tells_the_dispatcher(cast: Cast) -> None:
    case = case_in("registered")
    do(case, "chase")
    assert told("case_chased", case) == {cast.dong.id}


def test_a_chase_names_a_petition_of_the_case(cast: Cast) -> None:
    case, other = case_in("registered"), open_case(person=somebody(1))
    with pytest.raises(BadInput):
        do(case, "chase", petition_id=other.petition.id)


def test_a_petition_that_joins_keeps_its_number_its_day_and_its_reply(cast: Cast) -> None:
    leading = case_in("assigned")
    case = joined(leading, 1)
    petition = db.session.scalars(select(Petition).where(Petition.case_id == case.id)).one()
    assert (case.state, case.leading_case_id) == ("merged", leading.id)
    assert acts(case) == ["register", "join"]
    assert petition.promised_on is not None
    assert {"acknowledgement", "reply"} <= running(case)
    assert told("case_registered", case) == set()
    assert cast.farid.id in told("case_merged", case)


def test_a_case_that_is_only_registered_can_be_joined_and_accepts_for_all(cast: Cast) -> None:
    leading = case_in("registered")
    case = joined(leading, 1)
    do(leading, "accept")
    assert "acknowledgement" not in running(case)


def test_an_answer_at_once_is_not_given_to_whoever_joined(cast: Cast) -> None:
    """A petition matter is answered by an approved opinion, whatever it was joined to."""
    leading = open_case(track="consultation", category_codes=()).case
    other = joined(leading, 1, track="petition", reply_way="letter")
    with pytest.raises(Refused, match="Other cases are merged into this one"):
        do(leading, "answer_at_once")
    assert leading.state == "registered"
    do(other, "split")
    do(leading, "answer_at_once")
    assert (leading.state, other.state) == ("closed", "registered")
    assert "reply" in running(other)


def test_an_ended_case_cannot_be_joined_and_nothing_is_registered(cast: Cast) -> None:
    leading = case_in("closed")
    before = db.session.query(Petition).count()
    with pytest.raises(Refused, match="has ended"):
        joined(leading, 1)
    assert db.session.query(Petition).count() == before


def test_five_petitioners_of_one_case_are_raised_once(cast: Cast) -> None:
    leading = open_case(person=somebody(0)).case
    for number in range(1, 4):
        joined(leading, number)
    assert not leading.is_group
    joined(leading, 4)
    joined(leading, 5)
    assert leading.is_group
    assert acts(leading).count("raise_group") == 1
    assert told("group_complaint", leading) == {cast.sunil.id}
    raised = db.session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == leading.id, CaseEvent.act == "raise_group")
    ).one()
    assert raised.words == "本案已有5名诉求人"


def test_one_caller_is_one_petitioner_however_often_they_call(cast: Cast) -> None:
    leading = open_case(person=somebody(0)).case
    for _ in range(6):
        joined(leading, 0)
    assert petitioner_count(leading.id) == 1
    assert not leading.is_group


def test_three_petitioners_on_one_source_in_seven_days_are_raised(cast: Cast) -> None:
    source = a_source()
    with_source = {"source_id": source.id}
    old = open_case(person=somebody(0), **with_source).case
    with unit_of_work():
        old.opened_at = clock.now() - timedelta(days=8)
    open_case(person=somebody(1), **with_source)
    third = open_case(person=somebody(2), **with_source).case
    assert not third.is_group
    fourth = open_case(person=somebody(3), **with_source).case
    assert fourth.is_group
    assert told("group_complaint", fourth) == {cast.sunil.id}


@pytest.mark.parametrize(
    ("of_case", "of_source", "is_group"),
    [(4, 2, False), (5, 0, True), (1, 3, True), (4, 3, True), (0, 0, False)],
)
def test_the_rule_of_groups(of_case: int, of_source: int, is_group: bool) -> None:
    assert bool(ground_of(of_case, of_source)) is is_group


def test_a_merge_can_be_taken_back_and_both_histories_stay(cast: Cast) -> None:
    leading, case = case_in("accepted"), case_in("assigned")
    before = running(case)
    do(case, "merge", target_number=leading.number)
    do(case, "undo", actor="dong")
    assert (case.state, case.leading_case_id, case.closed_at) == ("assigned", None, None)
    assert running(case) == before
    assert acts(case)[-2:] == ["merge", "undo"]


def test_a_split_can_be_taken_back_and_split_again(cast: Cast) -> None:
    leading, case = case_in("accepted"), case_in("assigned")
    before = running(case)
    do(case, "merge", target_number=leading.number)
    merged = running(case)
    do(case, "split")
    do(case, "undo", actor="dong")
    assert (case.state, case.leading_case_id) == ("merged", leading.id)
    assert case.closed_at is not None
    assert running(case) == merged
    do(case, "split")
    assert (case.state, case.leading_case_id) == ("assigned", None)
    assert running(case) == before


def test_joining_at_registration_can_be_taken_back(cast: Cast) -> None:
    leading = case_in("accepted")
    command = petition_command(person=somebody(1))
    with unit_of_work():
        case = register_petition(command, cast.olga, joins=leading.number).case
    do(case, "undo", actor="olga")
    assert (case.state, case.leading_case_id) == ("registered", None)


def test_an_emergency_is_urgent_and_tells_supervisors_at_once(cast: Cast) -> None:
    case = open_case(emergency_kind="poison").case
    assert (case.is_urgent, case.emergency_kind) == (True, "poison")
    assert {cast.dong.id, cast.sunil.id} <= told("case_urgent", case)


def test_a_re_check_ends_a_petition_matter(cast: Cast) -> None:
    case = case_in("closed", track="petition")
    do(case, "record_recheck")
    petition = db.session.scalars(select(Petition).where(Petition.case_id == case.id)).one()
    assert petition.recheck_document == "忠环复核〔2026〕1号"
    assert petition.rechecked_at is not None


def test_who_is_spoken_for_is_sealed_and_only_marked(cast: Cast) -> None:
    person = Person(name="李山", phone="13900001111", on_behalf_of="住院的母亲王桂兰")
    petition = open_case(person=person, call_reference="REC-7").petition
    assert (petition.is_on_behalf, petition.call_reference) == (True, "REC-7")
    row = db.session.execute(select(Petition.__table__).where(Petition.id == petition.id)).one()
    assert "王桂兰" not in repr(tuple(row))


def test_a_source_is_raised_once_in_the_days_of_the_rule(cast: Cast) -> None:
    source = a_source()
    cases = [open_case(person=somebody(n), source_id=source.id).case for n in range(1, 6)]
    assert [case.is_group for case in cases] == [False, False, True, False, False]


def test_an_emergency_that_joins_makes_the_leading_case_urgent(cast: Cast) -> None:
    leading = case_in("assigned")
    joined(leading, 1, emergency_kind="spill")
    assert leading.is_urgent
    assert cast.farid.id in told("case_urgent", leading)


def test_a_chase_does_not_stand_in_the_way_of_undoing(cast: Cast) -> None:
    case = case_in("receipted")
    do(case, "chase")
    do(case, "undo", actor="farid")
    assert (case.state, case.chase_count) == ("assigned", 1)


def test_who_is_spoken_for_is_kept_even_if_nothing_else_is_known(cast: Cast) -> None:
    person = Person(on_behalf_of="楼上的老人")
    petition = open_case(person=person, is_anonymous=True, reply_way="none").petition
    assert petition.complainant_id is not None


def _split_from(leading: Case) -> Case:
    case = case_in("accepted")
    do(case, "merge", target_number=leading.number)
    return do(case, "split")


def test_a_split_is_not_taken_back_into_a_case_that_has_ended(cast: Cast) -> None:
    leading = case_in("reply_owed")
    case = _split_from(leading)
    do(leading, "reply")
    assert leading.state == "closed"
    with pytest.raises(Refused, match="leading case has ended"):
        do(case, "undo", actor="dong")
    assert (case.state, case.leading_case_id) == ("accepted", None)


def test_a_split_is_not_taken_back_from_under_a_case_that_leads_others(cast: Cast) -> None:
    case = _split_from(case_in("assigned"))
    do(case_in("accepted"), "merge", target_number=case.number)
    with pytest.raises(Refused, match="merged into this one"):
        do(case, "undo", actor="dong")


@pytest.mark.parametrize("act", ["join", "merge"])
def test_what_was_answered_through_the_leading_case_is_not_taken_out_of_it(
    cast: Cast, act: str
) -> None:
    leading = case_in("reply_owed")
    if act == "join":
        case = joined(leading, 1, by=cast.dong)
    else:
        case = case_in("accepted")
        do(case, "merge", target_number=leading.number)
    mine = db.session.scalars(select(Petition.id).where(Petition.case_id == case.id)).one()
    do(leading, "reply", petition_id=mine)
    with pytest.raises(Refused, match="answered or told through the leading case"):
        do(case, "undo", actor="dong")
    assert case.leading_case_id == leading.id
    do(case, "split")
    assert case.leading_case_id is None


def test_what_was_declined_through_the_leading_case_is_not_taken_out_of_it(cast: Cast) -> None:
    leading = case_in("registered")
    case = joined(leading, 1, by=cast.olga)
    do(leading, "decline")
    with pytest.raises(Refused, match="answered or told through the leading case"):
        do(case, "undo", actor="olga")


def test_a_petition_that_comes_back_tells_somebody_as_a_new_one_does(cast: Cast) -> None:
    case = joined(case_in("assigned"), 1, by=cast.olga)
    assert told("case_registered", case) == set()
    do(case, "undo", actor="olga")
    assert told("case_registered", case) == {cast.dong.id}


def test_a_case_that_comes_back_from_a_merge_tells_its_handler(cast: Cast) -> None:
    case = case_in("assigned")
    do(case, "merge", target_number=case_in("accepted").number)
    do(case, "undo", actor="dong")
    assert told("case_split", case) == {cast.farid.id}


def test_a_case_put_back_by_undoing_a_split_tells_who_answers_it(cast: Cast) -> None:
    case = _split_from(case_in("assigned"))
    before = _messages("case_merged", case)
    do(case, "undo", actor="dong")
    assert case.state == "merged"
    assert _messages("case_merged", case) > before
    assert cast.farid.id in told("case_merged", case)


def _messages(kind: str, case: Case) -> int:
    found = select(func.count(OutboxMessage.id)).where(
        OutboxMessage.kind == kind, OutboxMessage.case_id == case.id
    )
    return db.session.scalar(found) or 0


def _counting_petitioners(engine: Any, run: Callable[[], object]) -> list[str]:
    """Return the statements that counted petitioners while `run` ran."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "count(distinct(coalesce(complainants.phone_hash" in statement.lower():
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        run()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return seen


def test_a_new_case_of_its_own_does_not_count_its_one_petitioner(cast: Cast) -> None:
    assert _counting_petitioners(db.engine, lambda: open_case(person=somebody(1))) == []
    source = a_source()
    on_source = _counting_petitioners(db.engine, lambda: open_case(source_id=source.id))
    assert len(on_source) == 1  # the rule on a source, which a new case may well meet
    leading = case_in("assigned")
    assert len(_counting_petitioners(db.engine, lambda: joined(leading, 2))) == 1
