"""The reminder table, cell by cell: on which working day each row fires, around real holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.core.messages.catalogue import AUDIENCES, CATALOGUE
from caseflow.core.messages.reminders import (
    REMINDERS,
    STALE_AFTER,
    Reminder,
    due_days,
    fires_on,
    in_office_hours,
)

CALENDAR = shipped_calendar()
IS_WORKING = CALENDAR.is_workday
SHANGHAI = ZoneInfo("Asia/Shanghai")

FIRES = [
    # due day, offset, the day on which the reminder is given
    (date(2026, 9, 24), -3, date(2026, 9, 21)),
    (date(2026, 9, 24), 0, date(2026, 9, 24)),
    (date(2026, 9, 24), 1, date(2026, 9, 28)),  # 25 to 27 September 2026 is the Mid-Autumn rest
    (date(2026, 9, 25), 0, date(2026, 9, 24)),  # due on a holiday: the working day before
    (date(2026, 9, 28), -3, date(2026, 9, 22)),
    (date(2026, 10, 8), -3, date(2026, 9, 28)),  # the National Day rest lies between
    (date(2026, 10, 8), 1, date(2026, 10, 9)),
    (date(2026, 10, 8), 3, date(2026, 10, 12)),  # Saturday 10 October is worked
]


@pytest.mark.parametrize(("due_on", "offset", "day"), FIRES)
def test_a_reminder_is_given_on_a_working_day(due_on: date, offset: int, day: date) -> None:
    assert fires_on(due_on, offset, IS_WORKING) == day


@pytest.mark.parametrize("row", REMINDERS, ids=lambda row: row.id)
def test_each_row_is_the_latest_from_its_own_day_until_the_next(row: Reminder) -> None:
    due_on = date(2026, 9, 23)
    rivals = [other for other in REMINDERS if other.clocks == row.clocks]
    days = {other.id: fires_on(due_on, other.offset_working_days, IS_WORKING) for other in rivals}
    end = min(
        (day for day in days.values() if day > days[row.id]),
        default=days[row.id] + STALE_AFTER + timedelta(days=1),
    )
    day = days[row.id] - timedelta(days=2)
    while day < end + timedelta(days=2):
        found = {
            one.reminder.id
            for group in due_days(day, IS_WORKING)
            for one in group
            if one.due_on == due_on and one.reminder.clocks == row.clocks
        }
        assert (row.id in found) == (days[row.id] <= day < end), day
        assert len(found) <= 1, "never two of one table row at once"
        day += timedelta(days=1)


@pytest.mark.parametrize("row", REMINDERS, ids=lambda row: row.id)
def test_each_row_names_real_clocks_audiences_and_words(row: Reminder) -> None:
    assert set(row.clocks) <= set(CLOCK_LABELS)
    assert row.audience
    assert set(row.audience) <= set(AUDIENCES)
    assert row.kind in CATALOGUE
    assert row.why


def test_every_clock_has_somebody_reminded_when_it_is_late() -> None:
    late = {clock for row in REMINDERS if row.offset_working_days > 0 for clock in row.clocks}
    assert late == set(CLOCK_LABELS)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 9, 24, 0, 59, tzinfo=UTC), False),  # 08:59 in 忠县
        (datetime(2026, 9, 24, 1, 0, tzinfo=UTC), True),
        (datetime(2026, 9, 24, 9, 59, tzinfo=UTC), True),
        (datetime(2026, 9, 24, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 9, 26, 4, 0, tzinfo=UTC), False),  # a Saturday
        (datetime(2026, 10, 10, 4, 0, tzinfo=UTC), True),  # a Saturday that is worked
    ],
)
def test_office_hours_follow_the_working_calendar(moment: datetime, is_open: bool) -> None:
    assert in_office_hours(moment, (9, 18), SHANGHAI, IS_WORKING) is is_open
