"""Facts of penalties, transfers and seizures: each starts and stops the clocks of its row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.facts import facts_of
from caseflow.core.cases.queries.lists import Filter, case_rows
from caseflow.core.cases.queries.page import case_page
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import case_deadlines
from caseflow.core.deadlines.rules import RULES, rule_on
from caseflow.core.enforcement.rules import KINDS, FactKind
from caseflow.core.messages.sweep import sweep_reminders
from caseflow.ground import clock
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast
from tests.factories import case_in, do

MONDAY = datetime(2026, 3, 16, 9, tzinfo=clock.ZONE)
WHOLE = {
    "fact_number": "忠环〔2026〕7号",
    "fact_party": "某建筑公司",
    "fact_basis": "行政处罚法",
    "amount_yuan": 20_000,
}


@pytest.fixture(autouse=True)
def people(db_session) -> Iterator[None]:
    with clock.pretend(MONDAY):
        with unit_of_work():
            make_cast()
        yield


def record(case: Case, kind: str, at: datetime = MONDAY, **more: Any) -> Case:
    given = {**WHOLE, "until_on": None, **more}
    return do(case, "record_enforcement_fact", fact_kind=kind, happened_at=at, **given)


def running(case: Case) -> dict[str, Deadline]:
    rows = db.session.scalars(
        select(Deadline).where(Deadline.case_id == case.id, Deadline.stopped_at.is_(None))
    )
    return {row.clock: row for row in rows}


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_each_fact_starts_and_stops_what_its_row_says(kind: FactKind) -> None:
    case = case_in("investigating")
    starters = [k for k in KINDS.values() if set(kind.stops) & _clocks(k)]
    for one in starters:
        record(case, one.code, until_on=date(2026, 5, 20) if one.until else None)
    before = set(running(case))
    assert set(kind.stops) <= before
    record(case, kind.code, until_on=date(2026, 5, 20) if kind.until else None)
    after = set(running(case))
    started = _clocks(kind)
    assert started <= after
    assert not (set(kind.stops) - started) & after
    assert before - set(kind.stops) <= after
    for name in started:
        row = running(case)[name]
        assert row.started_at == MONDAY
        assert RULES[row.rule_id].clock == name


def _clocks(kind: FactKind) -> set[str]:
    return {rule_on(rule_id, MONDAY.date()).clock for rule_id in kind.starts}


def test_a_fact_of_the_past_runs_by_the_rule_of_its_day() -> None:
    case = record(
        case_in("investigating"), "lead_found", datetime(2023, 6, 1, 9, tzinfo=clock.ZONE)
    )
    filing = running(case)["filing"]
    assert (filing.rule_id, filing.amount, filing.unit) == ("PEN-FILE-2010", 7, "working_days")
    assert filing.due_on == date(2023, 6, 12)
    case = record(
        case_in("investigating"), "lead_found", datetime(2023, 7, 3, 9, tzinfo=clock.ZONE)
    )
    assert running(case)["filing"].rule_id == "PEN-FILE"


def test_a_payment_that_was_deferred_is_due_on_the_day_that_was_set() -> None:
    case = record(case_in("investigating"), "penalty_served")
    assert running(case)["payment"].due_on == date(2026, 3, 31)
    record(case, "payment_deferred", until_on=date(2026, 6, 30))
    assert running(case)["payment"].due_on == date(2026, 6, 30)


def test_the_notice_of_a_hearing_leaves_seven_whole_working_days() -> None:
    case = record(case_in("investigating"), "hearing_set", until_on=date(2026, 4, 9))
    last = running(case)["hearing_notice"].due_on
    assert last == date(
        2026, 3, 27
    )  # 30, 31 March, 1, 2, 3, 7, 8 April lie between; 6 April is 清明
    record(case, "hearing_notice_served")
    assert "hearing_notice" not in running(case)


def test_of_two_penalties_each_payment_ends_its_own_clock() -> None:
    case = case_in("investigating")
    record(case, "penalty_served", fact_number="忠环罚〔2026〕1号")
    record(case, "penalty_served", fact_number="忠环罚〔2026〕2号")
    record(case, "fine_paid", fact_number="忠环罚〔2026〕2号")
    payments = [row for row in case_deadlines(case.id) if row.clock == "payment"]
    assert sorted(row.state for row in payments) == ["met", "ok"]


def test_a_transfer_to_the_police_runs_by_the_hour() -> None:
    case = record(case_in("investigating"), "crime_approved")
    assert running(case)["crime_transfer"].due_at == MONDAY + timedelta(hours=24)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"fact_number": None}, "须填写文号"),
        ({"fact_party": None}, "须填写当事人"),
        ({"fact_kind": "fine_paid", "amount_yuan": None}, "须填写金额"),
        ({"fact_kind": "hearing_set", "until_on": None}, "须填写另一日期"),
        ({"fact_kind": "hearing_set", "until_on": date(2026, 3, 16)}, "必须晚于今天"),
        ({"happened_at": MONDAY + timedelta(hours=1)}, "不能晚于现在"),
        ({"fact_kind": "no such"}, "选择"),
    ],
)
def test_a_fact_that_is_not_whole_is_refused_in_words(given: dict[str, Any], sentence: str) -> None:
    case = case_in("investigating")
    fields = {**WHOLE, "fact_kind": "penalty_decided", **given}
    with pytest.raises(Refused, match=sentence):
        do(case, "record_enforcement_fact", **fields)
    assert facts_of(case.id) == ()


def test_a_voided_fact_stays_and_its_clocks_are_taken_back() -> None:
    case = record(case_in("investigating"), "lead_found")
    record(case, "case_filed")
    assert set(running(case)) >= {"penalty_decision"}
    do(case, "void_enforcement_fact", reason="文号有误。")
    clocks = {row.clock: row for row in case_deadlines(case.id)}
    assert clocks["penalty_decision"].stop_reason == "cancelled"
    assert "filing" in running(case)  # what the wrong fact had stopped runs on
    lead, filed = facts_of(case.id)
    assert (lead.void_reason, filed.void_reason) == (None, "文号有误。")
    with pytest.raises(Exception, match="仍有效"):
        do(case, "void_enforcement_fact", fact_id=filed.id)
    do(case, "void_enforcement_fact", fact_id=lead.id)
    with pytest.raises(Refused, match="没有处罚"):
        do(case, "void_enforcement_fact", fact_id=lead.id)


def test_the_case_page_lists_the_facts_with_their_clocks() -> None:
    case = record(case_in("investigating"), "penalty_served")
    view = case_page(case.id, present_cast().farid)
    (fact,) = view.facts
    assert (fact.label, fact.number, fact.amount_yuan) == (
        "处罚决定书已送达",
        "忠环〔2026〕7号",
        20_000,
    )
    assert {c.row.clock for c in view.clocks_of(fact)} == {
        "payment",
        "appeal_review",
        "appeal_suit",
    }


def test_clocks_of_facts_run_on_when_the_case_is_closed() -> None:
    case = record(case_in("awaiting_sign_off"), "penalty_served")
    do(do(case, "sign_off"), "reply")
    assert case.state == "closed"
    assert set(running(case)) == {"callback", "payment", "appeal_review", "appeal_suit"}


def test_the_time_of_others_makes_no_case_late() -> None:
    case = record(case_in("investigating"), "penalty_notice_served")
    with clock.pretend(MONDAY + timedelta(days=10)):
        late = case_rows(Filter(due="late", clock="plea"), present_cast().sunil).items
        plain = case_rows(Filter(due="late"), present_cast().sunil).items
        states = {row.clock: row.state for row in case_deadlines(case.id)}
    assert [row.id for row in late] == [case.id]  # asked for by name
    assert case.id not in [row.id for row in plain if row.due and row.due.clock == "plea"]
    assert states["plea"] == "over"


def test_the_unannounced_recheck_is_seen_by_the_team_alone() -> None:
    case = record(case_in("investigating"), "correction_served")
    cast = present_cast()

    def clocks(person: str) -> set[str]:
        return {c.row.clock for c in case_page(case.id, getattr(cast, person)).clocks}

    assert "recheck" in clocks("farid")
    assert "recheck" in clocks("sunil")
    for outsider in ("olga", "dong", "pia", "aude"):
        assert "recheck" not in clocks(outsider)
    with clock.pretend(MONDAY + timedelta(days=60)):
        for wanted in (Filter(due="late", clock="recheck"), Filter(due="late")):
            rows = case_rows(wanted, cast.olga).items
            assert all(row.due is None or row.due.clock != "recheck" for row in rows)


def test_a_clock_of_a_fact_is_watched_like_any_other() -> None:
    case = record(case_in("investigating"), "case_filed")
    with clock.pretend(datetime(2026, 6, 16, 10, tzinfo=clock.ZONE)):
        sweep_reminders(clock.now())
        found = [
            row.params["clock"]
            for row in db.session.scalars(
                select(OutboxMessage).where(
                    OutboxMessage.case_id == case.id, OutboxMessage.kind == "reminder_late"
                )
            )
        ]
    assert "penalty_decision" in found


def test_recorded_facts_cannot_be_changed() -> None:
    record(case_in("investigating"), "lead_found")
    for statement in ("UPDATE enforcement_facts SET words = ''", "DELETE FROM enforcement_facts"):
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()
