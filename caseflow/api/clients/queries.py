"""Reading clients and their tokens for the administrator's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, func, select

from caseflow.api.clients.models import ApiClient, ApiToken
from caseflow.core.cases.queries.names import local_name
from caseflow.core.petitions.models import Channel
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One client in the list; `good_count` are its tokens that open something now."""

    id: int
    name: str
    origin_system: str
    role: str
    is_active: bool
    good_count: int
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token of a client; `state` is good, expired or revoked."""

    id: int
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    created_by: str | None
    last_on: date
    """The last day on which it is good."""
    last_used_at: datetime | None
    state: str


def client_rows() -> list[ClientRow]:
    """Return every client by name; one statement."""
    good = and_(ApiToken.revoked_at.is_(None), ApiToken.expires_at > clock.now())
    rows = db.session.execute(
        select(
            ApiClient.id,
            ApiClient.name,
            ApiClient.origin_system,
            User.role,
            User.is_active,
            func.count(ApiToken.id).filter(good).label("good_count"),
            func.max(ApiToken.last_used_at).label("last_used_at"),
        )
        .join(User, User.id == ApiClient.user_id)
        .outerjoin(ApiToken, ApiToken.client_id == ApiClient.id)
        .group_by(ApiClient.id, User.id)
        .order_by(ApiClient.name)
    )
    return [ClientRow(**row._mapping) for row in rows]


def get_client(client_id: int) -> ApiClient:
    """Return a client or raise NotVisible."""
    client = db.session.get(ApiClient, client_id)
    if client is None:
        raise NotVisible(_("There is no such client."))
    return client


def get_token(client_id: int, token_id: int) -> ApiToken:
    """Return a token of this client or raise NotVisible."""
    token = db.session.get(ApiToken, token_id)
    if token is None or token.client_id != client_id:
        raise NotVisible(_("There is no such token."))
    return token


def token_rows(client_id: int) -> list[TokenRow]:
    """Return the tokens of a client, the newest first."""
    rows = db.session.execute(
        select(ApiToken, User.display_name)
        .outerjoin(User, User.id == ApiToken.created_by_id)
        .where(ApiToken.client_id == client_id)
        .order_by(ApiToken.id.desc())
    )
    return [_token_row(row) for row in rows]


def _token_row(row: Any) -> TokenRow:
    token = row.ApiToken
    state = "expired" if token.expires_at <= clock.now() else "good"
    return TokenRow(
        id=token.id,
        prefix=token.prefix,
        scopes=tuple(token.scopes),
        created_at=token.created_at,
        created_by=row.display_name,
        last_on=clock.local_date(token.expires_at - timedelta(seconds=1)),
        last_used_at=token.last_used_at,
        state="revoked" if token.revoked_at else state,
    )


def channel_choices() -> list[tuple[str, str]]:
    """Return (code, name) of the active channels."""
    rows = db.session.execute(
        select(Channel.code, Channel.name, Channel.name_en)
        .where(Channel.is_active)
        .order_by(Channel.position)
    )
    return [(row.code, local_name(row.name, row.name_en) or row.name) for row in rows]
