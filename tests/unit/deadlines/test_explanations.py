"""A deadline explains itself: each step, extensions, suspensions, and what is provisional."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.core.deadlines.explain import Explanation, Extension, Suspension, explain
from caseflow.core.deadlines.rules import RULES, DayUnit, Rule
from caseflow.ground.clock import ZONE

BEFORE_NATIONAL_DAY = datetime(2026, 9, 29, 10, tzinfo=ZONE)
JANUARY_31 = datetime(2026, 1, 31, 9, tzinfo=ZONE)
MONDAY = datetime(2026, 3, 16, 9, tzinfo=ZONE)


def term(amount: int, unit: DayUnit, rolls: bool = True) -> Rule:
    return Rule("", "", amount, unit, "", "", date(2000, 1, 1), False, rolls=rolls)


WORKING = term(5, DayUnit.WORKING_DAYS)
NATURAL = term(15, DayUnit.NATURAL_DAYS)
HOURS = term(24, DayUnit.HOURS)


def told(found: Explanation) -> list[tuple[str, str, str]]:
    return [(step.kind, step.day.isoformat()[5:], step.reason) for step in found.steps]


def test_working_days_tell_every_day_left_out_and_every_weekend_day_worked():
    found = explain(WORKING, BEFORE_NATIONAL_DAY, shipped_calendar())
    holiday = [("skipped", f"10-0{n}", "国庆节") for n in range(1, 8)]
    assert told(found) == [
        ("start", "09-29", ""),
        *holiday,
        ("made_up", "10-10", "国庆节"),
        ("skipped", "10-11", "weekend"),
        ("due", "10-12", ""),
    ]


def test_natural_days_tell_only_that_the_last_one_rolls():
    found = explain(NATURAL, JANUARY_31, shipped_calendar())
    assert told(found) == [
        ("start", "01-31", ""),
        ("rolled", "02-24", "春节"),
        ("due", "02-24", ""),
    ]
    assert found.raw_due_on == date(2026, 2, 15)


def test_a_term_that_never_rolls_ends_on_the_holiday():
    rule = term(15, DayUnit.NATURAL_DAYS, rolls=False)
    found = explain(rule, JANUARY_31, shipped_calendar())
    assert found.due_on == found.raw_due_on == date(2026, 2, 15)


def test_a_term_of_days_ends_with_the_last_second_of_its_day_here():
    found = explain(WORKING, MONDAY, shipped_calendar())
    assert found.due_at == datetime(2026, 3, 23, 15, 59, 59, tzinfo=UTC)
    assert found.due_at.tzinfo is UTC


def test_a_term_of_hours_ends_to_the_minute_even_on_a_holiday():
    found = explain(HOURS, datetime(2026, 9, 30, 22, 30, tzinfo=ZONE), shipped_calendar())
    assert found.due_at == datetime(2026, 10, 1, 14, 30, tzinfo=UTC)
    assert found.due_at.tzinfo is UTC
    assert found.due_on == date(2026, 10, 1)


def test_the_day_of_the_start_is_the_day_here_and_not_in_utc():
    late = datetime(2026, 3, 15, 16, 30, tzinfo=UTC)  # half past midnight on Monday here
    found = explain(WORKING, late, shipped_calendar())
    assert found.steps[0].day == date(2026, 3, 16)
    assert found.due_on == date(2026, 3, 23)


def test_an_extension_adds_days_of_the_same_kind_and_is_told():
    extension = Extension(3, date(2026, 3, 18), "现场监测未完成")
    found = explain(WORKING, MONDAY, shipped_calendar(), [extension])
    assert found.due_on == date(2026, 3, 26)
    step = next(step for step in found.steps if step.kind == "extended")
    assert (step.day, step.amount, step.reason) == (date(2026, 3, 18), 3, "现场监测未完成")


def test_an_extension_of_a_petition_matter_counts_from_its_start():
    extension = Extension(30, date(2026, 5, 1), "情况复杂")
    found = explain(RULES["XF-CLOSE"], MONDAY, shipped_calendar(), [extension])
    assert found.raw_due_on == date(2026, 6, 14)  # 90 days; a Sunday
    assert found.due_on == date(2026, 6, 15)


def test_an_extension_adds_hours_to_hours():
    found = explain(HOURS, MONDAY, shipped_calendar(), [Extension(2, MONDAY.date())])
    assert found.due_at - MONDAY == timedelta(hours=26)


def test_suspended_working_days_do_not_count_and_are_told():
    pause = Suspension(date(2026, 3, 18), date(2026, 3, 19), "等待监测")
    found = explain(WORKING, MONDAY, shipped_calendar(), (), [pause])
    assert found.due_on == date(2026, 3, 25)
    assert [line for line in told(found) if line[0] == "suspended"] == [
        ("suspended", "03-18", "等待监测"),
        ("suspended", "03-19", "等待监测"),
    ]


def test_suspended_natural_days_push_the_end_by_their_number():
    pause = Suspension(date(2026, 3, 20), date(2026, 3, 29), "听证")
    found = explain(NATURAL, MONDAY, shipped_calendar(), (), [pause])
    assert found.raw_due_on == date(2026, 4, 10)


def test_a_suspension_after_the_end_changes_nothing():
    pause = Suspension(date(2026, 4, 20), date(2026, 4, 29))
    with_pause = explain(NATURAL, MONDAY, shipped_calendar(), (), [pause])
    assert with_pause == explain(NATURAL, MONDAY, shipped_calendar())


def test_a_suspension_that_still_runs_moves_nothing_yet():
    pause = Suspension(date(2026, 3, 18), None)
    for rule in (WORKING, NATURAL):
        running = explain(rule, MONDAY, shipped_calendar(), (), [pause])
        assert running.due_on == explain(rule, MONDAY, shipped_calendar()).due_on
        assert ("pausing", "03-18", "") in told(running)


def test_a_day_that_was_set_stands_even_on_a_holiday_and_in_2027():
    day = date(2027, 1, 1)
    found = explain(NATURAL, MONDAY, shipped_calendar(), fixed_due_on=day)
    assert (found.raw_due_on, found.due_on, found.is_provisional) == (day, day, False)
    assert [step.kind for step in found.steps] == ["start", "fixed", "due"]


def test_the_amount_of_a_deadline_goes_before_the_amount_of_its_rule():
    found = explain(WORKING, MONDAY, shipped_calendar(), amount=1)
    assert found.due_on == date(2026, 3, 17)


NOVEMBER = datetime(2026, 11, 24, 10, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("rule", "is_provisional"),
    [
        (term(40, DayUnit.WORKING_DAYS), True),
        (term(60, DayUnit.NATURAL_DAYS), True),  # a later list may make the last day a holiday
        (term(30, DayUnit.NATURAL_DAYS), False),  # ends in 2026, on a working day
        (term(60, DayUnit.NATURAL_DAYS, rolls=False), False),  # no list can move it
        (term(2, DayUnit.YEARS, rolls=False), False),
        (term(6, DayUnit.MONTHS), True),
        (term(24 * 60, DayUnit.HOURS), False),
    ],
)
def test_provisional_is_what_a_list_not_yet_published_can_move(rule: Rule, is_provisional: bool):
    found = explain(rule, NOVEMBER, shipped_calendar())
    assert found.is_provisional == is_provisional
    assert ("provisional" in [step.kind for step in found.steps]) == is_provisional


def test_a_term_of_twenty_years_is_counted_to_its_end():
    found = explain(term(5000, DayUnit.WORKING_DAYS), NOVEMBER, shipped_calendar())
    assert found.due_on.year == 2046


days = st.dates(date(2019, 1, 1), date(2026, 10, 1))
quick = settings(max_examples=100, deadline=None)


@quick
@given(days, st.integers(1, 40), st.integers(0, 30), st.integers(0, 20))
def test_what_is_left_out_and_what_counts_add_up_to_the_term(
    start: date, amount: int, pause_after: int, pause_days: int
):
    since = start + timedelta(days=pause_after)
    pause = Suspension(since, since + timedelta(days=pause_days))
    at = datetime(start.year, start.month, start.day, 12, tzinfo=ZONE)
    found = explain(term(amount, DayUnit.WORKING_DAYS), at, shipped_calendar(), (), [pause])
    left_out = sum(step.kind in {"skipped", "suspended"} for step in found.steps)
    assert (found.due_on - start).days == amount + left_out
    assert shipped_calendar().is_workday(found.due_on)
    assert not pause.covers(found.due_on)


@quick
@given(days, st.integers(0, 90), st.integers(1, 30), st.sampled_from(list(DayUnit)))
def test_an_extension_never_makes_a_term_shorter(
    start: date, amount: int, more: int, unit: DayUnit
):
    at = datetime(start.year, start.month, start.day, 12, tzinfo=ZONE)
    plain = explain(term(amount, unit), at, shipped_calendar())
    extended = explain(term(amount, unit), at, shipped_calendar(), [Extension(more, start)])
    assert extended.due_at >= plain.due_at
    assert extended.raw_due_on >= plain.raw_due_on
    assert plain.due_on >= plain.raw_due_on
