"""Signing in: one sentence for every failure, a pause that grows with the failures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.actions.record import record
from caseflow.people.accounts.models import User
from caseflow.people.accounts.passwords import hash_password, is_outdated, is_right

FREE_FAILURES = 4
"""So many wrong passwords in a row are forgiven; the next one locks the account."""
LONGEST_LOCK_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a password: the account if it was right, and what is to be written."""

    user_id: int | None
    is_right: bool
    new_hash: str | None = None


def lock_minutes(failures: int) -> int:
    """Return for how long an account rests after its n-th wrong password in a row."""
    beyond = failures - FREE_FAILURES
    return 0 if beyond < 1 else int(min(LONGEST_LOCK_MINUTES, 2 ** (min(beyond, 10) - 1)))


def check_password(username: str, password: str) -> Checked:
    """Return whether this is the password of an open, unlocked account. Reads only.

    Takes the same time for unknown names, closed and locked accounts.
    """
    row = db.session.execute(
        select(User.id, User.password_hash, User.is_active, User.locked_until_at).where(
            User.username == username
        )
    ).one_or_none()
    if row is None or not row.is_active:
        return Checked(None, is_right(password, None))
    if row.locked_until_at is not None and row.locked_until_at > clock.now():
        return Checked(None, is_right(password, None))
    right = is_right(password, row.password_hash)
    renewed = hash_password(password) if right and is_outdated(row.password_hash) else None
    return Checked(row.id, right, renewed)


def note_failure(user_id: int) -> None:
    """Count a wrong password and lock the account if it was one too many. No commit."""
    failures = db.session.execute(
        update(User)
        .where(User.id == user_id)
        .values(failed_sign_ins=User.failed_sign_ins + 1)
        .returning(User.failed_sign_ins)
    ).scalar_one()
    minutes = lock_minutes(failures)
    if minutes:
        until = clock.now() + timedelta(minutes=minutes)
        db.session.execute(update(User).where(User.id == user_id).values(locked_until_at=until))
        record("account_locked", None, user_id=user_id, words=f"{failures} → {minutes} min")


def note_success(checked: Checked) -> User:
    """Forget earlier failures, renew an outdated hash and return the account. No commit."""
    user = db.session.get(User, checked.user_id)
    assert user is not None
    user.failed_sign_ins = 0
    user.locked_until_at = None
    if checked.new_hash is not None:
        user.password_hash = checked.new_hash
    db.session.flush()
    return user
