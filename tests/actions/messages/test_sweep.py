"""Reminders are given to the right people at the right time, each once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select, update

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.messages.models import ReminderSent
from caseflow.core.messages.sweep import sweep_reminders
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import Absence, User
from tests.cast import Cast
from tests.factories import case_in, do

WEDNESDAY = datetime(2026, 9, 16, 2, 0, tzinfo=clock.UTC)
"""Ten in the morning in 忠县, a working day with working days around it."""


def assigned_three_weeks_ago(now: datetime = WEDNESDAY) -> Case:
    with clock.pretend(now - timedelta(days=21)):
        return case_in("assigned")


def sweep(now: datetime = WEDNESDAY) -> int:
    with clock.pretend(now):
        return sweep_reminders(now)


def given(case: Case) -> Counter[tuple[str, str]]:
    """Return (reminder, who) of what was given for a case."""
    db.session.rollback()
    rows = db.session.execute(
        select(ReminderSent.reminder, User.username)
        .join(Deadline, Deadline.id == ReminderSent.deadline_id)
        .join(User, User.id == ReminderSent.recipient_id)
        .where(Deadline.case_id == case.id)
    )
    return Counter((reminder, name) for reminder, name in rows)


def due(case: Case, clock_name: str, now: datetime) -> None:
    """Move a running deadline of the case to the day of `now`."""
    day = clock.local_date(now)
    with unit_of_work():
        db.session.execute(
            update(Deadline)
            .where(Deadline.case_id == case.id, Deadline.clock == clock_name)
            .values(due_on=day, due_at=clock.end_of_day(day))
        )


def test_a_late_receipt_goes_to_the_supervisors_and_only_once(cast: Cast) -> None:
    case = assigned_three_weeks_ago()
    assert sweep() > 0
    first = given(case)
    assert first[("short-late-3", "sunil")] == 1
    assert sweep() == 0
    assert given(case) == first
    assert set(first.values()) == {1}


def test_what_was_missed_comes_as_one_reminder_not_as_a_pile(cast: Cast) -> None:
    case = assigned_three_weeks_ago()
    sweep()
    rows = [reminder for reminder, _who in given(case) if reminder.startswith("short")]
    assert rows == ["short-late-3"]


def test_the_handler_is_reminded_on_the_day(cast: Cast) -> None:
    case = assigned_three_weeks_ago()
    due(case, "handling", WEDNESDAY)
    sweep()
    assert given(case)[("term-on-day", "farid")] == 1


def test_a_moved_deadline_reminds_again(cast: Cast) -> None:
    case = assigned_three_weeks_ago()
    due(case, "handling", WEDNESDAY)
    sweep()
    next_day = WEDNESDAY + timedelta(days=1)
    due(case, "handling", next_day)
    sweep(next_day)
    assert given(case)[("term-on-day", "farid")] == 2


def test_the_stand_in_is_reminded_in_place_of_who_is_away(cast: Cast) -> None:
    case = assigned_three_weeks_ago()
    due(case, "handling", WEDNESDAY)
    day = clock.local_date(WEDNESDAY)
    with unit_of_work():
        db.session.add(
            Absence(
                user_id=cast.farid.id,
                stand_in_id=cast.fang.id,
                from_on=day,
                to_on=day,
                created_at=clock.now(),
            )
        )
    sweep()
    assert given(case)[("term-on-day", "fang")] == 1
    assert ("term-on-day", "farid") not in given(case)


def test_at_night_only_urgent_cases_remind(cast: Cast) -> None:
    calm, urgent = assigned_three_weeks_ago(), assigned_three_weeks_ago()
    with clock.pretend(WEDNESDAY - timedelta(days=20)):
        do(urgent, "mark_urgent")
    night = WEDNESDAY.replace(hour=18)  # two in the morning
    sweep(night)
    assert given(urgent)
    assert not given(calm)
    sweep(WEDNESDAY + timedelta(days=1))
    assert given(calm)


def test_a_suspended_and_a_stopped_clock_remind_nobody(cast: Cast) -> None:
    case = assigned_three_weeks_ago()
    with clock.pretend(WEDNESDAY - timedelta(days=20)):
        do(case, "receipt")
        do(case, "suspend")
    due(case, "handling", WEDNESDAY)
    due(case, "receipt", WEDNESDAY)
    sweep()
    found = {reminder for reminder, _who in given(case)}
    assert "term-on-day" not in found
    assert "short-on-day" not in found


def test_a_case_older_than_its_opening_here_reminds_nobody_of_the_past(cast: Cast) -> None:
    """A deadline opened today with a due day of last week: the reminder lay before the opening."""
    with clock.pretend(WEDNESDAY):
        case = case_in("assigned")
    due(case, "receipt", WEDNESDAY - timedelta(days=7))
    sweep()
    assert not [one for one in given(case) if one[0].startswith("short")]


def test_a_reminder_and_its_messages_are_written_together(cast: Cast) -> None:
    assigned_three_weeks_ago()
    reminded = sweep()
    kinds = select(OutboxMessage.kind).where(OutboxMessage.kind.startswith("reminder_"))
    in_app = kinds.where(OutboxMessage.channel == "in_app")
    assert len(db.session.scalars(in_app).all()) == reminded


@pytest.mark.parametrize("count", [1, 12])
def test_the_statements_of_a_sweep_do_not_grow_with_the_cases(cast: Cast, count: int) -> None:
    for _nth in range(count):
        assigned_three_weeks_ago()
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert sweep() >= count
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(seen) <= 100, len(seen)
