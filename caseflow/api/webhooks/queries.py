"""What the pages of web hooks show. No query reads the words that an event carries:

whoever configures the system is told what is wrong with it, never of cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.ground.webhooks.models import (
    HookAttempt,
    HookEvent,
    HookSecret,
    HookSubscription,
)
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """One web hook in the list, with how many of its events are on their way or stuck."""

    id: int
    origin_system: str
    url: str
    state: str
    waiting_count: int
    stuck_count: int
    last_sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of the delivery log."""

    id: int
    uuid: str
    stream: str
    sequence: int
    kind: str
    state: str
    occurred_at: datetime
    available_at: datetime
    settled_at: datetime | None
    attempts: int
    error: str | None
    skip_reason: str | None
    skipped_by: str | None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt; without status and error it was cut off, or is under way."""

    number: int
    at: datetime
    status_code: int | None
    error: str | None
    took_ms: int | None
    answer: str


def state_of(subscription: Any, now: datetime) -> str:
    """Return ended, paused, resting or active."""
    if subscription.ended_at is not None:
        return "ended"
    if not subscription.is_active:
        return "paused"
    rests_until = subscription.rests_until_at
    return "resting" if rests_until is not None and rests_until > now else "active"


def subscription_rows(now: datetime) -> list[SubscriptionRow]:
    """Return every web hook, those that have ended last; two statements."""
    found = db.session.execute(
        select(
            HookSubscription.id,
            HookSubscription.origin_system,
            HookSubscription.url,
            HookSubscription.is_active,
            HookSubscription.ended_at,
            HookSubscription.rests_until_at,
            HookSubscription.last_accepted_at,
        ).order_by(HookSubscription.ended_at.is_not(None), HookSubscription.id)
    ).all()
    counts = _unsettled_counts()
    return [
        SubscriptionRow(
            id=row.id,
            origin_system=row.origin_system,
            url=row.url,
            state=state_of(row, now),
            waiting_count=counts.get((row.id, "waiting"), 0) + counts.get((row.id, "claimed"), 0),
            stuck_count=counts.get((row.id, "undeliverable"), 0),
            last_sent_at=row.last_accepted_at,
        )
        for row in found
    ]


def _unsettled_counts() -> dict[tuple[int, str], int]:
    rows = db.session.execute(
        select(HookEvent.subscription_id, HookEvent.state, func.count())
        .where(HookEvent.state.in_(("waiting", "claimed", "undeliverable")))
        .group_by(HookEvent.subscription_id, HookEvent.state)
    )
    return {(subscription_id, state): count for subscription_id, state, count in rows}


def old_secret_until(subscription_id: int, now: datetime) -> datetime | None:
    """Return until when a replaced secret still signs, or None if only the present one does."""
    return db.session.scalar(
        select(func.max(HookSecret.valid_until_at)).where(
            HookSecret.subscription_id == subscription_id, HookSecret.valid_until_at > now
        )
    )


def _events() -> Any:
    return select(
        HookEvent.id,
        HookEvent.uuid,
        HookEvent.stream,
        HookEvent.sequence,
        HookEvent.kind,
        HookEvent.state,
        HookEvent.occurred_at,
        HookEvent.available_at,
        HookEvent.settled_at,
        HookEvent.attempts,
        HookEvent.error,
        HookEvent.skip_reason,
        User.display_name.label("skipped_by"),
    ).outerjoin(User, User.id == HookEvent.settled_by_id)


def event_page(subscription_id: int, stream: str, state: str, cursor: str | None) -> Page[EventRow]:
    """Return the delivery log of a web hook, the newest first, narrowed if wanted."""
    statement = _events().where(HookEvent.subscription_id == subscription_id)
    if stream:
        statement = statement.where(HookEvent.stream == stream)
    if state:
        states = ("waiting", "claimed") if state == "waiting" else (state,)
        statement = statement.where(HookEvent.state.in_(states))
    return fetch_page(statement, [Key(HookEvent.id, is_descending=True)], cursor, _event_row)


def event_row(event_id: int) -> EventRow:
    """Return one event as the log shows it."""
    return _event_row(db.session.execute(_events().where(HookEvent.id == event_id)).one())


def _event_row(row: Any) -> EventRow:
    return EventRow(**{name: getattr(row, name) for name in EventRow.__dataclass_fields__})


def attempts_of(event_id: int, most: int = 200) -> list[AttemptRow]:
    """Return the attempts to deliver an event, the latest first."""
    rows = db.session.execute(
        select(
            HookAttempt.number,
            HookAttempt.at,
            HookAttempt.status_code,
            HookAttempt.error,
            HookAttempt.took_ms,
            HookAttempt.answer,
        )
        .where(HookAttempt.event_id == event_id)
        .order_by(HookAttempt.id.desc())
        .limit(most)
    )
    return [AttemptRow(*row) for row in rows]
