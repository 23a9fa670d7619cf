"""The nearest deadline of each case, and the clauses of what is late, due today or due soon."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.calendar import WorkingCalendar, working_days_after
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.deadlines.rules import INTERNAL_ONLY, THEIRS
from caseflow.ground import clock

SOON_WORKING_DAYS = 3
NEVER = clock.end_of_day(date(9999, 12, 30))
"""Where a case without a running deadline stands in the order."""

AFTER_CARE = ("callback", "publication")
"""Clocks that run after the case is over; they make no case late."""

NOT_LISTED = tuple(sorted((THEIRS | INTERNAL_ONLY) - set(AFTER_CARE)))
"""Clocks of others, or of the team alone: they make no case late either."""

NEVER_LATE = (*AFTER_CARE, *NOT_LISTED)

_after_care: BindParameter[tuple[str, ...]] = bindparam(
    "after_care", AFTER_CARE, expanding=True, literal_execute=True
)
"""Written out, not bound: so both databases see that `ix_deadlines_watched` holds these rows, and
the call-backs of cases long closed cost a list nothing."""

_not_listed: BindParameter[tuple[str, ...]] = bindparam(
    "not_listed", NOT_LISTED, expanding=True, literal_execute=True
)

_other = aliased(Deadline)  # One alias for all: a new one each time would compile each time anew.


def can_be_late(of: Any = Deadline) -> ColumnElement[bool]:
    """Return the clause of the clocks that can make a case late."""
    return and_(of.clock.not_in(_after_care), of.clock.not_in(_not_listed))


def _running(name: str, of: Any = Deadline) -> list[ColumnElement[bool]]:
    """Return the clauses of the deadlines that count: running, not suspended, of this clock."""
    counted = of.clock == name if name and name not in INTERNAL_ONLY else can_be_late(of)
    return [of.stopped_at.is_(None), of.is_suspended.is_(False), counted]


def nearest_of_case(name: str = "") -> Any:
    """Return a subquery for the id of the nearest deadline of the case of the outer statement.

    It is asked of the cases of a list, one after the other; of a page in an order that an index
    has, of that page only.
    """
    return (
        select(_other.id)
        .where(_other.case_id == Case.id, *_running(name, _other))
        .order_by(_other.due_at, _other.id)
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )


def nearest_deadline(name: str = "") -> Any:
    """Return a subquery (case_id, id): each case's nearest deadline that counts."""
    place = func.row_number().over(
        partition_by=Deadline.case_id, order_by=(Deadline.due_at, Deadline.id)
    )
    ranked = (
        select(Deadline.case_id, Deadline.id, place.label("place")).where(*_running(name))
    ).subquery()
    return select(ranked.c.case_id, ranked.c.id).where(ranked.c.place == 1).subquery()


def due_clauses(due: str, name: str = "") -> list[ColumnElement[bool]]:
    """Return the clauses of the cases whose nearest deadline is late, due today, or due soon.

    Each case is in one of them only; `any` are all with a running one. A day term is late when
    its day is over.
    """

    def among(*where: ColumnElement[bool]) -> Select[Any]:
        return select(Deadline.case_id).where(*_running(name), *where)

    now, today = clock.now(), clock.today()
    tonight = clock.end_of_day(today)
    if due == "any":
        return [Case.id.in_(among())]
    if due == "late":
        return [Case.id.in_(among(Deadline.due_at < now))]
    if due == "today":
        inside = among(Deadline.due_at >= now, Deadline.due_at <= tonight)
        return [Case.id.in_(inside), Case.id.not_in(among(Deadline.due_at < now))]
    last = working_days_after(today, SOON_WORKING_DAYS, current_calendar()).day
    inside = among(Deadline.due_at > tonight, Deadline.due_at <= clock.end_of_day(last))
    return [Case.id.in_(inside), Case.id.not_in(among(Deadline.due_at <= tonight))]


def late_over_clause(days: int, name: str = "") -> ColumnElement[bool]:
    """Return the clause of the cases whose nearest deadline is over `days` working days late."""
    last = last_day_late_over(days, clock.today(), current_calendar())
    passed = Deadline.due_at <= clock.end_of_day(last)
    return Case.id.in_(select(Deadline.case_id).where(*_running(name), passed))


def last_day_late_over(days: int, today: date, calendar: WorkingCalendar) -> date:
    """Return the last due day from which more than `days` working days have passed by `today`."""
    day, left = today, days + 1
    while left > 0:
        left -= calendar.is_workday(day)
        day -= timedelta(days=1)
    return day
