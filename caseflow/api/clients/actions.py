"""Making clients and tokens, revoking tokens, and knowing a token that comes in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from caseflow.api.clients.models import ApiClient, ApiToken
from caseflow.api.clients.rules import (
    CLIENT_ROLES,
    SHOWN,
    TOUCH_SECONDS,
    ApiScope,
    longest_expiry,
    new_token,
    token_hash,
)
from caseflow.core.petitions.models import Channel
from caseflow.ground import clock
from caseflow.ground.clock import ZONE
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.actions.record import record
from caseflow.people.accounts.models import Unit, User
from caseflow.people.accounts.passwords import NO_PASSWORD
from caseflow.people.permissions.policy import Role

_ORIGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


@dataclass(frozen=True, slots=True)
class ClientCommand:
    """What an administrator decides about a client. `role` is one of rules.CLIENT_ROLES."""

    name: str
    origin_system: str
    channel_code: str
    role: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class KnownToken:
    """A token that is good now: whose it is and what it may."""

    id: int
    client_id: int
    origin_system: str
    channel_code: str
    scopes: frozenset[str]
    last_used_at: datetime | None
    user: User


def create_client(command: ClientCommand, actor: User | None) -> ApiClient:
    """Add a client with an account of its own. Flushes, does not commit. Raises BadInput.

    Also where another administrator adds the same one at this moment: the unique keys tell.
    """
    _check(command)
    try:
        with db.session.begin_nested():
            client, user = _added(command, actor)
    except IntegrityError:
        _check(command)  # Raises BadInput if that is what happened.
        raise
    words = f"{command.origin_system}: {command.role}"
    record("api_client_created", actor, user_id=user.id, words=words)
    return client


def _taken() -> BadInput:
    return BadInput(_("There is already a client with this name or this short name."))


def _added(command: ClientCommand, actor: User | None) -> tuple[ApiClient, User]:
    """Add the rows of the client and of its account. Raises IntegrityError."""
    at = clock.now()
    user = User(
        username=f"api.{command.origin_system}",
        display_name=command.name,
        email=None,
        password_hash=NO_PASSWORD,
        role=command.role,
        unit_id=command.unit_id,
        is_active=True,
        is_on_duty=False,
        must_change_password=False,
        failed_sign_ins=0,
        created_at=at,
        version=1,
    )
    db.session.add(user)
    db.session.flush()
    client = ApiClient(
        name=command.name,
        origin_system=command.origin_system,
        channel_code=command.channel_code,
        user_id=user.id,
        created_at=at,
        created_by_id=actor.id if actor else None,
    )
    db.session.add(client)
    db.session.flush()
    return client, user


def _check(command: ClientCommand) -> None:
    if not command.name.strip():
        raise BadInput(_("Enter a name for the client."))
    if not _ORIGIN.fullmatch(command.origin_system):
        raise BadInput(
            _("The short name has 2 to 60 small letters, digits, dots or dashes and no blanks.")
        )
    taken = select(ApiClient.id).where(
        or_(ApiClient.name == command.name, ApiClient.origin_system == command.origin_system)
    )
    username = select(User.id).where(User.username == f"api.{command.origin_system}")
    if db.session.scalar(taken) is not None or db.session.scalar(username) is not None:
        raise _taken()
    if command.role not in CLIENT_ROLES:
        raise BadInput(_("There is no role %(role)s.", role=command.role))
    channel = db.session.get(Channel, command.channel_code)
    if channel is None or not channel.is_active:
        raise BadInput(_("There is no such channel."))
    unit = db.session.get(Unit, command.unit_id)
    if unit is None or not unit.is_active:
        raise BadInput(_("There is no such unit, or it is closed."))


def create_token(
    client: ApiClient, scopes: set[ApiScope], last_day: date, actor: User | None
) -> tuple[ApiToken, str]:
    """Add a token good until the end of `last_day`; returns it with the token in clear, once.

    Flushes, does not commit. Raises BadInput.
    """
    today = clock.today()
    if not scopes:
        raise BadInput(_("Choose at least one thing that the token may do."))
    if not today <= last_day <= longest_expiry(today):
        raise BadInput(_("The last day lies between today and two years from now."))
    clear = new_token()
    midnight = datetime.combine(last_day + timedelta(days=1), time(), ZONE)
    token = ApiToken(
        client_id=client.id,
        token_hash=token_hash(clear),
        prefix=clear[:SHOWN],
        scopes=sorted(scope.value for scope in scopes),
        expires_at=midnight.astimezone(UTC),
        created_at=clock.now(),
        created_by_id=actor.id if actor else None,
    )
    db.session.add(token)
    db.session.flush()
    words = f"{token.prefix}… {' '.join(token.scopes)} → {last_day}"
    record("api_token_created", actor, user_id=client.user_id, words=words)
    return token, clear


def revoke_token(token: ApiToken, actor: User | None) -> bool:
    """End a token at once; returns whether it was still good. Flushes, does not commit."""
    ended = db.session.execute(
        update(ApiToken)
        .where(ApiToken.id == token.id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )
    if ended.rowcount != 1:  # type: ignore[attr-defined]
        return False
    client = db.session.get_one(ApiClient, token.client_id)
    record("api_token_revoked", actor, user_id=client.user_id, words=f"{token.prefix}…")
    return True


def known_token(clear: str) -> KnownToken | None:
    """Return the token if it is neither revoked nor expired and its account is open; one query."""
    row = db.session.execute(
        select(ApiToken, ApiClient.origin_system, ApiClient.channel_code, User)
        .join(ApiClient, ApiClient.id == ApiToken.client_id)
        .join(User, User.id == ApiClient.user_id)
        .where(ApiToken.token_hash == token_hash(clear))
    ).one_or_none()
    if row is None or not row.User.is_active or Role(row.User.role) not in CLIENT_ROLES:
        return None
    token = row.ApiToken
    if token.revoked_at is not None or token.expires_at <= clock.now():
        return None
    return KnownToken(
        token.id,
        token.client_id,
        row.origin_system,
        row.channel_code,
        frozenset(token.scopes),
        token.last_used_at,
        row.User,
    )


def needs_touch(token: KnownToken) -> bool:
    """Return whether the last use kept is old enough to be written anew."""
    used = token.last_used_at
    return used is None or clock.now() - used >= timedelta(seconds=TOUCH_SECONDS)


def touch(token: KnownToken) -> None:
    """Write that the token was used now. No commit."""
    db.session.execute(
        update(ApiToken).where(ApiToken.id == token.id).values(last_used_at=clock.now())
    )
