"""The lines behind a figure: the same facts by the same marks, so that their number is the figure.

Who counts is settled by the facts alone; the live case only lends its title, where the person may
look at it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from json import loads
from typing import Any

from sqlalchemy import ColumnElement, case, false, func, select, true

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import cases_where
from caseflow.core.deadlines.queries import current_calendar
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import User
from caseflow.supervision.reports.actions.refreshing import OPEN
from caseflow.supervision.reports.ages import AGES, opened_between
from caseflow.supervision.reports.counting import AGE, ALL, CATEGORY, CHANNEL, TOWNSHIP, UNIT
from caseflow.supervision.reports.lines import FactLine, from_content
from caseflow.supervision.reports.measures import (
    COUNTED,
    MEASURES,
    MET,
    PARTLY,
    POSITIONS,
    REASONS,
)
from caseflow.supervision.reports.models import FiguresState, MeasureFact
from caseflow.supervision.reports.periods import Period
from caseflow.supervision.reports.reach import Reach
from caseflow.supervision.reports.working_days import WorkedDays

NUMERATOR, DENOMINATOR, UNMET, EXCLUDED = "numerator", "denominator", "unmet", "excluded"
PARTS = (NUMERATOR, UNMET, DENOMINATOR, EXCLUDED)
"""What of a figure is opened: what counts, what does not, both, and what is left out."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A figure to be opened: a measure (or `open`), which part, by which key, of which months."""

    measure: str
    part: str
    period: Period
    dimension: str = ALL
    key: str = ""


def mark_of(measure: str) -> Any:
    """Return the column expression of a measure's mark."""
    return func.substr(MeasureFact.marks, POSITIONS[measure] + 1, 1)


MARKS: dict[str, tuple[str, ...]] = {
    NUMERATOR: (MET, PARTLY),
    UNMET: (COUNTED,),
    DENOMINATOR: (MET, PARTLY, COUNTED),
    EXCLUDED: tuple(REASONS),
}
"""Part → the marks of its lines."""


def _part(opened: Opened) -> ColumnElement[bool]:
    found: ColumnElement[bool] = mark_of(opened.measure).in_(MARKS[opened.part])
    return found


def _keyed(opened: Opened) -> ColumnElement[bool]:
    if opened.dimension == CATEGORY:
        if not opened.key:
            return MeasureFact.categories == ""
        return MeasureFact.categories.contains(f" {opened.key} ", autoescape=True)
    if opened.dimension == UNIT:
        if not opened.key:
            return MeasureFact.unit_id.is_(None)
        return MeasureFact.unit_id == int(opened.key) if opened.key.isdecimal() else false()
    columns: dict[str, Any] = {TOWNSHIP: MeasureFact.township, CHANNEL: MeasureFact.channel}
    column = columns.get(opened.dimension)
    return true() if column is None else column == opened.key


def _aged(key: str) -> list[ColumnElement[bool]]:
    as_of = db.session.scalar(select(FiguresState.as_of))
    if as_of is None or key not in {row[0] for row in AGES}:
        return [false()]
    days = WorkedDays(current_calendar())
    first, last = opened_between(key, clock.local_date(as_of), days)
    return [MeasureFact.opened_on >= first, MeasureFact.opened_on <= last]


def clauses(opened: Opened, reach: Reach) -> list[ColumnElement[bool]]:
    """Return the WHERE clauses of the lines behind a figure."""
    if opened.measure == OPEN:
        found: list[Any] = [reach.facts(), MeasureFact.is_open]
        aged = opened.dimension == AGE
        return found + (_aged(opened.key) if aged else [_keyed(opened)])
    return [*_of_every_part(opened, reach), _part(opened)]


def _of_every_part(opened: Opened, reach: Reach) -> list[ColumnElement[bool]]:
    row = MEASURES[opened.measure]
    month = getattr(MeasureFact, f"{row.when}_month")
    return [
        reach.facts(),
        MeasureFact.kind == row.kind,
        month.between(opened.period.first, opened.period.last),
        _keyed(opened),
    ]


def part_counts(opened: Opened, reach: Reach) -> dict[str, int]:
    """Return how many lines stand behind each part of a figure; one statement."""
    if opened.measure == OPEN:
        statement = select(func.count()).select_from(MeasureFact).where(*clauses(opened, reach))
        return {NUMERATOR: db.session.scalar(statement) or 0}
    mark = mark_of(opened.measure).label("mark")
    rows = db.session.execute(
        select(mark, func.count()).where(*_of_every_part(opened, reach)).group_by(mark)
    )
    by_mark: dict[str, int] = dict(rows.all())
    return {part: sum(by_mark.get(one, 0) for one in marks) for part, marks in MARKS.items()}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as the list shows it. `title` None: the case is out of the person's reach by now."""

    case_id: int
    number: str
    title: str | None
    line: FactLine
    opened_on: date
    mark: str
    reason: str
    due_at: datetime | None
    ended_at: datetime | None
    township: str
    unit_id: int | None
    categories: tuple[str, ...] = field(default=())


def lines_page(opened: Opened, reach: Reach, user: User, cursor: str | None) -> Page[ShownLine]:
    """Return a page of the lines behind a figure, the newest first; one statement and the reach."""
    is_open_figure = opened.measure == OPEN
    mark = MeasureFact.marks if is_open_figure else mark_of(opened.measure)
    statement = (
        select(
            MeasureFact.content,
            MeasureFact.opened_on,
            mark.label("mark"),
            case((cases_where(user), Case.title), else_=None).label("title"),
        )
        .join(Case, Case.id == MeasureFact.case_id)
        .where(*clauses(opened, reach))
    )
    keys = [Key(MeasureFact.opened_on, True), Key(MeasureFact.id, True)]
    return fetch_page(statement, keys, cursor, _shown)


def _shown(row: Any) -> ShownLine:
    line = from_content(loads(row.content))
    return ShownLine(
        case_id=line.case_id,
        number=line.number,
        title=row.title,
        line=line,
        opened_on=row.opened_on,
        mark=row.mark,
        reason=REASONS.get(row.mark, ""),
        due_at=line.due_at,
        ended_at=line.ended_at,
        township=line.township,
        unit_id=line.unit_id,
        categories=line.categories,
    )


def is_known(opened: Opened) -> bool:
    """Return whether there is such a figure to be opened."""
    if opened.measure == OPEN:
        return opened.dimension in {ALL, AGE, UNIT, TOWNSHIP} and opened.part == NUMERATOR
    dimensions = {ALL, CATEGORY, TOWNSHIP, UNIT, CHANNEL}
    row = MEASURES.get(opened.measure)
    if row is None or opened.dimension not in dimensions or opened.part not in PARTS:
        return False
    return not (row.parts and opened.part in {NUMERATOR, UNMET})
