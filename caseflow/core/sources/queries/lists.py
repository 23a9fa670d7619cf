"""The list of sources, one file, and the finder of the registration page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import ENDED, State
from caseflow.core.deadlines.models import Deadline
from caseflow.core.enforcement.models import RectificationOrder
from caseflow.core.sources.credit_code import normal_credit_code
from caseflow.core.sources.models import PollutionSource, SourceEvent
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.pinyin import normal_words
from caseflow.ground.regions.models import Township
from caseflow.people.accounts.models import User

PAGE_SIZE = 50
CASES_SHOWN = 200


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One line of the list or of the finder."""

    id: int
    name: str
    credit_code: str | None
    sector: str
    risk_grade: str
    township: str | None
    address_text: str
    case_count: int
    open_case_count: int


@dataclass(frozen=True, slots=True)
class SourceRows:
    """One page of the list; `next_after` is the id to go on from, None at the end."""

    rows: tuple[SourceRow, ...]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class SourceCase:
    """A case against a source, as its file lists it."""

    id: int
    number: str
    title: str
    state: State
    opened_at: datetime
    closed_at: datetime | None
    is_urgent: bool
    due_on: date | None
    is_provisional: bool
    open_order_count: int


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A line of the file's history."""

    version: int
    at: datetime
    actor: str | None
    changes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """The file of a source with everything against it."""

    source: PollutionSource
    township: str | None
    cases: tuple[SourceCase, ...]
    changes: tuple[SourceChange, ...]

    @property
    def open_case_count(self) -> int:
        return sum(case.state not in ENDED for case in self.cases)

    @property
    def open_order_count(self) -> int:
        return sum(case.open_order_count for case in self.cases)


def _case_count(*where: ColumnElement[bool]) -> Any:
    return (
        select(func.count(Case.id))
        .where(Case.source_id == PollutionSource.id, *where)
        .scalar_subquery()
    )


def _rows(user: User) -> Select[Any]:
    reach = cases_where(user)
    ended = [state.value for state in ENDED]
    return select(
        PollutionSource.id,
        PollutionSource.name,
        PollutionSource.credit_code,
        PollutionSource.sector,
        PollutionSource.risk_grade,
        Township.name.label("township"),
        PollutionSource.address_text,
        _case_count(reach).label("case_count"),
        _case_count(reach, Case.state.not_in(ended)).label("open_case_count"),
    ).outerjoin(Township, Township.code == PollutionSource.township_code)


def source_like(typed: str) -> ColumnElement[bool]:
    """Return the clause of the sources meant by a name, pinyin, initials or credit code."""
    words = normal_words(typed)
    return or_(
        PollutionSource.name.contains(typed.strip(), autoescape=True),
        PollutionSource.name_pinyin.contains(words, autoescape=True),
        PollutionSource.name_initials.contains(words, autoescape=True),
        PollutionSource.credit_code.startswith(normal_credit_code(typed), autoescape=True),
    )


def source_rows(
    user: User, *, search: str = "", grade: str = "", after: int | None = None
) -> SourceRows:
    """Return one page of the sources by the pinyin of their names; one statement."""
    found = _rows(user)
    if search.strip():
        found = found.where(source_like(search))
    if grade:
        found = found.where(PollutionSource.risk_grade == grade)
    if after is not None:
        last = (
            select(PollutionSource.name_pinyin).where(PollutionSource.id == after).scalar_subquery()
        )
        found = found.where(
            or_(
                PollutionSource.name_pinyin > last,
                and_(PollutionSource.name_pinyin == last, PollutionSource.id > after),
            )
        )
    found = found.order_by(PollutionSource.name_pinyin, PollutionSource.id).limit(PAGE_SIZE + 1)
    rows = [SourceRow(*row) for row in db.session.execute(found)]
    more = len(rows) > PAGE_SIZE
    return SourceRows(tuple(rows[:PAGE_SIZE]), rows[PAGE_SIZE - 1].id if more else None)


def find_sources(user: User, typed: str, limit: int = 8) -> list[SourceRow]:
    """Return the few sources that somebody typing may mean, exact names and most cases first."""
    if not typed.strip():
        return []
    exact = PollutionSource.name == typed.strip()
    statement = (
        _rows(user)
        .where(source_like(typed))
        .order_by(exact.desc(), func.length(PollutionSource.name), PollutionSource.id)
        .limit(limit)
    )
    return [SourceRow(*row) for row in db.session.execute(statement)]


def source_exists(source_id: int) -> bool:
    """Return whether there is a source with this id."""
    return (
        db.session.scalar(select(PollutionSource.id).where(PollutionSource.id == source_id))
        is not None
    )


def get_source(source_id: int) -> PollutionSource:
    """Return the source, or raise NotVisible."""
    source = db.session.get(PollutionSource, source_id)
    if source is None:
        raise NotVisible(_("There is no such pollution source."))
    return source


def source_page(source_id: int, user: User) -> SourcePage:
    """Return the file with its cases, newest first, and its history; always four statements."""
    source = get_source(source_id)
    township = db.session.scalar(select(Township.name).where(Township.code == source.township_code))
    return SourcePage(source, township, _cases_against(source_id, user), _changes(source_id))


def _cases_against(source_id: int, user: User) -> tuple[SourceCase, ...]:
    due = (
        select(Deadline.due_on)
        .where(Deadline.case_id == Case.id, Deadline.stopped_at.is_(None))
        .order_by(Deadline.due_on)
        .limit(1)
    )
    provisional = due.with_only_columns(Deadline.is_provisional)
    orders = select(func.count(RectificationOrder.id)).where(
        RectificationOrder.case_id == Case.id, RectificationOrder.complied_at.is_(None)
    )
    rows = db.session.execute(
        select(
            Case.id,
            Case.number,
            Case.title,
            Case.state,
            Case.opened_at,
            Case.closed_at,
            Case.is_urgent,
            due.scalar_subquery().label("due_on"),
            provisional.scalar_subquery().label("is_provisional"),
            orders.scalar_subquery().label("open_order_count"),
        )
        .where(Case.source_id == source_id, cases_where(user))
        .order_by(Case.id.desc())
        .limit(CASES_SHOWN)
    )
    return tuple(
        SourceCase(
            row.id,
            row.number,
            row.title,
            State(row.state),
            row.opened_at,
            row.closed_at,
            row.is_urgent,
            row.due_on,
            bool(row.is_provisional),
            row.open_order_count,
        )
        for row in rows
    )


def _changes(source_id: int) -> tuple[SourceChange, ...]:
    rows = db.session.execute(
        select(SourceEvent.version, SourceEvent.at, User.display_name, SourceEvent.changes)
        .outerjoin(User, User.id == SourceEvent.actor_id)
        .where(SourceEvent.source_id == source_id)
        .order_by(SourceEvent.version.desc())
    )
    return tuple(SourceChange(*row) for row in rows)
