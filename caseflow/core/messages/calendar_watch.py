"""The one message that next year's list of holidays is missing."""

from __future__ import annotations

from caseflow.core.deadlines.queries import missing_year
from caseflow.core.messages.actions import people_of, tell_people
from caseflow.ground.unit_of_work import unit_of_work

KIND = "calendar_missing"


def watch_calendar() -> int:
    """Tell who can take in the list, once for each year; return how many people are told of it."""
    with unit_of_work():
        year = missing_year()
        if year is None:
            return 0
        people = people_of(KIND)
        tell_people(KIND, str(year), people, {"year": year})
        return len(people)
