"""The rows of a list: in order, a page at a time, the same two statements for every page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, case, func, literal, select

from caseflow.core.cases.due import Due, due_of
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.queries.lists.clauses import clauses
from caseflow.core.cases.queries.lists.due import NEVER, nearest_of_case
from caseflow.core.cases.queries.lists.filter import Filter
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.queries.reading import place_read_by
from caseflow.core.cases.states import STATE_LABELS, State
from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.models import Category
from caseflow.ground.columns import UtcDateTime
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import Unit, User


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list."""

    id: int
    version: int
    number: str
    title: str
    state: State
    state_words: str
    track: str
    is_urgent: bool
    emergency_kind: str | None
    is_group: bool
    chase_count: int
    return_count: int
    special_period: str | None
    township_code: str | None
    township: str | None
    address_text: str
    unit_id: int | None
    unit: str | None
    assignee: str | None
    opened_at: datetime
    due: Due | None
    categories: tuple[str, ...] = field(default=())

    @property
    def is_marked(self) -> bool:
        """Whether something beside its state sets the case apart."""
        return bool(
            self.emergency_kind
            or self.is_urgent
            or self.is_group
            or self.chase_count
            or self.return_count
            or self.special_period
        )

    @property
    def place(self) -> str:
        """Township and address, as far as they are known."""
        return " ".join(part for part in (self.township, self.address_text) if part)


def _columns() -> tuple[Any, ...]:
    return (
        Case.id,
        Case.version,
        Case.number,
        Case.title,
        Case.state,
        Case.track,
        Case.is_urgent,
        Case.emergency_kind,
        Case.is_group,
        Case.chase_count,
        Case.return_count,
        Case.special_period,
        Case.address_text,
        Case.township_code,
        Case.unit_id,
        Township.name.label("township"),
        Township.name_en.label("township_en"),
        Unit.name.label("unit"),
        Unit.name_en.label("unit_en"),
        User.display_name.label("assignee"),
        Case.opened_at,
        Deadline.due_on,
        Deadline.due_at,
        Deadline.unit.label("due_unit"),
        Deadline.clock,
        Deadline.is_provisional,
    )


def _listed(wanted: Filter, user: User) -> Select[Any]:
    return (
        select(*_columns())
        .select_from(Case)
        .outerjoin(Deadline, Deadline.id == nearest_of_case(wanted.clock))
        .outerjoin(Township, Township.code == Case.township_code)
        .outerjoin(Unit, Unit.id == Case.unit_id)
        .outerjoin(User, User.id == Case.assignee_id)
        .where(*clauses(wanted, user))
    )


_DUE = func.coalesce(Deadline.due_at, literal(NEVER, UtcDateTime()))
_RANK = {state.value: rank for rank, state in enumerate(State)}
_SORTED_BY: dict[str, Any] = {
    "opened": Case.opened_at,
    "state": case(_RANK, value=Case.state, else_=len(_RANK)),
    "unit": func.coalesce(Unit.name, ""),
    "township": func.coalesce(Case.township_code, ""),
    "returned": Case.return_count,
}
GROUPED_BY: dict[str, Any] = {
    "unit": func.coalesce(Case.unit_id, 0),
    "township": func.coalesce(Case.township_code, ""),
}
"""What rows of a group have in common; 0 and "" for those without one, who stand first."""


def _keys(wanted: Filter) -> list[Key]:
    """Return the order: groups, then what was asked for, then the nearest deadline.

    A list that grows with every case ever closed has the newest first, or the oldest: for those
    there is an index.
    """
    name, falls = wanted.sort.removeprefix("-"), wanted.sort.startswith("-")
    if not wanted.is_bounded:
        falls = falls or name != "opened"
        return [Key(Case.opened_at, falls), Key(Case.id, falls)]
    keys = [Key(GROUPED_BY[wanted.group])] if wanted.group else []
    if name == "due":
        return [*keys, Key(_DUE, falls), Key(Case.id, falls)]
    return [*keys, Key(_SORTED_BY[name], falls), Key(_DUE), Key(Case.id)]


def case_rows(
    wanted: Filter, user: User, cursor: str | None = None, size: int = 50
) -> Page[CaseRow]:
    """Return a page of the cases that the filter lets through; two statements and the reach."""
    page = fetch_page(_listed(wanted, user), _keys(wanted), cursor, _row, size)
    names = _category_names([row.id for row in page.items])
    rows = [replace(row, categories=names.get(row.id, ())) for row in page.items]
    rows = [replace(row, address_text=place_read_by(user, row.address_text)) for row in rows]
    return Page(rows, page.next_cursor, page.prev_cursor)


def _row(row: Any) -> CaseRow:
    due = None
    if row.due_on is not None:
        due = due_of(
            row.due_on,
            due_at=row.due_at,
            unit=row.due_unit,
            is_provisional=row.is_provisional,
            name=row.clock,
        )
    state = State(row.state)
    return CaseRow(
        id=row.id,
        version=row.version,
        number=row.number,
        title=row.title,
        state=state,
        state_words=_(STATE_LABELS[state]),
        track=row.track,
        is_urgent=row.is_urgent,
        emergency_kind=row.emergency_kind,
        is_group=row.is_group,
        chase_count=row.chase_count,
        return_count=row.return_count,
        special_period=row.special_period,
        township_code=row.township_code,
        township=local_name(row.township, row.township_en),
        address_text=row.address_text,
        unit_id=row.unit_id,
        unit=local_name(row.unit, row.unit_en),
        assignee=row.assignee,
        opened_at=row.opened_at,
        due=due,
    )


def _category_names(case_ids: list[int]) -> dict[int, tuple[str, ...]]:
    rows = db.session.execute(
        select(CaseCategory.case_id, Category.name, Category.name_en)
        .join(Category, Category.code == CaseCategory.category_code)
        .where(CaseCategory.case_id.in_(case_ids))
        .order_by(Category.position)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        name = local_name(row.name, row.name_en) or ""
        found[row.case_id] = (*found.get(row.case_id, ()), name)
    return found
