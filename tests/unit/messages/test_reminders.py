"""The reminder table, cell by cell: on which working day each row fires, around real holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.core.messages.catalogue import AUDIENCES, CATALOGUE
from caseflow.core.messages.reminders import (
    DAYTIME,
    OFFICE,
    REMINDERS,
    STALE_AFTER,
    Reminder,
    due_days,
    fires_on,
    in_office_hours,
    may_be_given,
    next_step,
)
from caseflow.ground.notifications.channels.table import LABELS

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


LADDER_ROWS = [
    # clock, working days late, who is told that day
    ("handling", 1, {"handler", "unit_head"}),
    ("handling", 3, {"supervisors"}),
    ("handling", 5, {"unit_head", "leaders"}),
    ("acknowledgement", 1, {"duty_dispatcher", "supervisors"}),
    ("acknowledgement", 3, {"supervisors", "leaders"}),
    ("reply", 5, {"leaders"}),
    ("sign_off", 3, {"leaders"}),
    ("notice", 0, {"handler", "unit_head"}),
    ("notice", 1, {"unit_head", "supervisors"}),
    ("notice", 3, {"leaders"}),
]


@pytest.mark.parametrize(("clock", "late", "told"), LADDER_ROWS)
def test_the_ladder_climbs_by_these_steps(clock: str, late: int, told: set[str]) -> None:
    found = [r for r in REMINDERS if clock in r.clocks and r.offset_working_days == late]
    assert {name for row in found for name in row.audience} == told


@pytest.mark.parametrize("row", REMINDERS, ids=lambda row: row.id)
def test_each_row_goes_by_ways_that_exist_and_always_by_the_inbox(row: Reminder) -> None:
    assert set(row.channels) <= set(LABELS)
    assert "in_app" in row.channels
    assert row.hours in {OFFICE, DAYTIME}


def test_no_row_has_the_id_of_another() -> None:
    assert len({row.id for row in REMINDERS}) == len(REMINDERS)


HOURS = [
    # moment in 忠县, office hours row, daytime row
    (datetime(2026, 9, 24, 0, 30, tzinfo=UTC), False, True),  # 08:30
    (datetime(2026, 9, 24, 1, 30, tzinfo=UTC), True, True),  # 09:30
    (datetime(2026, 9, 24, 13, 59, tzinfo=UTC), False, True),  # 21:59
    (datetime(2026, 9, 24, 14, 0, tzinfo=UTC), False, False),  # 22:00
    (datetime(2026, 9, 23, 22, 59, tzinfo=UTC), False, False),  # 06:59
    (datetime(2026, 9, 26, 4, 0, tzinfo=UTC), False, True),  # a Saturday at noon
]


@pytest.mark.parametrize(("moment", "office", "daytime"), HOURS)
def test_each_row_keeps_its_hours(moment: datetime, office: bool, daytime: bool) -> None:
    rows = {row.hours: row for row in REMINDERS}
    for hours, expected in ((OFFICE, office), (DAYTIME, daytime)):
        found = may_be_given(rows[hours], moment, (9, 18), SHANGHAI, IS_WORKING)
        assert found is expected, hours


NEXT = [
    # today, id and day of the reminder that comes next for a handling term due on 23 September
    (date(2026, 9, 1), "term-ahead-3", date(2026, 9, 20)),  # Sunday the 20th is worked
    (date(2026, 9, 20), "term-on-day", date(2026, 9, 23)),
    (date(2026, 9, 23), "term-late-1", date(2026, 9, 24)),
    (date(2026, 9, 24), "term-late-3", date(2026, 9, 29)),  # the Mid-Autumn rest lies between
    (date(2026, 9, 29), "term-late-5", date(2026, 10, 8)),  # and the National Day rest
]


@pytest.mark.parametrize(("today", "row_id", "day"), NEXT)
def test_the_next_step_is_the_one_after_today(today: date, row_id: str, day: date) -> None:
    found = next_step("handling", date(2026, 9, 23), today, IS_WORKING)
    assert found is not None
    assert (found.reminder.id, found.fires_on) == (row_id, day)


def test_at_the_end_of_the_ladder_nothing_comes() -> None:
    assert next_step("handling", date(2026, 9, 23), date(2026, 10, 8), IS_WORKING) is None
