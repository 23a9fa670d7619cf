"""Call-backs and ratings: honest attempts, the sample, and what becomes of “not solved”."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.actions.rating import can_be_rated, rate_petition
from caseflow.core.replies.models import CallBackTask, PetitionRating, UnsolvedReport
from caseflow.core.replies.queries.answers import closed_without_answer
from caseflow.core.replies.queries.lists import call_count, unsolved_count
from caseflow.core.replies.rating_link import petition_by_rating_token, rating_token
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.factories import answered_together, case_in, do, open_case, unsolved_case

MORNING = datetime(2026, 9, 24, 9, tzinfo=clock.ZONE)


def petition_of(case: Case) -> Petition:
    return db.session.scalars(select(Petition).where(Petition.case_id == case.id)).one()


def task_of(case: Case) -> CallBackTask:
    wanted = select(CallBackTask).where(CallBackTask.case_id == case.id)
    return db.session.scalars(wanted.order_by(CallBackTask.id.desc()).limit(1)).one()


def running(case: Case) -> set[str]:
    wanted = select(Deadline.clock).where(
        Deadline.case_id == case.id, Deadline.stopped_at.is_(None)
    )
    return set(db.session.scalars(wanted))


def call(case: Case, at: datetime) -> None:
    silent = {"was_contacted": None, "is_solved": None, "satisfaction": None}
    with clock.pretend(at):
        do(case, "call_back", was_reached=False, **silent)


def test_one_failed_call_is_no_call_back(cast: Cast) -> None:
    with clock.pretend(MORNING):
        case = case_in("closed")
    call(case, MORNING + timedelta(hours=1))
    assert task_of(case).state == "waiting"
    assert "callback" in running(case)
    assert call_count(cast.olga) == 1


def test_calls_at_one_time_of_day_are_not_enough(cast: Cast) -> None:
    with clock.pretend(MORNING):
        case = case_in("closed")
    for days in range(4):
        call(case, MORNING + timedelta(days=days, hours=1))
    assert task_of(case).state == "waiting"
    call(case, MORNING + timedelta(days=4, hours=6))
    assert task_of(case).state == "unreachable"
    assert "callback" not in running(case)


def test_who_was_not_reached_has_said_nothing(cast: Cast) -> None:
    with pytest.raises(Refused, match="leave the three questions open"):
        do(case_in("closed"), "call_back", was_reached=False)


def test_who_left_no_way_is_not_called_and_that_is_said(cast: Cast) -> None:
    case = open_case(track="consultation", category_codes=(), is_anonymous=True).case
    with unit_of_work():
        petition_of(case).reply_way = "none"
    do(case, "answer_at_once")
    assert (task_of(case).state, task_of(case).excluded_because) == ("excluded", "no_way_back")
    assert "callback" not in running(case)


def test_not_solved_waits_for_a_supervisor_with_a_clock(cast: Cast) -> None:
    case = unsolved_case()
    assert unsolved_count(cast.sunil) == 1
    assert "unsolved" in running(case)
    do(case, "rehandle")
    assert case.state == "assigned"
    assert {"rehandling", "receipt", "reply"} <= running(case)
    assert "unsolved" not in running(case)
    assert unsolved_count(cast.sunil) == 0


def test_a_case_handled_again_owes_a_reply_again(cast: Cast) -> None:
    case = unsolved_case("rehandle")
    for name in ("receipt", "start_investigation", "record_inspection", "submit_for_sign_off"):
        do(case, name)
    do(case, "sign_off")
    assert case.state == "reply_owed"
    with pytest.raises(Refused, match="No reply has been drafted yet"):
        do(case, "propose_reply")
    do(case, "reply")
    assert case.state == "closed"
    assert task_of(case).state == "waiting"
    assert closed_without_answer() == []


def test_only_who_called_it_not_solved_is_owed_a_new_reply(cast: Cast) -> None:
    lead, first, second = answered_together()
    do(lead, "call_back", petition_id=second, is_solved=False)
    do(lead, "rehandle")
    answered = dict(db.session.execute(select(Petition.id, Petition.answered_at)).all())
    assert answered[first] is not None
    assert answered[second] is None


def merged_pair(**second: Any) -> tuple[Case, list[Petition]]:
    """Return a case that owes its reply to two petitioners, with their petitions."""
    lead = case_in("accepted")
    do(case_in("accepted", **second), "merge", target_number=lead.number)
    lead_on(lead, "assign")
    wanted = select(Petition).where(petitions_of(lead.id)).order_by(Petition.id)
    return lead, list(db.session.scalars(wanted))


def lead_on(case: Case, *first: str) -> None:
    steps = ("receipt", "start_investigation", "record_inspection", "submit_for_sign_off")
    for name in (*first, *steps, "sign_off"):
        do(case, name)


def calls_due(petition: Petition) -> int:
    wanted = select(Deadline.id).where(
        Deadline.petition_id == petition.id,
        Deadline.clock == "callback",
        Deadline.stopped_at.is_(None),
    )
    return len(db.session.scalars(wanted).all())


def test_a_case_closed_by_no_way_back_starts_the_call_backs_of_the_others(cast: Cast) -> None:
    lead, (first, second) = merged_pair(is_anonymous=True, reply_way="none")
    do(lead, "reply", petition_id=first.id)
    assert calls_due(first) == 0
    do(lead, "record_no_way_back", petition_id=second.id)
    assert lead.state == "closed"
    assert (calls_due(first), calls_due(second), call_count(cast.olga)) == (1, 0, 1)


def test_a_call_back_waits_while_the_case_is_handled_again_for_another(cast: Cast) -> None:
    lead, (first, second) = merged_pair()
    do(lead, "reply", petition_id=first.id)
    do(lead, "reply", petition_id=second.id)
    do(lead, "call_back", petition_id=first.id, is_solved=False)
    do(lead, "rehandle")
    assert (calls_due(first), calls_due(second), call_count(cast.olga)) == (0, 0, 0)
    lead_on(lead)
    do(lead, "reply", petition_id=first.id)
    assert lead.state == "closed"
    assert (calls_due(first), calls_due(second), call_count(cast.olga)) == (1, 1, 2)


def test_a_re_handling_is_refused_by_two_people(cast: Cast) -> None:
    case = unsolved_case()
    with pytest.raises(Refused, match="Nobody has proposed"):
        do(case, "refuse_rehandling")
    do(case, "propose_refusal")
    report = db.session.scalars(select(UnsolvedReport)).one()
    with unit_of_work():
        report.proposed_by_id = cast.sunil.id
    with pytest.raises(Refused, match="You proposed it yourself"):
        do(case, "refuse_rehandling")
    with unit_of_work():
        report.proposed_by_id = cast.farid.id
    do(case, "refuse_rehandling")
    assert (report.state, case.state) == ("refused", "closed")
    assert "unsolved" not in running(case)


def rate(case: Case, **said: Any) -> PetitionRating:
    with unit_of_work():
        return rate_petition(petition_of(case), **{"solved": True, "satisfaction": "yes", **said})


def test_a_rating_by_link_counts_and_its_changes_are_kept(cast: Cast) -> None:
    case = case_in("closed")
    petition = petition_of(case)
    assert petition_by_rating_token(rating_token(petition)) is petition
    assert petition_by_rating_token(rating_token(petition) + "x") is None
    rate(case)
    rate(case, satisfaction="mostly", words="晚上还有一点响")
    assert petition.rating == 3
    said = db.session.scalars(select(PetitionRating.satisfaction).order_by(PetitionRating.id))
    assert list(said) == ["yes", "mostly"]


def test_a_rating_of_not_solved_goes_to_the_supervisors_once(cast: Cast) -> None:
    case = case_in("closed")
    rate(case, solved=False, satisfaction="no", words="还在响", source="code")
    rate(case, solved=False, satisfaction="no")
    report = db.session.scalars(select(UnsolvedReport)).one()
    assert (report.source, report.words) == ("code", "还在响")


def test_a_rating_can_be_changed_for_thirty_days(cast: Cast) -> None:
    case = case_in("closed")
    rate(case)
    with clock.pretend(clock.now() + timedelta(days=29)):
        rate(case, satisfaction="no")
    later = clock.now() + timedelta(days=31)
    assert not can_be_rated(petition_of(case), later)
    with clock.pretend(later), pytest.raises(Refused, match="time to change the rating"):
        rate(case)


@pytest.mark.parametrize("state", ["registered", "investigating", "reply_owed"])
def test_nothing_is_rated_before_the_reply(cast: Cast, state: str) -> None:
    with pytest.raises(Refused):
        rate(case_in(state))


def test_a_rating_of_other_values_is_refused(cast: Cast) -> None:
    case = case_in("closed")
    for wrong in ({"satisfaction": "very"}, {"source": "elsewhere"}, {"words": "长" * 1001}):
        with pytest.raises(BadInput):
            rate(case, **wrong)
