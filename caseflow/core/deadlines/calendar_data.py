"""The State Council's day lists as shipped (2007–2026), and the reading of new ones."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from caseflow.core.deadlines.calendar import ListedDay, WorkingCalendar
from caseflow.ground.errors import BadInput
from caseflow.ground.i18n import N_

FIRST_YEAR, LAST_YEAR = 2007, 2026
FIXED = ((1, 1), (5, 1), (10, 1))
"""Month and day of holidays that every whole list names."""


class BadList(BadInput):
    """A list that cannot be taken; `str()` is English, the page translates `sentence % facts`."""

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence % facts)
        self.msgid, self.facts = sentence, facts


def parse_list(body: Any) -> tuple[int, list[ListedDay]]:
    """Return year and days of one list in holiday-cn's form. Raises BadList.

    A list that is empty, not whole or of other years is refused: taken as official, it would make
    holidays working days unseen.
    """
    try:
        year = int(body["year"])
        source = " ".join(body.get("papers") or [])
        days = [_listed(row, source) for row in body["days"]]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadList(N_("This is not a list of holidays: %(error)s."), error=error) from error
    off = {row.day for row in days if not row.is_workday}
    if not off:
        raise BadList(
            N_("The list of %(year)s names no holiday: it is not published yet."), year=year
        )
    if missing := [day for month, day_of in FIXED if (day := date(year, month, day_of)) not in off]:
        raise BadList(
            N_("The list of %(year)s is not whole: %(day)s is not a holiday in it."),
            year=year,
            day=missing[0],
        )
    if strays := [row.day for row in days if not _belongs(row.day, year)]:
        raise BadList(
            N_("The list of %(year)s names a day of another year: %(day)s."),
            year=year,
            day=strays[0],
        )
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


def read_list(raw: bytes) -> tuple[int, list[ListedDay]]:
    """Return year and days of a list as it lies in a file. Raises BadList."""
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise BadList(N_("This is not a list of holidays: %(error)s."), error=error) from error
    return parse_list(body)
