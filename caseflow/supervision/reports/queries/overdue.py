"""The overdue report: how long answered petitions took, from the facts of the measures.

Working days from the day of the message (not counted) to and including the day of the reply.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import cases_where
from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import User
from caseflow.supervision.reports.lines import PETITION
from caseflow.supervision.reports.models import MeasureFact
from caseflow.supervision.reports.reach import Reach

WORKING_DAYS = (5, 10, 15)
NATURAL_DAYS = 60
LIMITS: dict[str, tuple[str, int]] = {
    **{f"over_{days}_working_days": ("answer_working_days", days) for days in WORKING_DAYS},
    f"over_{NATURAL_DAYS}_natural_days": ("answer_natural_days", NATURAL_DAYS),
}
"""Name of a count → the days counted, and how many must be passed."""


@dataclass(frozen=True, slots=True)
class OverdueReport:
    """`median`: in working days; None: nothing was answered."""

    answered: int
    median_working_days: float | None
    longest_working_days: int | None
    over: dict[str, int]

    def plain(self) -> dict[str, Any]:
        return {
            "answered": self.answered,
            "median_working_days": self.median_working_days,
            "longest_working_days": self.longest_working_days,
            **self.over,
        }


def clauses(
    reach: Reach, origin: str = "", first: str = "", last: str = "", over: str = ""
) -> list[ColumnElement[bool]]:
    """Return the WHERE clauses of answered petitions; `over`: a key of LIMITS."""
    found = [
        reach.facts(),
        MeasureFact.kind == PETITION,
        MeasureFact.answer_working_days.is_not(None),
    ]
    if origin:
        found.append(MeasureFact.origin == origin)
    if first:
        found.append(MeasureFact.ended_month >= first)
    if last:
        found.append(MeasureFact.ended_month <= last)
    if over:
        column, days = LIMITS[over]
        found.append(getattr(MeasureFact, column) > days)
    return found


def overdue_report(
    reach: Reach, *, origin: str = "", first: str = "", last: str = ""
) -> OverdueReport:
    """Return the report; two statements."""
    where = clauses(reach, origin, first, last)
    counts = [
        func.coalesce(func.sum(case((getattr(MeasureFact, column) > days, 1), else_=0)), 0)
        for column, days in LIMITS.values()
    ]
    answered, longest, *over = db.session.execute(
        select(func.count(), func.max(MeasureFact.answer_working_days), *counts).where(*where)
    ).one()
    return OverdueReport(
        answered, _median(where, answered), longest, dict(zip(LIMITS, map(int, over), strict=True))
    )


def _median(where: list[ColumnElement[bool]], count: int) -> float | None:
    """Return the middle value, or the mean of the two in the middle."""
    middle = db.session.scalars(
        select(MeasureFact.answer_working_days)
        .where(*where)
        .order_by(MeasureFact.answer_working_days)
        .offset((max(count, 1) - 1) // 2)
        .limit(2 - count % 2)
    ).all()
    if not middle:
        return None
    mean = sum(value or 0 for value in middle) / len(middle)
    return int(mean) if mean.is_integer() else mean


@dataclass(frozen=True, slots=True)
class SlowAnswer:
    """One answered petition. `title` None: its case is out of the person's reach by now."""

    case_id: int
    number: str
    title: str | None
    opened_on: Any
    township: str
    working_days: int
    natural_days: int


def slow_answers(
    where: list[ColumnElement[bool]], user: User, cursor: str | None
) -> Page[SlowAnswer]:
    """Return a page of the petitions behind a count, the slowest first."""
    statement = (
        select(
            MeasureFact.case_id,
            MeasureFact.number,
            case((cases_where(user), Case.title), else_=None).label("title"),
            MeasureFact.opened_on,
            MeasureFact.township,
            MeasureFact.answer_working_days,
            MeasureFact.answer_natural_days,
        )
        .join(Case, Case.id == MeasureFact.case_id)
        .where(*where)
    )
    keys = [Key(MeasureFact.answer_working_days, True), Key(MeasureFact.id, True)]
    return fetch_page(statement, keys, cursor, lambda row: SlowAnswer(*tuple(row)[:7]))


def origins(reach: Reach) -> list[str]:
    """Return the sending systems of answered petitions, for the choice of the page."""
    return list(
        db.session.scalars(
            select(MeasureFact.origin)
            .where(
                reach.facts(),
                MeasureFact.origin != "",
                MeasureFact.answer_working_days.is_not(None),
            )
            .distinct()
            .order_by(MeasureFact.origin)
        )
    )
