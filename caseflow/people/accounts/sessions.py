"""Signed-in browsers: the cookie carries a random token, the row keeps its hash and can be revoked.

A session ends when it is revoked, when nothing was asked for `idle_minutes`, or when the account is
closed. Nothing about a person but the token lies in the cookie.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import g, has_request_context, request, session
from flask_login import login_user, logout_user
from sqlalchemy import select, update

from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User, UserSession

KEY = "session_token"
CSRF = "csrf_token"
TOUCH_SECONDS = 60
"""Last-seen is written at most once in this many seconds (or a tenth of the idle time, if less)."""


CACHE = "caseflow_session"


@dataclass(frozen=True, slots=True)
class Found:
    """The row of this browser's token, live or not, and whose it is."""

    id: int
    user_id: int
    last_seen_at: datetime
    is_revoked: bool
    user: User


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def idle_limit() -> timedelta:
    """Return how long a session may lie idle."""
    return timedelta(minutes=settings().idle_minutes)


def forget_lookups() -> None:
    """Drop what was looked up for an earlier request of the same application context."""
    g.pop(CACHE, None)
    g.pop("_login_user", None)


def find_session() -> Found | None:
    """Return the row of the token in this request's cookie, also if its time has passed."""
    token = session.get(KEY) if has_request_context() else None
    if not isinstance(token, str):
        return None
    known: tuple[str, Found | None] | None = g.get(CACHE)
    if known is None or known[0] != token:
        known = (token, _read_session(token))
        setattr(g, CACHE, known)
    return known[1]


def _read_session(token: str) -> Found | None:
    row = db.session.execute(
        select(UserSession.id, UserSession.last_seen_at, UserSession.revoked_at, User)
        .join(User, User.id == UserSession.user_id)
        .where(UserSession.token_hash == token_hash(token))
    ).one_or_none()
    if row is None:
        return None
    return Found(row.id, row.User.id, row.last_seen_at, row.revoked_at is not None, row.User)


def is_live(found: Found) -> bool:
    """Return whether the session is neither revoked nor idle for too long."""
    return not found.is_revoked and clock.now() - found.last_seen_at <= idle_limit()


def load_user(user_id: str) -> User | None:
    """Return the person of this request's live session; Flask-Login asks with the cookie's id."""
    found = find_session()
    if found is None or not is_live(found) or str(found.user_id) != user_id:
        return None
    return found.user if found.user.is_active else None


def needs_touch(found: Found) -> bool:
    """Return whether the last-seen time of the row is old enough to be written anew."""
    pause = min(timedelta(seconds=TOUCH_SECONDS), idle_limit() / 10)
    return clock.now() - found.last_seen_at >= pause


def touch(found: Found) -> None:
    """Write that the session was used now. No commit."""
    db.session.execute(
        update(UserSession).where(UserSession.id == found.id).values(last_seen_at=clock.now())
    )


def open_session(user: User) -> None:
    """Sign `user` in to this browser under a new token. Flushes, does not commit.

    Everything the cookie held before is dropped. Only where it held a session of the same person
    (one that ran out) is the CSRF token kept, so that pages still open in other tabs can be sent.
    """
    before = find_session()
    kept = session.get(CSRF) if before is not None and before.user_id == user.id else None
    session.clear()
    token = secrets.token_urlsafe(32)
    session[KEY] = token
    if kept is not None:
        session[CSRF] = kept
    now = clock.now()
    if before is not None:
        revoke(before.id, now)
    db.session.add(
        UserSession(
            token_hash=token_hash(token),
            user_id=user.id,
            created_at=now,
            last_seen_at=now,
            address=(request.remote_addr or "")[:64],
            browser=request.user_agent.string[:200],
        )
    )
    db.session.flush()
    login_user(user)


def close_session() -> None:
    """Sign this browser out: its row is revoked and its cookie emptied. No commit."""
    found = find_session()
    if found is not None:
        revoke(found.id, clock.now())
    logout_user()
    session.clear()
    forget_lookups()


def revoke(session_id: int, at: datetime) -> None:
    """End one session at once. No commit."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def revoke_all(user_id: int, at: datetime, keep_id: int | None = None) -> int:
    """End every session of a person but `keep_id`; returns how many. No commit."""
    statement = update(UserSession).where(
        UserSession.user_id == user_id, UserSession.revoked_at.is_(None)
    )
    if keep_id is not None:
        statement = statement.where(UserSession.id != keep_id)
    result: Any = db.session.execute(statement.values(revoked_at=at))
    return int(result.rowcount)
