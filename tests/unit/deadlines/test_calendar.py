"""The working calendar against the day table, the sky, and what must hold of any term."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.core.deadlines.calendar import (
    ListedDay,
    WorkingCalendar,
    days_from,
    months_after,
    roll_forward,
    statutory_days,
    working_days_after,
    working_days_before,
    working_days_between,
)
from caseflow.core.deadlines.calendar_data import shipped_calendar

ANY_DAY = st.dates(date(2006, 6, 1), date(2032, 12, 31))
OFFICIAL_DAY = st.dates(date(2019, 1, 1), date(2026, 8, 31))
COUNT = st.integers(0, 120)
quick = settings(max_examples=150, deadline=None)


def test_every_day_of_eight_years_agrees_with_the_day_table(day_table):
    calendar = shipped_calendar()
    differing = [d for d, worked in day_table.days.items() if calendar.is_workday(d) != worked]
    assert (len(day_table.days), differing) == (2922, [])


@quick
@given(OFFICIAL_DAY, st.integers(1, 60))
def test_a_term_of_working_days_ends_as_in_the_day_table(day_table, start: date, count: int):
    found = working_days_after(start, count, shipped_calendar())
    assert found.day == day_table.working_days_after(start, count)
    assert not found.is_provisional


@quick
@given(OFFICIAL_DAY)
def test_rolling_ends_as_in_the_day_table(day_table, day: date):
    assert roll_forward(day, shipped_calendar()).day == day_table.rolled(day)


@quick
@given(ANY_DAY, st.integers(1, 120))
def test_a_term_ends_on_a_working_day_after_its_start(start: date, count: int):
    calendar = shipped_calendar()
    due = working_days_after(start, count, calendar).day
    assert due > start
    assert calendar.is_workday(due)


@quick
@given(ANY_DAY, COUNT)
def test_one_more_working_day_is_always_later(start: date, count: int):
    calendar = shipped_calendar()
    shorter = working_days_after(start, count, calendar).day
    assert shorter < working_days_after(start, count + 1, calendar).day


@quick
@given(ANY_DAY, st.integers(1, 20), COUNT)
def test_a_later_start_is_never_due_earlier(start: date, later: int, count: int):
    calendar = shipped_calendar()
    first = working_days_after(start, count, calendar).day
    assert first <= working_days_after(start + timedelta(days=later), count, calendar).day


@quick
@given(ANY_DAY, COUNT)
def test_counting_between_undoes_counting_after(start: date, count: int):
    calendar = shipped_calendar()
    due = working_days_after(start, count, calendar).day
    assert working_days_between(start, due, calendar) == count
    assert working_days_between(due, start, calendar) == -count


@quick
@given(ANY_DAY, st.integers(1, 60))
def test_counting_before_undoes_counting_after(day: date, count: int):
    calendar = shipped_calendar()
    worked = roll_forward(day, calendar).day
    before = working_days_before(worked, count, calendar)
    assert working_days_after(before, count, calendar).day == worked


@quick
@given(ANY_DAY)
def test_rolling_stays_on_a_working_day_and_never_goes_back(day: date):
    calendar = shipped_calendar()
    rolled = roll_forward(day, calendar).day
    assert rolled >= day
    assert roll_forward(rolled, calendar).day == rolled
    assert (rolled == day) == calendar.is_workday(day)


@quick
@given(ANY_DAY, COUNT)
def test_a_term_is_provisional_just_when_a_year_on_the_way_has_no_list(start: date, count: int):
    found = working_days_after(start, count, shipped_calendar())
    unlisted = start.year < 2007 or found.day.year > 2026
    assert found.is_provisional == unlisted


def test_no_days_end_on_the_start_itself_even_on_a_holiday():
    assert working_days_after(date(2026, 10, 1), 0, shipped_calendar()).day == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # no 31 February
        (date(2027, 11, 30), 3, date(2028, 2, 29)),  # a leap year
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 24), 6, date(2027, 5, 24)),
        (date(2026, 6, 15), 0, date(2026, 6, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(start: date, count: int, end: date):
    assert months_after(start, count) == end


def test_a_day_off_says_why():
    calendar = shipped_calendar()
    assert calendar.why_off(date(2026, 10, 1)) == "国庆节"
    assert calendar.why_off(date(2026, 11, 22)) == "weekend"
    assert calendar.why_off(date(2026, 11, 24)) is None
    assert calendar.why_off(date(2026, 10, 10)) is None
    assert calendar.is_made_up(date(2026, 10, 10))
    assert not calendar.is_made_up(date(2026, 10, 9))


def test_an_official_year_adds_no_statutory_day_of_its_own():
    calendar = WorkingCalendar.of([ListedDay(date(2027, 1, 1), False, "元旦")], [2027])
    assert calendar.is_workday(date(2027, 10, 1))


def test_a_year_without_list_keeps_the_fixed_days_even_beyond_the_moon_table():
    calendar = shipped_calendar()
    assert calendar.why_off(date(2041, 10, 1)) == "国庆节"
    assert calendar.is_workday(date(2041, 2, 1))  # Spring Festival, not in the table


# The sky, computed anew: Meeus, Astronomical Algorithms (2nd ed.), chapters 25 and 49, shortened
# to terms above 15 seconds of time or 0.002 degrees: enough for the day in Beijing unless an event
# falls within a minute or two of midnight. Dynamical time is 70 seconds ahead of universal time.
BEIJING = timedelta(hours=8, seconds=-70)
EPOCH = datetime(2000, 1, 1, 12)  # noqa: DTZ001  an astronomical day number has no zone
EPOCH_DAY = 2451545.0
LEAP_MONTHS = {2025: 6, 2028: 5}  # from the Chinese calendar: which month comes twice


def in_beijing(day_number: float) -> datetime:
    return EPOCH + timedelta(days=day_number - EPOCH_DAY) + BEIJING


def new_moon(number: int) -> datetime:
    """Return the new moon `number` after the first one of 2000, in Beijing's time."""
    t = number / 1236.85
    sun = math.radians(2.5534 + 29.1053567 * number)
    moon = math.radians(201.5643 + 385.81693528 * number + 0.0107582 * t * t)
    node = math.radians(160.7108 + 390.67050284 * number - 0.0016118 * t * t)
    e = 1 - 0.002516 * t
    terms = (
        (-0.4072, moon), (0.17241 * e, sun), (0.01608, 2 * moon), (0.01039, 2 * node),
        (0.00739 * e, moon - sun), (-0.00514 * e, moon + sun), (0.00208, 2 * sun),
        (-0.00111, moon - 2 * node), (-0.00057, moon + 2 * node), (0.00056, 2 * moon + sun),
        (-0.00042, 3 * moon), (0.00042, sun + 2 * node), (0.00038, sun - 2 * node),
        (-0.00024, 2 * moon - sun), (-0.00017, math.radians(124.7746 - 1.56375588 * number)),
        (0.000325, math.radians(299.77 + 0.107408 * number)),
    )  # fmt: skip
    mean = 2451550.09766 + 29.530588861 * number + 0.00015437 * t * t
    return in_beijing(mean + sum(size * math.sin(angle) for size, angle in terms))


