"""Reading who can sign in and who is signed in where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User, UserSession
from caseflow.people.accounts.reference import DEMO_ACCOUNTS
from caseflow.people.accounts.sessions import idle_limit


def has_accounts() -> bool:
    """Return whether anybody can sign in at all."""
    return bool(db.session.scalar(select(exists().where(User.is_active))))


def demo_accounts() -> list[tuple[str, str]]:
    """Return (user name, role) of the demonstration accounts that exist, in their fixed order."""
    names = [name for name, _role in DEMO_ACCOUNTS]
    rows = db.session.execute(
        select(User.username, User.role).where(User.username.in_(names), User.is_active)
    )
    found = {row.username: row.role for row in rows}
    return [(name, found[name]) for name in names if name in found]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One signed-in browser as its owner sees it."""

    id: int
    created_at: datetime
    last_seen_at: datetime
    address: str
    browser: str


def live_sessions(user_id: int) -> list[SessionRow]:
    """Return the sessions of a person that can still be used, the latest first."""
    rows = db.session.execute(
        select(
            UserSession.id,
            UserSession.created_at,
            UserSession.last_seen_at,
            UserSession.address,
            UserSession.browser,
        )
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.user_id == user_id, *_is_live())
        .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
    )
    return [SessionRow(*row) for row in rows]


def all_sessions(user_id: int | None) -> list[dict[str, Any]]:
    """Return the sessions that can still be used, of one person or of everybody."""
    statement = (
        select(
            User.username,
            UserSession.created_at,
            UserSession.last_seen_at,
            UserSession.address,
            UserSession.browser,
        )
        .join(User, User.id == UserSession.user_id)
        .where(*_is_live())
        .order_by(UserSession.last_seen_at.desc())
    )
    if user_id is not None:
        statement = statement.where(UserSession.user_id == user_id)
    return [dict(row._mapping) for row in db.session.execute(statement)]


def _is_live() -> list[ColumnElement[bool]]:
    return [
        UserSession.revoked_at.is_(None),
        UserSession.last_seen_at >= clock.now() - idle_limit(),
        User.is_active.is_(True),
    ]
