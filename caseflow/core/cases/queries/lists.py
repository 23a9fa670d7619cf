"""Lists of cases: what a filter lets through, in order, a page at a time; and capped counts.

A list with a due filter, or of open cases, is ordered by the nearest running deadline; others have
the newest first. Columns only, the same few statements for every page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, exists, false, func, literal, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.situation import WORKING_ACTS
from caseflow.core.cases.due import Due, due_of
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import ENDED, OPEN, STATE_LABELS, State
from caseflow.core.deadlines.calendar import working_days_after
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.deadlines.rules import INTERNAL_ONLY, THEIRS
from caseflow.core.petitions.models import Category
from caseflow.ground import clock, search
from caseflow.ground.columns import UtcDateTime
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.scoping import unit_and_below

COUNT_CAP = 1000
"""Nobody needs to know more than that there are more."""

SOON_WORKING_DAYS = 3
NEVER = clock.end_of_day(date(9999, 12, 30))
"""Where a case without a running deadline stands in the order."""

AFTER_CARE = ("callback", "publication", *sorted(THEIRS | INTERNAL_ONLY))
"""Clocks after the case is over, of others, or of the team alone: they make no case late."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows. `state`: a state, or open, ended, all; `due`: late, today, soon, any.

    Void cases are shown only where `void` is asked for by name.
    """

    state: str = "open"
    states: tuple[str, ...] = ()
    """Several states at once, for lists that are not typed by hand."""
    category: str = ""
    township: str = ""
    unit_id: int | None = None
    channel: str = ""
    track: str = ""
    due: str = ""
    clock: str = ""
    """Only this clock counts for `due` and for the order."""
    assignee_id: int | None = None
    is_unassigned: bool = False
    is_urgent: bool = False
    is_returned: bool = False
    not_worked_by: int | None = None
    created_by_id: int | None = None
    opened_since: datetime | None = None
    q: str = ""
    sort: str = "due"

    def but(self, **changes: Any) -> Filter:
        """Return this filter with something else."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list."""

    id: int
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
    township: str | None
    address_text: str
    unit: str | None
    assignee: str | None
    opened_at: datetime
    due: Due | None
    categories: tuple[str, ...] = field(default=())

    @property
    def place(self) -> str:
        """Township and address, as far as they are known."""
        return " ".join(part for part in (self.township, self.address_text) if part)


def _running(name: str) -> list[ColumnElement[bool]]:
    """Return the clauses of the deadlines that count: running, not suspended, of this clock."""
    is_listed = bool(name) and name not in INTERNAL_ONLY
    counted = Deadline.clock == name if is_listed else Deadline.clock.not_in(AFTER_CARE)
    return [Deadline.stopped_at.is_(None), Deadline.is_suspended.is_(False), counted]


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


def _states(wanted: Filter) -> list[str] | None:
    if wanted.states:
        return list(wanted.states)
    if wanted.state == "open":
        return [state.value for state in OPEN]
    if wanted.state == "ended":
        return [state.value for state in ENDED if state is not State.VOID]
    return [wanted.state] if wanted.state in set(State) else None


def clauses(wanted: Filter, user: User) -> list[ColumnElement[bool]]:
    """Return the WHERE clauses of a filter, the person's reach included."""
    found = [cases_where(user), *_plain_clauses(wanted)]
    states = _states(wanted)
    found.append(Case.state.in_(states) if states is not None else Case.state != State.VOID)
    if wanted.unit_id:
        found.append(Case.unit_id.in_(unit_and_below(wanted.unit_id)))
    if wanted.category:
        found.append(Case.id.in_(_in_category(wanted.category)))
    if wanted.not_worked_by:
        found.append(~_was_worked_by(wanted.not_worked_by))
    if wanted.due:
        found += due_clauses(wanted.due, wanted.clock)
    return found + _by_words(wanted.q)


