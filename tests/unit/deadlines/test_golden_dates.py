"""Dates reckoned by another program (chinesecalendar 1.11.0); the start day is not counted."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from caseflow.core.deadlines.calendar import natural_days_after, roll_forward, working_days_after
from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.core.deadlines.explain import explain
from caseflow.core.deadlines.rules import RULES, DayUnit, Rule
from caseflow.ground.clock import ZONE

WORKING_DAYS = [
    ("2026-09-17", 3, "2026-09-21"),  # Sunday 09-20 is worked
    ("2026-09-24", 5, "2026-10-09"),  # Mid-Autumn and National Day
    ("2026-09-29", 5, "2026-10-12"),  # Saturday 10-10 is worked
    ("2026-09-30", 3, "2026-10-10"),
    ("2026-02-13", 3, "2026-02-25"),  # Saturday 02-14 is worked, then Spring Festival
    ("2026-02-13", 5, "2026-02-27"),
    ("2026-05-08", 1, "2026-05-09"),  # Saturday, worked
    ("2026-12-24", 5, "2026-12-31"),  # the last day of the last official year
]

NATURAL_DAYS = [
    ("2026-08-03", 60, "2026-10-02", "2026-10-08"),
    ("2026-09-16", 15, "2026-10-01", "2026-10-08"),
    ("2026-07-03", 90, "2026-10-01", "2026-10-08"),
    ("2026-01-31", 15, "2026-02-15", "2026-02-24"),
]


def term(amount: int, unit: DayUnit) -> Rule:
    return Rule("", "", amount, unit, "", "", date(2000, 1, 1), False)


def at_ten(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=10, tzinfo=ZONE)


@pytest.mark.parametrize(("start", "days", "due"), WORKING_DAYS)
def test_working_days_end_on_the_golden_date(start: str, days: int, due: str):
    found = working_days_after(date.fromisoformat(start), days, shipped_calendar())
    assert (found.day.isoformat(), found.is_provisional) == (due, False)


@pytest.mark.parametrize(("start", "days", "due"), WORKING_DAYS)
def test_the_explanation_ends_on_the_golden_date_too(start: str, days: int, due: str):
    found = explain(term(days, DayUnit.WORKING_DAYS), at_ten(start), shipped_calendar())
    assert found.due_on == found.raw_due_on == date.fromisoformat(due)
    assert not found.is_provisional


@pytest.mark.parametrize(("start", "days", "raw", "rolled"), NATURAL_DAYS)
def test_natural_days_keep_the_raw_day_and_roll_off_a_holiday(
    start: str, days: int, raw: str, rolled: str
):
    day = natural_days_after(date.fromisoformat(start), days)
    assert day.isoformat() == raw
    assert roll_forward(day, shipped_calendar()).day.isoformat() == rolled
    found = explain(term(days, DayUnit.NATURAL_DAYS), at_ten(start), shipped_calendar())
    assert (found.raw_due_on.isoformat(), found.due_on.isoformat()) == (raw, rolled)


def test_a_term_of_working_days_into_2027_is_provisional_and_no_crash():
    found = working_days_after(date(2026, 12, 28), 5, shipped_calendar())
    assert found.is_provisional
    assert found.day == date(2027, 1, 5)  # 12-29, 30, 31, then not New Year's Day, Monday, Tuesday


def test_every_rule_started_at_the_end_of_2026_is_counted():
    for rule in RULES.values():
        found = explain(rule, at_ten("2026-12-31"), shipped_calendar())
        assert found.due_on >= date(2026, 12, 31), rule.id


def test_2026_has_248_working_days(day_table):
    calendar = shipped_calendar()
    assert sum(calendar.is_workday(day) for day in day_table.days if day.year == 2026) == 248
