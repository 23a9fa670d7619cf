"""Making, changing and closing accounts, and their passwords."""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts import sessions
from caseflow.people.accounts.actions.record import lock_row, record
from caseflow.people.accounts.errors import StaleRecord
from caseflow.people.accounts.models import Unit, User
from caseflow.people.accounts.passwords import NO_PASSWORD, hash_password, is_right, weakness
from caseflow.people.accounts.ties import ensure_may_change_role, ensure_may_leave
from caseflow.people.permissions.policy import Role

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class UserCommand:
    """What an administrator decides about an account. `role` is a value of policy.Role."""

    display_name: str
    role: str
    unit_id: int
    email: str | None = None
    phone: str | None = None
    certificate_number: str | None = None
    certificate_valid_until: date | None = None
    is_on_duty: bool = False


def new_password() -> str:
    """Return a random password that can be read out on the telephone (about 59 bits)."""
    return "-".join("".join(secrets.choice(_LETTERS) for _i in range(4)) for _j in range(3))


def create_user(
    username: str,
    command: UserCommand,
    password: str,
    actor: User | None,
    *,
    must_change_password: bool = False,
) -> User:
    """Add an account and return it. Flushes, does not commit. Raises BadInput."""
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise BadInput(
            _("A user name has 2 to 64 small letters, digits, dots or dashes and no blanks.")
        )
    if db.session.scalar(select(User.id).where(User.username == username)) is not None:
        raise BadInput(_("There is already an account named %(name)s.", name=username))
    _check(command)
    _check_password(password, username)
    user = User(
        username=username,
        password_hash=hash_password(password),
        is_active=True,
        must_change_password=must_change_password,
        failed_sign_ins=0,
        created_at=clock.now(),
        version=1,
        **_values(command),
    )
    db.session.add(user)
    db.session.flush()
    record("user_created", actor, user_id=user.id, words=f"{username}: {command.role}")
    return user


def change_user(user: User, command: UserCommand, version: int, actor: User | None) -> None:
    """Change what is decided about an account. Flushes. Raises BadInput, StaleRecord."""
    lock_row(user)
    if user.version != version:
        raise StaleRecord(_("Somebody else changed this account since you opened the page."))
    _check(command, user.unit_id)
    if command.role != user.role:
        if actor is not None and actor.id == user.id:
            raise BadInput(_("Nobody changes their own role: ask another administrator."))
        _keep_an_administrator(user)
        ensure_may_change_role(user, Role(command.role))
    changes = []
    for name, value in _values(command).items():
        before = getattr(user, name)
        if before != value:
            changes.append(f"{name}: {before or '–'} → {value or '–'}")
            setattr(user, name, value)
    if changes:
        user.version += 1
        record("user_changed", actor, user_id=user.id, words="; ".join(changes))


def close_user(user: User, actor: User | None) -> None:
    """Close an account and end its sessions; what the person did stays.

    Raises StillHeld while anything is in the person's hands, else BadInput for whoever must stay.
    """
    if actor is not None and actor.id == user.id:
        raise BadInput(_("Nobody closes their own account: ask another administrator."))
    if not user.is_active:
        return
    _keep_an_administrator(user)
    lock_row(user)
    ensure_may_leave(user)
    user.is_active = False
    user.version += 1
    sessions.revoke_all(user.id, clock.now())
    record("user_deactivated", actor, user_id=user.id)


def reopen_user(user: User, actor: User | None) -> None:
    """Open a closed account again. Flushes, does not commit."""
    if not user.is_active:
        user.is_active = True
        user.version += 1
        record("user_reactivated", actor, user_id=user.id)


def reset_password(user: User, actor: User | None, password: str | None = None) -> str:
    """Give the account a password (random if none is given), end its sessions, unlock it.

    Returns the password, to be shown once; its owner must choose another at the next sign-in.
    Raises BadInput for the account of a machine.
    """
    if user.password_hash == NO_PASSWORD:
        raise BadInput(
            _("This is the account of a machine: it calls with a token, not a password.")
        )
    if password is not None:
        _check_password(password, user.username)
    chosen = password or new_password()
    user.password_hash = hash_password(chosen)
    user.must_change_password = True
    user.failed_sign_ins, user.locked_until_at = 0, None
    sessions.revoke_all(user.id, clock.now())
    record("password_reset", actor, user_id=user.id)
    return chosen


def change_password(user: User, present: str, chosen: str) -> None:
    """Let a person choose a new password. Flushes. Raises BadInput."""
    if not is_right(present, user.password_hash):
        raise BadInput(_("The present password is not right."))
    if chosen == present:
        raise BadInput(_("The new password is the same as the present one."))
    _check_password(chosen, user.username)
    user.password_hash = hash_password(chosen)
    user.must_change_password = False
    record("password_changed", user, user_id=user.id)


def unlock_user(user: User, actor: User | None) -> None:
    """Let a locked account be tried again at once. Flushes, does not commit."""
    user.failed_sign_ins, user.locked_until_at = 0, None
    record("account_unlocked", actor, user_id=user.id)


def end_sessions(user: User, actor: User | None) -> int:
    """End every session of a person; returns how many. Flushes, does not commit."""
    count = sessions.revoke_all(user.id, clock.now())
    record("sessions_ended", actor, user_id=user.id, words=str(count))
    return count


def set_locale(user: User, locale: str) -> None:
    """Keep the language a person wants the pages in. No commit."""
    user.locale = locale
    db.session.flush()


def set_single_keys(user: User, is_on: bool) -> None:
    """Keep whether single keys do something for a person, on every machine. No commit."""
    user.uses_single_keys = is_on
    db.session.flush()


def normal_phone(typed: str) -> str:
    """Return a telephone number in digits, a leading + kept; BadInput unless it is one."""
    found = re.sub(r"[\s()（）-]", "", unicodedata.normalize("NFKC", typed))
    if found and not re.fullmatch(r"\+?\d{7,20}", found):
        raise BadInput(_("A telephone number has 7 to 20 digits."))
    return found


def _values(command: UserCommand) -> dict[str, Any]:
    return {
        "display_name": command.display_name.strip(),
        "email": (command.email or "").strip() or None,
        "phone": normal_phone(command.phone or "") or None,
        "role": command.role,
        "unit_id": command.unit_id,
        "certificate_number": (command.certificate_number or "").strip() or None,
        "certificate_valid_until": command.certificate_valid_until,
        "is_on_duty": command.is_on_duty,
    }


def _check(command: UserCommand, present_unit_id: int | None = None) -> None:
    if not command.display_name.strip():
        raise BadInput(_("Enter the person's name."))
    if command.role not in set(Role):
        raise BadInput(_("There is no role %(role)s.", role=command.role))
    unit = db.session.get(Unit, command.unit_id)
    if unit is None or (not unit.is_active and unit.id != present_unit_id):
        raise BadInput(_("There is no such unit, or it is closed."))


def _check_password(password: str, username: str) -> None:
    wrong = weakness(password, username)
    if wrong:
        raise BadInput(_(wrong))


def _keep_an_administrator(user: User) -> None:
    """Refuse to take away the last open administrator account.

    The rows are locked, so that two administrators who close each other cannot both succeed.
    """
    if user.role != Role.ADMINISTRATOR:
        return
    open_ones = db.session.scalars(
        select(User.id)
        .where(User.role == Role.ADMINISTRATOR, User.is_active)
        .order_by(User.id)
        .with_for_update()
    ).all()
    if not set(open_ones) - {user.id}:
        raise BadInput(_("This is the last administrator: name another one first."))
