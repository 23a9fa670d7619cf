"""Supervision notices: issued, answered, judged; proposed by the system, never sent by it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from caseflow.core.audit.models import CaseEvent
from caseflow.core.audit.verify import verify
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.messages.sweep import sweep_reminders
from caseflow.core.notices.actions import drop_proposal, propose_notices
from caseflow.core.notices.models import SupervisionNotice
from caseflow.core.notices.queries import notice_counts, notice_rows
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotPermitted, NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.factories import case_in, do

WEDNESDAY = datetime(2026, 9, 16, 2, 0, tzinfo=clock.UTC)


def notice_of(case: Case) -> SupervisionNotice:
    db.session.rollback()
    return db.session.scalars(
        select(SupervisionNotice)
        .where(SupervisionNotice.case_id == case.id)
        .execution_options(populate_existing=True)
    ).one()


def clocks(case: Case, name: str = "notice") -> list[Deadline]:
    wanted = select(Deadline).where(Deadline.case_id == case.id, Deadline.clock == name)
    fresh = wanted.order_by(Deadline.id).execution_options(populate_existing=True)
    return list(db.session.scalars(fresh))


def told(case: Case, kind: str) -> set[int | None]:
    wanted = select(OutboxMessage.recipient_id).where(
        OutboxMessage.case_id == case.id, OutboxMessage.kind == kind
    )
    return set(db.session.scalars(wanted))


def test_a_notice_has_its_number_its_addressee_and_its_clock(cast: Cast) -> None:
    with clock.pretend(WEDNESDAY):
        case = do(case_in("investigating"), "issue_notice")
        second = do(case_in("investigating"), "issue_notice", actor="lena")
    notice = notice_of(case)
    assert notice.number == "忠环督〔2026〕1号"
    assert notice_of(second).number == "忠环督〔2026〕2号"
    assert (notice.state, notice.issued_by_id) == ("issued", cast.sunil.id)
    assert (notice.unit_id, notice.assignee_id) == (case.unit_id, case.assignee_id)
    [running] = clocks(case)
    assert running.due_on == notice.answer_by_on == clock.local_date(WEDNESDAY) + timedelta(days=3)
    assert told(case, "notice_issued") == {cast.farid.id}
    assert case.state == "investigating"


def test_its_life_ends_with_an_accepted_answer(cast: Cast) -> None:
    case = do(case_in("investigating"), "issue_notice")
    do(case, "answer_notice")
    assert notice_of(case).answered_by_id == cast.farid.id
    assert [one.stop_reason for one in clocks(case)] == ["met"]
    assert told(case, "notice_answered") == {cast.sunil.id}
    do(case, "return_answer")
    assert (notice_of(case).state, notice_of(case).return_count) == ("issued", 1)
    assert [one.stopped_at is None for one in clocks(case)] == [False, True]
    do(case, "answer_notice", words="复查已安排在明天。")
    do(case, "accept_answer")
    notice = notice_of(case)
    assert (notice.state, notice.settled_by_id) == ("accepted", cast.sunil.id)
    assert verify().is_intact
    acts = db.session.scalars(
        select(CaseEvent.act).where(CaseEvent.case_id == case.id).order_by(CaseEvent.seq)
    ).all()
    assert acts[-5:] == [
        "issue_notice",
        "answer_notice",
        "return_answer",
        "answer_notice",
        "accept_answer",
    ]
    answers = select(CaseEvent.words).where(
        CaseEvent.case_id == case.id, CaseEvent.act == "answer_notice"
    )
    assert len(set(db.session.scalars(answers))) == 2, "an answer that was returned is kept"


def test_one_notice_at_a_time(cast: Cast) -> None:
    case = do(case_in("investigating"), "issue_notice")
    for act in ("issue_notice", "accept_answer"):
        with pytest.raises(Refused):
            do(case, act)
    do(case, "answer_notice")
    with pytest.raises(Refused, match="督办单"):
        do(case, "issue_notice")
    do(case, "accept_answer")
    do(case, "issue_notice")


def test_who_may_do_what(cast: Cast) -> None:
    case = case_in("investigating")
    for name in ("dong", "farid", "aude"):
        with pytest.raises(NotPermitted):
            do(case, "issue_notice", actor=name)
    do(case, "issue_notice")
    with pytest.raises(NotVisible):
        do(case, "answer_notice", actor="zoe")
    with pytest.raises(NotPermitted):
        do(case, "answer_notice", actor="sunil")


def test_a_notice_outlives_the_end_of_its_case(cast: Cast) -> None:
    case = do(case_in("reply_owed"), "issue_notice")
    do(case, "reply")
    assert case.state == "closed"
    assert clocks(case)[0].stopped_at is None
    do(case, "answer_notice")
    do(case, "accept_answer")
    assert clocks(case)[0].stopped_at is not None


def test_a_notice_is_reminded_of_up_to_the_leadership(cast: Cast) -> None:
    with clock.pretend(WEDNESDAY - timedelta(days=14)):
        case = do(case_in("investigating"), "issue_notice")
    with clock.pretend(WEDNESDAY):
        sweep_reminders(WEDNESDAY)
    assert cast.lena.id in told(case, "reminder_late")


def late(case: Case, days: int) -> None:
    day = clock.local_date(WEDNESDAY) - timedelta(days=days)
    with unit_of_work():
        db.session.execute(
            update(Deadline)
            .where(Deadline.case_id == case.id, Deadline.clock == "handling")
            .values(due_on=day, due_at=clock.end_of_day(day))
        )


def cases_of(count: int, days: int) -> list[Case]:
    with clock.pretend(WEDNESDAY - timedelta(days=40)):
        found = [case_in("investigating") for _nth in range(count)]
    for case in found:
        late(case, days)
    return found


def propose(now: datetime = WEDNESDAY) -> int:
    with clock.pretend(now):
        return propose_notices(now)


def test_a_case_late_beyond_the_ladder_is_proposed_once_and_nobody_outside_hears(
    cast: Cast,
) -> None:
    long_late, fresh = cases_of(1, 20)[0], cases_of(1, 5)[0]
    assert propose() == 1
    assert propose() == 0
    notice = notice_of(long_late)
    assert (notice.state, notice.number, notice.issued_at) == ("proposed", None, None)
    assert told(long_late, "notice_proposed") == {cast.sunil.id}
    assert not told(long_late, "notice_issued")
    assert not clocks(long_late)
    assert not told(fresh, "notice_proposed")


def test_many_are_proposed_in_batches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseflow.core.notices.actions.BATCH", 2)
    cases = cases_of(5, 20)
    assert propose() == 5
    assert notice_counts(cast.sunil)["proposed"] == len(cases)


def test_a_proposal_becomes_the_notice(cast: Cast) -> None:
    [case] = cases_of(1, 20)
    propose()
    do(case, "issue_notice")
    assert notice_of(case).state == "issued"
    assert notice_of(case).proposed_at == WEDNESDAY
    assert notice_counts(cast.sunil)["proposed"] == 0


def test_a_dropped_proposal_needs_a_reason_and_does_not_come_back(cast: Cast) -> None:
    [case] = cases_of(1, 20)
    propose()
    notice_id = notice_of(case).id
    with pytest.raises(BadInput), unit_of_work():
        drop_proposal(notice_id, "  ", cast.sunil.id, WEDNESDAY)
    with unit_of_work():
        drop_proposal(notice_id, "等待环评批复。", cast.sunil.id, WEDNESDAY)
    assert propose() == 0
    with pytest.raises(NotVisible), unit_of_work():
        drop_proposal(notice_id, "再次", cast.sunil.id, WEDNESDAY)
    late(case, 19)
    assert propose() == 1, "a moved deadline that is late again is another matter"


def test_lists_hold_what_is_within_reach(cast: Cast) -> None:
    case = do(case_in("investigating"), "issue_notice")
    assert [row.case_id for row in notice_rows(cast.farid, "open")] == [case.id]
    assert notice_rows(cast.zoe, "open") == []
    assert notice_counts(cast.zoe)["open"] == 0
    later = clock.now() + timedelta(days=9)
    with clock.pretend(later):
        assert notice_counts(cast.lena)["late"] == 1
