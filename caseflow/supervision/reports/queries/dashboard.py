"""What the dashboard shows: rows that a worker counted, read in the same few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Role
from caseflow.supervision.reports.actions.refreshing import OPEN
from caseflow.supervision.reports.counting import ALL
from caseflow.supervision.reports.figures import Figure, with_parts
from caseflow.supervision.reports.models import FiguresState, MeasureRow
from caseflow.supervision.reports.periods import Period
from caseflow.supervision.reports.reach import Reach


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far the figures reach. `is_underway`: a worker counts, or was asked to."""

    as_of: datetime | None
    minutes: int
    is_underway: bool
    is_rebuilding: bool

    @property
    def is_old(self) -> bool:
        """Return whether nobody has counted for longer than the rhythm of the worker explains."""
        return self.minutes > 15


def freshness() -> Freshness:
    """Return how far the figures reach; one statement."""
    state = db.session.execute(select(FiguresState.__table__)).mappings().first()
    if state is None:
        return Freshness(None, 0, False, False)
    as_of = state["as_of"]
    minutes = int((clock.now() - as_of).total_seconds() // 60) if as_of else 0
    is_held = state["leased_until_at"] is not None and state["leased_until_at"] > clock.now()
    return Freshness(
        as_of, max(minutes, 0), is_held or state["asked_at"] is not None,
        state["rebuild_after_id"] is not None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board:
    """Figures of a period: whole, by dimension and key, by month; and what is open now."""

    whole: dict[str, Figure]
    before: dict[str, Figure]
    """Of the period of the same length just before."""
    by_key: dict[str, dict[str, dict[str, Figure]]]
    """Dimension → key → measure → figure."""
    by_month: dict[str, dict[str, Figure]]
    open_now: dict[str, dict[str, int]]
    """Dimension → key → number of open cases."""


_SUMS = tuple(
    func.coalesce(func.sum(column), 0)
    for column in (
        MeasureRow.numerator,
        MeasureRow.partly,
        MeasureRow.denominator,
        MeasureRow.excluded,
    )
)
Rows = dict[tuple[str, ...], dict[str, Figure]]


def _figure(measure: str, sums: Sequence[Any]) -> Figure:
    numerator, partly, denominator, excluded = (int(one) for one in sums)
    return Figure(measure, numerator, partly, denominator, excluded)


def _figures(period: Period, reach: Reach, *by: object, only_all: bool = False) -> Rows:
    """Return figures by the columns named, then by measure; one statement."""
    wanted = [
        reach.rows(),
        MeasureRow.month.between(period.first, period.last),
        MeasureRow.measure != OPEN,
    ]
    if only_all:
        wanted.append(MeasureRow.dimension == ALL)
    statement = (
        select(*by, MeasureRow.measure, *_SUMS)  # type: ignore[call-overload]
        .where(*wanted)
        .group_by(*by, MeasureRow.measure)
    )
    found: Rows = {}
    for row in db.session.execute(statement):
        *key, measure = row[:-4]
        found.setdefault(tuple(key), {})[measure] = _figure(measure, row[-4:])
    return {key: with_parts(figures) for key, figures in found.items()}


def board(period: Period, reach: Reach) -> Board:
    """Return all figures of a period; four statements."""
    keyed = _figures(period, reach, MeasureRow.dimension, MeasureRow.key)
    months = _figures(period, reach, MeasureRow.month, only_all=True)
    earlier = _figures(period.before(), reach, only_all=True)
    by_key: dict[str, dict[str, dict[str, Figure]]] = {}
    for (dimension, key), figures in keyed.items():
        by_key.setdefault(dimension, {})[key] = figures
    return Board(
        whole=by_key.pop(ALL, {}).get("") or with_parts({}),
        before=earlier.get(()) or with_parts({}),
        by_key=by_key,
        by_month={m: months.get((m,)) or with_parts({}) for m in period.months()},
        open_now=open_now(reach),
    )


def open_now(reach: Reach) -> dict[str, dict[str, int]]:
    """Return how many cases are open, by dimension and key; one statement."""
    found: dict[str, dict[str, int]] = {}
    for dimension, key, count in db.session.execute(
        select(MeasureRow.dimension, MeasureRow.key, func.sum(MeasureRow.numerator))
        .where(MeasureRow.measure == OPEN, reach.rows())
        .group_by(MeasureRow.dimension, MeasureRow.key)
    ):
        found.setdefault(dimension, {})[key] = int(count)
    return found


def officers_by_unit() -> dict[str, int]:
    """Return how many officers each unit has: the capacity that its open cases are set against."""
    rows = db.session.execute(
        select(User.unit_id, func.count())
        .where(User.is_active, User.role == Role.OFFICER)
        .group_by(User.unit_id)
    )
    return {str(unit_id): count for unit_id, count in rows}
