"""The State Council's day lists as shipped (2007–2026), and the reading of new ones."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from caseflow.core.deadlines.calendar import ListedDay, WorkingCalendar
from caseflow.ground.errors import BadInput

FIRST_YEAR, LAST_YEAR = 2007, 2026
FIXED = ((1, 1), (5, 1), (10, 1))
"""Month and day of holidays that every whole list names."""


def parse_list(body: Any) -> tuple[int, list[ListedDay]]:
    """Return year and days of one list in holiday-cn's form. Raises BadInput with a sentence.

    A list that is empty, not whole or of other years is refused: taken as official, it would make
    holidays working days unseen.
    """
    try:
        year = int(body["year"])
        source = " ".join(body.get("papers") or [])
        days = [_listed(row, source) for row in body["days"]]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadInput(f"This is not a list of holidays: {error}.") from error
    off = {row.day for row in days if not row.is_workday}
    if not off:
        raise BadInput(f"The list of {year} names no holiday: it is not published yet.")
    if missing := [day for month, day_of in FIXED if (day := date(year, month, day_of)) not in off]:
        raise BadInput(f"The list of {year} is not whole: {missing[0]} is not a holiday in it.")
    if strays := [row.day for row in days if not _belongs(row.day, year)]:
        raise BadInput(f"The list of {year} names a day of another year: {strays[0]}.")
    return year, days


def _listed(row: Any, source: str) -> ListedDay:
    if not isinstance(row["isOffDay"], bool):
        raise ValueError(f"isOffDay of {row['date']} is neither true nor false")
    return ListedDay(date.fromisoformat(row["date"]), not row["isOffDay"], str(row["name"]), source)


def _belongs(day: date, year: int) -> bool:
    """New Year's holiday reaches into the last days of the year before."""
    return day.year == year or (day.year == year - 1 and day.month == 12)


@cache
def shipped_calendar() -> WorkingCalendar:
    """Return the calendar of the shipped lists."""
    listed: list[ListedDay] = []
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    for year in years:
        text = (files(__package__) / "data" / f"{year}.json").read_text(encoding="utf-8")
        listed.extend(parse_list(json.loads(text))[1])
    return WorkingCalendar.of(listed, years)
