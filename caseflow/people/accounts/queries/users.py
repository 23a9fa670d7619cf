"""Reading accounts, and one account, unit or absence to be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, or_, select, type_coerce

from caseflow.ground import clock
from caseflow.ground.columns import UtcDateTime
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import Absence, Unit, User, UserSession
from caseflow.people.accounts.queries.units import unit_name
from caseflow.people.permissions.scoping import unit_and_below

Row_ = TypeVar("Row_")


def all_users() -> list[dict[str, Any]]:
    """Return every account as plain values, open ones first (for the command line)."""
    rows = db.session.execute(
        select(
            User.username,
            User.display_name.label("name"),
            User.role,
            Unit.code.label("unit"),
            User.email,
            User.is_active,
            User.is_on_duty,
            User.locked_until_at,
            User.created_at,
        )
        .join(Unit, Unit.id == User.unit_id)
        .order_by(User.is_active.desc(), User.username)
    )
    return [dict(row._mapping) for row in rows]


@dataclass(frozen=True, slots=True)
class UserRow:
    """One account in the list of people."""

    id: int
    username: str
    display_name: str
    role: str
    unit: str
    is_active: bool
    is_on_duty: bool
    is_locked: bool
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class UserFilter:
    """What the list of people is narrowed to; empty means everything that is open."""

    words: str = ""
    role: str = ""
    unit_id: int | None = None
    with_closed: bool = False


def users_page(wanted: UserFilter, cursor: str | None) -> Page[UserRow]:
    """Return a page of accounts by user name."""
    seen = (
        select(func.max(UserSession.last_seen_at))
        .where(UserSession.user_id == User.id)
        .scalar_subquery()
    )
    statement = select(
        User.id,
        User.username,
        User.display_name,
        User.role,
        unit_name().label("unit"),
        User.is_active,
        User.is_on_duty,
        User.locked_until_at,
        type_coerce(seen, UtcDateTime()).label("seen_at"),
    ).join(Unit, Unit.id == User.unit_id)
    statement = statement.where(*_narrowed(wanted))
    return fetch_page(statement, [Key(User.username)], cursor, _user_row)


def _narrowed(wanted: UserFilter) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = [] if wanted.with_closed else [User.is_active.is_(True)]
    if wanted.words:
        clauses.append(
            or_(
                User.username.contains(wanted.words.lower(), autoescape=True),
                User.display_name.contains(wanted.words, autoescape=True),
            )
        )
    if wanted.role:
        clauses.append(User.role == wanted.role)
    if wanted.unit_id is not None:
        clauses.append(User.unit_id.in_(unit_and_below(wanted.unit_id)))
    return clauses


def _user_row(row: Any) -> UserRow:
    is_locked = row.locked_until_at is not None and row.locked_until_at > clock.now()
    return UserRow(
        row.id,
        row.username,
        row.display_name,
        row.role,
        row.unit,
        row.is_active,
        row.is_on_duty,
        is_locked,
        row.seen_at,
    )


def get_user(user_id: int) -> User:
    """Return an account to be changed. Raises NotVisible."""
    return _found(db.session.get(User, user_id))


def get_unit(unit_id: int) -> Unit:
    """Return a unit to be changed. Raises NotVisible."""
    return _found(db.session.get(Unit, unit_id))


def get_absence(absence_id: int) -> Absence:
    """Return an absence to be removed. Raises NotVisible."""
    return _found(db.session.get(Absence, absence_id))


def _found(row: Row_ | None) -> Row_:
    if row is None:
        raise NotVisible(_("There is no such record."))
    return row


def person_choices() -> list[tuple[int, str]]:
    """Return (id, name) of the open accounts, by name."""
    rows = db.session.execute(
        select(User.id, User.display_name, User.username)
        .where(User.is_active)
        .order_by(User.username)
    )
    return [(row.id, f"{row.display_name}（{row.username}）") for row in rows]
