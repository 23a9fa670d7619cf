"""Asking for more time: in time, by the right person, told, as often as the rule says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.clocks import asked_extensions, clock_choices
from caseflow.core.deadlines.models import Deadline, ExtensionDecision, ExtensionRequest
from caseflow.core.deadlines.queries import DeadlineRow, case_deadlines
from caseflow.core.replies.models import Notice
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotPermitted, Refused
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast
from tests.factories import case_in, do

MONDAY = datetime(2026, 3, 16, 9, tzinfo=clock.ZONE)
DUE = date(2026, 4, 7)  # fifteen working days, with 清明 on the way
WITHIN = date(2026, 4, 14)
LATEST = date(2026, 4, 28)  # thirty working days in all


@pytest.fixture(autouse=True)
def people(db_session) -> Iterator[None]:
    with clock.pretend(MONDAY):
        with unit_of_work():
            make_cast()
        yield


def later(**passed: int):
    return clock.pretend(MONDAY + timedelta(**passed))


def handling(case: Case) -> DeadlineRow:
    return next(row for row in case_deadlines(case.id) if row.clock == "handling")


def asked(until: date = WITHIN, **petition: str) -> Case:
    return do(case_in("investigating", **petition), "ask_extension", asked_until=until)


def told(case: Case) -> list[str]:
    kinds = select(OutboxMessage.kind).where(OutboxMessage.case_id == case.id)
    return [kind for kind in db.session.scalars(kinds) if kind.startswith("extension")]


def reasons_of(case: Case, name: str, **given: object) -> list[str]:
    with pytest.raises(Refused) as refused:
        do(case, name, **given)
    return list(refused.value.reasons)


def test_a_request_moves_nothing_until_it_is_granted() -> None:
    case = asked()
    assert handling(case).due_on == DUE
    assert told(case) == ["extension_asked"]
    do(case, "grant_extension")
    assert handling(case).due_on == WITHIN
    assert handling(case).steps[-2].kind == "extended"
    assert set(told(case)) == {"extension_asked", "extension_granted"}


def test_what_was_asked_and_answered_stands_on_the_case() -> None:
    case = asked()
    do(case, "grant_extension", granted_until=date(2026, 4, 10), reason="先延三日。")
    (row,) = asked_extensions(case.id)
    assert (row.clock, row.asked_until, row.is_granted) == ("办理", WITHIN, True)
    assert (row.granted_until, row.answer) == (date(2026, 4, 10), "先延三日。")
    assert (row.asked_by, row.actor) == ("方立德", "苏领导")
    event = db.session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.act == "ask_extension")
    ).one()
    assert event.changes["asked_until"] == [DUE.isoformat(), WITHIN.isoformat()]
    assert event.changes["legal_basis"] == "信访工作条例第三十四条"


def test_the_complainant_is_told_with_the_grant() -> None:
    case = asked()
    found = reasons_of(case, "grant_extension", notice_words="")
    assert found == ["须将理由告知诉求人：请填写告知内容。"]
    assert handling(case).due_on == DUE
    do(case, "grant_extension", notice_words="监测需要时间,延期办理。")
    notice = db.session.scalars(select(Notice).where(Notice.kind == "extension")).one()
    assert notice.words == "监测需要时间,延期办理。"


def test_a_refusal_leaves_the_day_and_says_why() -> None:
    case = asked()
    do(case, "refuse_extension", reason="可以按期办结。")
    assert handling(case).due_on == DUE
    (row,) = asked_extensions(case.id)
    assert (row.is_granted, row.answer, row.granted_until) == (False, "可以按期办结。", None)
    assert "extension_refused" in told(case)
    do(case, "ask_extension")  # asked again: nothing was used up
    do(case, "grant_extension")


def test_who_asked_does_not_decide() -> None:
    case = asked()
    request = db.session.scalars(select(ExtensionRequest)).one()
    with pytest.raises(NotPermitted):
        do(case, "grant_extension", actor="farid")
    with unit_of_work():  # the officer becomes a supervisor: still their own request
        present_cast().farid.role = "supervisor"
    assert request.asked_by_id == present_cast().farid.id
    with pytest.raises(Refused, match="本人申请"):
        do(case, "grant_extension", actor="farid")
    with pytest.raises(Refused, match="本人申请"):
        do(case, "refuse_extension", actor="farid")


def test_only_one_request_is_open_at_a_time() -> None:
    case = asked()
    assert reasons_of(case, "ask_extension") == ["已申请延期，正等待答复。"]
    assert "已申请延期，正等待答复。" in reasons_of(case, "extend")


def test_asked_too_late_is_refused_but_granted_late_is_granted() -> None:
    case, other = asked(), case_in("investigating")
    with later(days=30):
        found = reasons_of(other, "ask_extension", asked_until=date(2026, 4, 20))
        assert found == ["延长须在期限届满前提出。"]
        do(case, "grant_extension")
        assert handling(case).due_on == WITHIN


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        (DUE, "晚于现到期日"),
        (date(2026, 3, 20), "晚于现到期日"),
        (LATEST + timedelta(days=1), "最迟可延长至2026-04-28"),
    ],
)
def test_a_day_that_the_rule_cannot_give_is_refused_when_it_is_asked_for(
    until: date, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        asked(until)
    assert db.session.scalars(select(ExtensionRequest)).all() == []


def test_the_latest_day_of_the_rule_is_given() -> None:
    case = asked(LATEST)
    do(case, "grant_extension")
    assert handling(case).due_on == LATEST


def test_a_12345_work_order_is_extended_once() -> None:
    case = asked()
    do(case, "grant_extension")
    found = reasons_of(case, "ask_extension", asked_until=date(2026, 4, 20))
    assert found == ["没有可以延长的期限在运行。"]


def test_the_head_decides_on_a_petition_matter_and_is_named() -> None:
    """信访工作条例 34: the head approves, at most 30 days, the reason is told."""
    case = do(case_in("investigating", track="petition"), "ask_extension",
              asked_until=date(2026, 6, 15))  # fmt: skip
    assert handling(case).due_on == date(2026, 5, 15)
    found = reasons_of(case, "grant_extension")
    assert found == ["该延期须经本局负责人批准：请填写批准人。"]
    do(case, "grant_extension", decided_by="局长 周明")
    row = handling(case)
    assert (row.raw_due_on, row.due_on) == (date(2026, 6, 14), date(2026, 6, 15))
    assert asked_extensions(case.id)[0].decided_by == "局长 周明"
    assert db.session.scalars(select(ExtensionDecision.decided_by)).one() == "局长 周明"


def test_a_supervisor_extends_a_petition_matter_only_with_head_and_notice() -> None:
    case = case_in("investigating", track="petition")
    assert len(reasons_of(case, "extend")) == 2
    do(case, "extend", extend_days=30, decided_by="局长", notice_words="延期。", reply_way="phone")
    assert handling(case).raw_due_on == date(2026, 6, 14)


def test_penalties_are_extended_twice_by_the_head_and_then_by_all_heads() -> None:
    case = do(case_in("investigating"), "record_enforcement_fact")
    decision = db.session.scalars(
        select(Deadline).where(Deadline.clock == "penalty_decision")
    ).one()
    assert (decision.rule_id, decision.raw_due_on) == ("PEN-DECIDE", date(2026, 6, 14))
    choices = dict(clock_choices("ask_extension", case.id))
    assert "本局负责人决定" in choices[decision.id]
    given = {"deadline_id": decision.id, "reason": "案情复杂。"}
    do(case, "ask_extension", asked_until=date(2026, 7, 14), **given)
    do(case, "grant_extension", decided_by="局长")
    assert decision.raw_due_on == date(2026, 7, 14)
    do(case, "ask_extension", asked_until=date(2026, 8, 13), **given)
    found = reasons_of(case, "grant_extension")
    assert found == ["该延期须经负责人集体讨论决定：请填写会议及纪要文号。"]
    do(case, "grant_extension", decided_by="局务会纪要〔2026〕5号")
    assert decision.raw_due_on == date(2026, 8, 13)
    assert decision.id not in dict(clock_choices("ask_extension", case.id))
    assert [row.approver for row in reversed(asked_extensions(case.id))] == [
        "本局负责人",
        "本局负责人集体讨论",
    ]


def test_a_suspended_deadline_is_not_extended() -> None:
    case = do(case_in("investigating"), "suspend")
    assert reasons_of(case, "extend") == ["没有可以延长的期限在运行。"]


def test_only_what_the_rule_knows_stops_a_clock() -> None:
    case = case_in("investigating")
    assert reasons_of(case, "suspend", suspension_kind="hearing") == [
        "该期限的规则不因此原因中止。"
    ]
    law = case_in("investigating", track="petition")  # 信访工作条例 34 names no such reason
    assert "没有可以中止的期限在运行。" in reasons_of(law, "suspend")


def test_several_clocks_are_suspended_and_resumed_each_by_itself() -> None:
    case = do(case_in("investigating"), "record_enforcement_fact")
    decision = db.session.scalars(
        select(Deadline).where(Deadline.clock == "penalty_decision")
    ).one()
    do(case, "suspend")
    do(case, "suspend", deadline_id=decision.id, suspension_kind="hearing")
    with later(days=10):
        do(case, "resume", deadline_id=decision.id)
        do(case, "resume")  # the one that is left
    rows = {row.clock: row for row in case_deadlines(case.id)}
    assert rows["penalty_decision"].raw_due_on == date(2026, 6, 24)  # ten days later
    assert not rows["handling"].is_suspended
    assert [s.reason for s in rows["penalty_decision"].steps if s.kind == "suspended"]


def test_several_extensions_and_suspensions_are_told_day_by_day() -> None:
    case = do(case_in("investigating"), "record_enforcement_fact")
    decision = db.session.scalars(
        select(Deadline).where(Deadline.clock == "penalty_decision")
    ).one()
    given = {"deadline_id": decision.id}
    do(case, "extend", extend_days=10, decided_by="局长", **given)
    for days, kind in ((2, "monitoring"), (20, "service")):
        with later(days=days):
            do(case, "suspend", suspension_kind=kind, reason=kind, **given)
        with later(days=days + 3):
            do(case, "resume", **given)
    row = next(r for r in case_deadlines(case.id) if r.clock == "penalty_decision")
    stopped = [(s.day, s.reason) for s in row.steps if s.kind == "suspended"]
    assert [day for day, _ in stopped] == [
        MONDAY.date() + timedelta(days=n) for n in (2, 3, 4, 5, 20, 21, 22, 23)
    ]
    assert {reason for _, reason in stopped} == {"monitoring", "service"}
    assert [s.amount for s in row.steps if s.kind == "extended"] == [10]
    assert row.raw_due_on == date(2026, 6, 14) + timedelta(days=10 + 8)


@pytest.mark.parametrize("table", ["extension_requests", "extension_decisions"])
def test_requests_and_answers_cannot_be_changed(table: str) -> None:
    do(asked(), "grant_extension")
    for statement in (f"UPDATE {table} SET reason = ''", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()
