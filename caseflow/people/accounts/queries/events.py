"""Reading what was done to accounts and units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import AccountEvent, User


@dataclass(frozen=True, slots=True)
class EventRow:
    """One act on an account or a unit. `actor` None: the command line or the program itself."""

    at: datetime
    act: str
    actor: str | None
    person: str | None
    words: str


def events_page(cursor: str | None, user_id: int | None = None) -> Page[EventRow]:
    """Return what was done to accounts and units, the latest first."""
    actor, person = aliased(User), aliased(User)
    statement: Any = (
        select(
            AccountEvent.at,
            AccountEvent.act,
            actor.display_name.label("actor"),
            person.display_name.label("person"),
            AccountEvent.words,
        )
        .outerjoin(actor, actor.id == AccountEvent.actor_id)
        .outerjoin(person, person.id == AccountEvent.user_id)
    )
    if user_id is not None:
        statement = statement.where(AccountEvent.user_id == user_id)
    return fetch_page(
        statement,
        [Key(AccountEvent.id, is_descending=True)],
        cursor,
        lambda row: EventRow(row.at, row.act, row.actor, row.person, row.words),
    )