def midnight_after(day: date) -> float:
    """Return the day number of the end of `day` in Beijing."""
    return EPOCH_DAY - 0.5 + (day - EPOCH.date()).days + 16 / 24


def sun_longitude(day_number: float) -> float:
    t = (day_number - EPOCH_DAY) / 36525
    anomaly = math.radians(357.52911 + 35999.05029 * t)
    centre = (1.914602 - 0.004817 * t) * math.sin(anomaly) + 0.019993 * math.sin(2 * anomaly)
    return (280.46646 + 36000.76983 * t + centre - 0.0057) % 360


def first_month(year: int) -> int:
    """Return the number of the new moon that opens the Chinese year: 21 January–20 February."""
    near = round((year - 2000) * 12.3685)
    return next(
        k
        for k in range(near - 2, near + 4)
        if date(year, 1, 21) <= new_moon(k).date() <= date(year, 2, 20)
    )


def month(year: int, number: int) -> int:
    return first_month(year) + number - 1 + (LEAP_MONTHS.get(year, 99) < number)


def days_of_the_sky(year: int) -> dict[date, str]:
    new_year = new_moon(first_month(year)).date()
    found = {new_year + timedelta(days=n): "春节" for n in range(-1, 3)}
    found[new_moon(month(year, 5)).date() + timedelta(days=4)] = "端午节"
    found[new_moon(month(year, 8)).date() + timedelta(days=14)] = "中秋节"
    clear = next(d for d in days_from(date(year, 4, 2)) if sun_longitude(midnight_after(d)) >= 15)
    return found | {clear: "清明节"}


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_sky_finds_days_that_the_official_lists_give_off(year: int):
    listed = shipped_calendar().listed
    assert [day for day in days_of_the_sky(year) if listed[day].is_workday] == []


@pytest.mark.parametrize("year", [2027, 2028, 2029, 2030])
def test_moon_days_of_years_without_list_agree_with_the_sky(year: int):
    fixed = {"元旦", "劳动节", "国庆节"}
    tabled = {day: name for day, name in statutory_days(year).items() if name not in fixed}
    assert tabled == days_of_the_sky(year)
