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


def parse_list(body: Any) -> tuple[int, list[ListedDay]]:
    """Return year and days of one list in holiday-cn's form. Raises BadInput with a sentence.

    An empty list is refused: it would make every weekday a working day unseen.
    """
    try:
        year = int(body["year"])
        source = " ".join(body.get("papers") or [])
        days = [
            ListedDay(date.fromisoformat(d["date"]), not d["isOffDay"], str(d["name"]), source)
            for d in body["days"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"This is not a list of holidays: {error}.") from error
    if not any(not row.is_workday for row in days):
        raise BadInput(f"The list of {year} names no holiday: it is not published yet.")
    return year, days


@cache
def shipped_calendar() -> WorkingCalendar:
    """Return the calendar of the shipped lists."""
    listed: list[ListedDay] = []
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    for year in years:
        text = (files(__package__) / "data" / f"{year}.json").read_text(encoding="utf-8")
        listed.extend(parse_list(json.loads(text))[1])
    return WorkingCalendar.of(listed, years)
