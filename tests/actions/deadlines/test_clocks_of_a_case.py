"""The clocks of real cases: opened, stopped, extended, suspended, taken back; both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from caseflow.core.cases.models import Case
from caseflow.core.deadlines import actions
from caseflow.core.deadlines.models import Deadline, DeadlineChange
from caseflow.core.deadlines.queries import DeadlineRow, case_deadlines, current_calendar, due_state
from caseflow.core.deadlines.rules import RULES
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast
from tests.factories import case_in, do

THURSDAY_BEFORE_TWO_HOLIDAYS = datetime(2026, 9, 24, 10, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def people(db_session) -> Iterator[None]:
    with clock.pretend(THURSDAY_BEFORE_TWO_HOLIDAYS):
        with unit_of_work():
            make_cast()
        yield


def later(**passed: int):
    """Make it later than the start of the test."""
    return clock.pretend(THURSDAY_BEFORE_TWO_HOLIDAYS + timedelta(**passed))


def rows(case: Case) -> dict[str, DeadlineRow]:
    return {row.clock: row for row in case_deadlines(case.id)}


def running(case: Case) -> dict[str, DeadlineRow]:
    return {name: row for name, row in rows(case).items() if row.stopped_at is None}


def stored(case: Case, name: str) -> Deadline:
    return db.session.scalars(
        select(Deadline).where(Deadline.case_id == case.id, Deadline.clock == name)
    ).one()


def changes(case: Case) -> list[tuple[str, date, date]]:
    return [
        (row.kind, row.old_due_on, row.new_due_on)
        for row in db.session.scalars(
            select(DeadlineChange)
            .join(Deadline, Deadline.id == DeadlineChange.deadline_id)
            .where(Deadline.case_id == case.id)
            .order_by(DeadlineChange.id)
        )
    ]


def test_a_registered_petition_awaits_its_acknowledgement_and_its_reply():
    found = running(case_in("registered"))
    assert set(found) == {"acknowledgement", "reply"}
    receipt = found["acknowledgement"]
    assert (receipt.rule.id, receipt.raw_due_on, receipt.due_on) == (
        "XF-ACK-DIRECT",
        date(2026, 10, 9),
        date(2026, 10, 9),
    )
    assert all(row.petition_id for row in found.values())


def test_a_transferred_petition_can_be_objected_to_for_five_working_days():
    case = case_in("registered", channel_code="superior")
    objection = running(case)["objection"]
    assert (objection.rule.id, objection.due_on) == ("XF-OBJECT", date(2026, 10, 9))
    do(case, "accept")
    assert rows(case)["objection"].state == "met"


def test_a_deadline_keeps_the_rule_and_its_words_of_its_day():
    deadline = stored(case_in("accepted"), "handling")
    assert (deadline.rule_id, deadline.amount, deadline.unit) == (
        "12345-REPORT",
        15,
        "working_days",
    )
    assert deadline.rule_source == "四川省（2025-12）示例"
    assert not deadline.rule_verified
    assert deadline.due_at == clock.end_of_day(deadline.due_on)


def test_accepting_meets_the_acknowledgement_and_starts_the_handling():
    case = case_in("accepted")
    assert rows(case)["acknowledgement"].state == "met"
    handling = running(case)["handling"]
    assert handling.due_on == date(2026, 10, 22)
    assert handling.working_days_left == 15
    assert handling.steps[-1].day == handling.due_on


def test_undoing_cancels_what_the_act_started_and_lets_run_on_what_it_stopped():
    case = case_in("assigned")
    do(case, "receipt")
    assert set(running(case)) >= {"contact", "handling"}
    do(case, "undo", actor="farid")
    assert "receipt" in running(case)
    contact = rows(case)["contact"]
    assert (contact.state, contact.stop_reason) == ("stopped", "cancelled")
    assert [kind for kind, *_ in changes(case)] == ["reopened"]


def test_an_order_fixes_the_day_of_its_deadline():
    case = case_in("rectifying")
    row = running(case)["rectification"]
    assert row.due_on == row.raw_due_on == date(2026, 10, 9)
    assert [step.kind for step in row.steps] == ["start", "fixed", "due"]


def test_a_closed_case_runs_no_clock_but_the_call_back():
    assert set(running(case_in("closed"))) == {"callback"}


def test_an_extension_moves_the_day_and_is_kept():
    case = case_in("investigating")
    do(case, "extend", extend_days=10)
    row = running(case)["handling"]
    assert row.due_on == date(2026, 11, 5)
    assert "extended" in [step.kind for step in row.steps]
    assert changes(case) == [("extension", date(2026, 10, 22), date(2026, 11, 5))]
    assert stored(case, "handling").amount == 15


@pytest.mark.parametrize("days", [0, -1, 16])
def test_an_extension_is_at_most_what_the_rule_allows(days: int):
    case = case_in("investigating")
    with pytest.raises((BadInput, Refused)):
        do(case, "extend", extend_days=days)
    assert changes(case) == []


def test_a_second_extension_is_refused():
    case = case_in("investigating")
    do(case, "extend", extend_days=5)
    with pytest.raises(Refused):
        do(case, "extend", extend_days=5)
    assert len(changes(case)) == 1


def test_a_late_deadline_cannot_be_extended_any_more():
    case = case_in("investigating")
    with later(days=40), pytest.raises(BadInput):
        do(case, "extend", extend_days=5)


def test_a_suspended_deadline_waits_and_then_moves_by_the_days_not_counted():
    case = case_in("investigating")
    with later(days=18):  # Monday 12 October
        do(case, "suspend")
        row = running(case)["handling"]
        assert (row.state, row.is_suspended, row.due_on) == ("suspended", True, date(2026, 10, 22))
    with later(days=20):  # Wednesday: three working days were not counted
        do(case, "resume")
        row = running(case)["handling"]
        assert (row.is_suspended, row.due_on) == (False, date(2026, 10, 27))
        assert [step.kind for step in row.steps].count("suspended") == 3
    assert changes(case) == [
        ("suspension_start", date(2026, 10, 22), date(2026, 10, 22)),
        ("suspension_end", date(2026, 10, 22), date(2026, 10, 27)),
    ]


def test_an_extension_and_a_suspension_add_up():
    case = case_in("investigating")
    do(case, "extend", extend_days=5)
    with later(days=18):
        do(case, "suspend")
    with later(days=20):
        do(case, "resume")
        assert running(case)["handling"].due_on == date(2026, 11, 3)  # 15 + 5 + 3 working days


def test_changes_of_deadlines_cannot_be_changed_or_removed():
    case = case_in("investigating")
    do(case, "extend", extend_days=5)
    for statement in ("UPDATE deadline_changes SET amount = 9", "DELETE FROM deadline_changes"):
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_a_merged_case_keeps_the_clocks_of_its_petitions():
    case = case_in("accepted")
    do(case, "merge")
    assert set(running(case)) == {"reply"}
    do(case, "split")
    assert set(running(case)) == {"handling", "reply"}


def test_running_clocks_stand_first_and_the_nearest_on_top():
    found = case_deadlines(case_in("receipted").id)
    ahead = [row for row in found if row.stopped_at is None]
    assert found[: len(ahead)] == ahead
    assert [row.due_at for row in ahead] == sorted(row.due_at for row in ahead)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 10, 19), "soon"),  # Monday; due on Thursday
        (date(2026, 10, 16), "ok"),
        (date(2026, 10, 17), "ok"),  # Saturday: four working days
        (date(2026, 10, 18), "ok"),
        (date(2026, 10, 22), "today"),
        (date(2026, 10, 23), "late"),
    ],
)
def test_a_deadline_is_soon_three_working_days_ahead(today: date, state: str):
    assert due_state(date(2026, 10, 22), today, current_calendar()) == state


def test_a_deadline_of_hours_is_late_within_its_day():
    case = case_in("accepted")
    with unit_of_work():
        actions.open_deadline(
            case, "handling", RULES["CRIME-MOVE"], clock.now() - timedelta(hours=25), event_seq=1
        )
    states = {row.rule.id: row.state for row in case_deadlines(case.id)}
    assert states["CRIME-MOVE"] == "late"


def test_stopping_a_clock_of_one_petition_leaves_those_of_others():
    case, other = case_in("registered"), case_in("registered")
    with unit_of_work():
        stopped = actions.stop_deadlines(case, "reply", clock.now(), "met", 9)
    assert stopped == 1
    assert "reply" in running(other)
    assert "reply" not in running(case)
