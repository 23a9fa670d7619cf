"""Working days, pure: from the State Council's lists, provisional beyond them. No half days.

The day a term starts is not counted. A year without an official list is provisional and says so:
off are its weekends and the statutory days of 全国年节及纪念日放假办法 (2024 revision). Of these,
the ones by the moon and the sun are known here for 2027–2030, and left out in later years. Days
off and days worked in exchange (调休) are known from an official list only.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from caseflow.ground.i18n import N_

ONE_DAY = timedelta(days=1)
WEEKEND = N_("weekend")


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A day that the official list names: a holiday, or a weekend day worked instead."""

    day: date
    is_workday: bool
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day of a term; provisional if it passed through a year without official list."""

    day: date
    is_provisional: bool


# Statutory days by year that depend on the moon or the sun (2024 revision: 清明 1, 端午 1, 中秋 1,
# 春节 4 from New Year's Eve on). The tests compute new moons and the sun's longitude anew: common
# libraries differ where a new moon falls within minutes of midnight in Beijing (2027, 2030).
_MOON_DAYS: dict[int, tuple[tuple[str, date], ...]] = {
    2027: (
        ("春节", date(2027, 2, 5)),
        ("春节", date(2027, 2, 6)),
        ("春节", date(2027, 2, 7)),
        ("春节", date(2027, 2, 8)),
        ("清明节", date(2027, 4, 5)),
        ("端午节", date(2027, 6, 9)),
        ("中秋节", date(2027, 9, 15)),
    ),
    2028: (
        ("春节", date(2028, 1, 25)),
        ("春节", date(2028, 1, 26)),
        ("春节", date(2028, 1, 27)),
        ("春节", date(2028, 1, 28)),
        ("清明节", date(2028, 4, 4)),
        ("端午节", date(2028, 5, 28)),
        ("中秋节", date(2028, 10, 3)),
    ),
    2029: (
        ("春节", date(2029, 2, 12)),
        ("春节", date(2029, 2, 13)),
        ("春节", date(2029, 2, 14)),
        ("春节", date(2029, 2, 15)),
        ("清明节", date(2029, 4, 4)),
        ("端午节", date(2029, 6, 16)),
        ("中秋节", date(2029, 9, 22)),
    ),
    2030: (
        ("春节", date(2030, 2, 2)),
        ("春节", date(2030, 2, 3)),
        ("春节", date(2030, 2, 4)),
        ("春节", date(2030, 2, 5)),
        ("清明节", date(2030, 4, 5)),
        ("端午节", date(2030, 6, 5)),
        ("中秋节", date(2030, 9, 12)),
    ),
}


def statutory_days(year: int) -> dict[date, str]:
    """Return the statutory holidays of a year as far as they are known without the notice."""
    fixed = {
        date(year, 1, 1): "元旦",
        date(year, 5, 1): "劳动节",
        date(year, 5, 2): "劳动节",
        date(year, 10, 1): "国庆节",
        date(year, 10, 2): "国庆节",
        date(year, 10, 3): "国庆节",
    }
    return fixed | {day: name for name, day in _MOON_DAYS.get(year, ())}


@dataclass(frozen=True)
class WorkingCalendar:
    """Listed days by date, and the years that have an official list."""

    listed: Mapping[date, ListedDay]
    official_years: frozenset[int]
    _statutory: dict[int, dict[date, str]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, days: Iterable[ListedDay], official_years: Iterable[int]) -> WorkingCalendar:
        return cls({row.day: row for row in days}, frozenset(official_years))

    def is_official(self, day: date) -> bool:
        """Return whether the State Council's list of that year is known."""
        return day.year in self.official_years

    def is_workday(self, day: date) -> bool:
        return self.why_off(day) is None

    def why_off(self, day: date) -> str | None:
        """Return why `day` is not worked (a holiday's name, or the msgid “weekend”), else None."""
        row = self.listed.get(day)
        if row is not None:
            return None if row.is_workday else row.name
        if not self.is_official(day):
            if day.year not in self._statutory:
                self._statutory[day.year] = statutory_days(day.year)
            name = self._statutory[day.year].get(day)
            if name:
                return name
        return WEEKEND if day.weekday() >= 5 else None

    def is_made_up(self, day: date) -> bool:
        """Return whether `day` is a weekend day worked in exchange for a holiday."""
        row = self.listed.get(day)
        return row is not None and row.is_workday and day.weekday() >= 5

    def is_span_provisional(self, first: date, last: date) -> bool:
        """Return whether any year from `first` to `last` lacks an official list."""
        return any(year not in self.official_years for year in range(first.year, last.year + 1))


def days_from(start: date) -> Iterator[date]:
    """Yield the days after `start`, without end."""
    day = start
    while True:
        day += ONE_DAY
        yield day


def working_days_after(start: date, days: int, calendar: WorkingCalendar) -> DueDate:
    """Return the last day of a term of `days` working days counted from the day after `start`.

    Source: 行政处罚法 (2021), art. 85: working days, statutory holidays not counted; the first day
    is not counted (生态环境行政处罚办法, unverified).
    """
    day, left = start, days
    for day in days_from(start) if days > 0 else ():
        left -= calendar.is_workday(day)
        if not left:
            break
    return DueDate(day, calendar.is_span_provisional(start, day))


def natural_days_after(start: date, days: int) -> date:
    """Return the raw last day of a term of natural days; the first day is not counted."""
    return start + timedelta(days=days)


def months_after(start: date, count: int) -> date:
    """Return the same day `count` months later, or the last day of that month."""
    index = start.year * 12 + start.month - 1 + count
    year, month = divmod(index, 12)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def roll_forward(day: date, calendar: WorkingCalendar) -> DueDate:
    """Return `day`, or the first working day after it if it is not worked."""
    rolled = day
    while not calendar.is_workday(rolled):
        rolled += ONE_DAY
    return DueDate(rolled, calendar.is_span_provisional(day, rolled))


def working_days_between(first: date, last: date, calendar: WorkingCalendar) -> int:
    """Return how many working days lie after `first` up to and including `last`; negative back."""
    if last < first:
        return -working_days_between(last, first, calendar)
    count, day = 0, first
    while day < last:
        day += ONE_DAY
        count += calendar.is_workday(day)
    return count


def working_days_before(day: date, days: int, calendar: WorkingCalendar) -> date:
    """Return the working day that lies `days` working days before `day`."""
    left = days
    while left > 0:
        day -= ONE_DAY
        left -= calendar.is_workday(day)
    return day
