"""Exactly so much open work in a load, whatever its volume: lists of equal size to be compared.

The newest copies are the open ones; every other copy is of a case over and done with. Which life
an open copy has and when its terms end follows from its place alone, so that each list holds as
much at ten thousand cases as at a million.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app
from sqlalchemy import func, select

from caseflow.bench.copying import RECENT_WEEKS, Copier
from caseflow.bench.models import Life, Row
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.lists.due import due_clauses
from caseflow.core.cases.states import OPEN
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db

LATE_DAYS, AHEAD_DAYS = 90, 60
"""Late copies ended their terms over the last so many days; the others will in the next."""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """How many cases are to be open, and how many late, counting the models."""

    open: int
    late: int


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """Which copy is open, and when its terms end."""

    lives: list[Life]
    settled: list[Life]
    first: int
    """The first copy that is open."""
    late: int
    today: date

    def copy(self, nth: int, copier: Copier) -> dict[str, list[Row]]:
        """Return the rows of the copy in place `nth`."""
        if nth < self.first:
            return copier.copy(self.settled, self.settled)
        place = nth - self.first
        life = self.lives[place % len(self.lives)]
        return copier.copy_open(life, 1 + place % RECENT_WEEKS, self._due_on(place))

    def _due_on(self, place: int) -> date:
        if place < self.late:
            return self.today - timedelta(days=1 + place % LATE_DAYS)
        return self.today + timedelta(days=1 + place % AHEAD_DAYS)


def open_plan(wanted: OpenWork, lives: list[Life], copies: int) -> OpenPlan:
    """Return which copies are open so that there is as much open work as wanted.

    Raises CaseflowError where the models alone are more, or the copies too few.
    """
    with current_app.test_request_context():
        is_open = Case.state.in_([state.value for state in OPEN])
        open_count = _count(is_open)
        late_count = _count(*due_clauses("late"))
    more, late = wanted.open - open_count, wanted.late - late_count
    if not 0 <= late <= more <= copies:
        raise CaseflowError(
            f"The models hold {open_count} open cases, {late_count} of them late: --open and "
            "--late cannot be less, nor more than --cases allows."
        )
    return OpenPlan(
        lives=[life for life in lives if life.is_open],
        settled=[life for life in lives if life.is_settled],
        first=copies - more,
        late=late,
        today=clock.today(),
    )


def _count(*where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(Case).where(*where)) or 0  # type: ignore[arg-type]