def _plain_clauses(wanted: Filter) -> list[ColumnElement[bool]]:
    """Return what is asked of the case's own columns."""
    equal = {
        Case.township_code: wanted.township,
        Case.channel_code: wanted.channel,
        Case.track: wanted.track,
        Case.assignee_id: wanted.assignee_id,
        Case.created_by_id: wanted.created_by_id,
    }
    found: list[ColumnElement[bool]] = [c == value for c, value in equal.items() if value]
    if wanted.is_unassigned:
        found.append(Case.assignee_id.is_(None))
    if wanted.is_urgent:
        found.append(Case.is_urgent.is_(True))
    if wanted.is_returned:
        found.append(Case.return_count > 0)
    if wanted.opened_since:
        found.append(Case.opened_at >= wanted.opened_since)
    return found


def _in_category(code: str) -> Select[Any]:
    """Return the cases of a category or of one of its kinds."""
    kinds = select(Category.code).where((Category.code == code) | (Category.parent_code == code))
    return select(CaseCategory.case_id).where(CaseCategory.category_code.in_(kinds))


def _was_worked_by(user_id: int) -> ColumnElement[bool]:
    """Return whether the person worked on the case: asked of each case, not of all history."""
    return exists().where(
        CaseEvent.case_id == Case.id,
        CaseEvent.actor_id == user_id,
        CaseEvent.act.in_(WORKING_ACTS),
    )


def _by_words(q: str) -> list[ColumnElement[bool]]:
    if not q.strip():
        return []
    found = search.matching(q)
    return [Case.id.in_(found) if found is not None else false()]


def _columns() -> tuple[Any, ...]:
    return (
        Case.id,
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
    nearest = nearest_deadline(wanted.clock)
    return (
        select(*_columns())
        .select_from(Case)
        .outerjoin(nearest, nearest.c.case_id == Case.id)
        .outerjoin(Deadline, Deadline.id == nearest.c.id)
        .outerjoin(Township, Township.code == Case.township_code)
        .outerjoin(Unit, Unit.id == Case.unit_id)
        .outerjoin(User, User.id == Case.assignee_id)
        .where(*clauses(wanted, user))
    )


def _keys(wanted: Filter) -> list[Key]:
    if wanted.sort == "new" or (not wanted.due and wanted.state in {"all", "ended", "closed"}):
        return [Key(Case.opened_at, True), Key(Case.id, True)]
    return [Key(func.coalesce(Deadline.due_at, literal(NEVER, UtcDateTime()))), Key(Case.id)]


def case_rows(
    wanted: Filter, user: User, cursor: str | None = None, size: int = 50
) -> Page[CaseRow]:
    """Return a page of the cases that the filter lets through; two statements and the reach."""
    page = fetch_page(_listed(wanted, user), _keys(wanted), cursor, _row, size)
    names = _category_names([row.id for row in page.items])
    rows = [replace(row, categories=names.get(row.id, ())) for row in page.items]
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
        township=local_name(row.township, row.township_en),
        address_text=row.address_text,
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


def case_count(wanted: Filter, user: User) -> int:
    """Return how many cases the filter lets through, at most COUNT_CAP + 1."""
    some = _ids(wanted, user).limit(COUNT_CAP + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def case_counts(filters: dict[str, Filter], user: User) -> dict[str, int]:
    """Return the counts of several filters in one statement, each capped."""
    parts = [
        select(func.count())
        .select_from(_ids(wanted, user).limit(COUNT_CAP + 1).subquery())
        .scalar_subquery()
        .label(f"count_{index}")
        for index, wanted in enumerate(filters.values())
    ]
    row = db.session.execute(select(*parts)).one()
    return dict(zip(filters, row, strict=True))


def _ids(wanted: Filter, user: User) -> Select[Any]:
    return select(Case.id).where(*clauses(wanted, user))


def count_words(count: int) -> str:
    """Return a capped count in words: “1,000+” beyond the cap."""
    return "1,000+" if count > COUNT_CAP else f"{count:,}"
