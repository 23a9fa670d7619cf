"""Web hook events: written with what they tell of, and found when they are due. Never commits.

States: waiting → claimed (for the length of a lease) → sent; or undeliverable, when the patience
is over; or skipped, by an administrator. Claims and their accounts stand in claiming.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.notifications.wake import wake_hooks
from caseflow.ground.unit_of_work import after_commit
from caseflow.ground.webhooks.models import HookEvent, HookStream, HookSubscription

PING = "ping"
"""A trial event of its own: tried once, at once, also while the receiver is paused or rests."""
SETTLED = ("sent", "skipped")


def iso(instant: datetime) -> str:
    """Return an instant in UTC as receivers read it: 2026-11-28T08:00:00Z, to the second."""
    return instant.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def write_event(
    subscription_id: int, stream: str, kind: str, content: Mapping[str, Any], at: datetime
) -> str:
    """Add the next event of a stream for one receiver and return its id (a UUID).

    Its number is taken under the lock of the stream's row, so that the numbers have no gap and
    grow in the order of the commits. Delivery is woken after the commit.
    """
    uuid, sequence = str(uuid4()), _next_sequence(subscription_id, stream)
    body = {"id": uuid, "kind": kind, "sequence": sequence, "occurred_at": iso(at), **content}
    db.session.add(
        HookEvent(
            uuid=uuid,
            subscription_id=subscription_id,
            stream=stream,
            sequence=sequence,
            kind=kind,
            body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
            occurred_at=at,
            state="waiting",
            available_at=at,
            attempts=0,
            failures=0,
        )
    )
    db.session.flush()
    after_commit("hooks", wake_hooks)
    return uuid


def _next_sequence(subscription_id: int, stream: str) -> int:
    insert = sqlite.insert if settings().is_sqlite else postgresql.insert
    first = insert(HookStream).values(
        subscription_id=subscription_id, stream=stream, last_sequence=1
    )
    statement = first.on_conflict_do_update(
        index_elements=["subscription_id", "stream"],
        set_={"last_sequence": HookStream.last_sequence + 1},
    ).returning(HookStream.last_sequence)
    return int(db.session.execute(statement).scalar_one())


def is_receiving(now: datetime) -> ColumnElement[bool]:
    """Return the clause of subscriptions to which something may be sent at `now`."""
    rests = HookSubscription.rests_until_at
    return and_(
        HookSubscription.is_active,
        HookSubscription.ended_at.is_(None),
        or_(rests.is_(None), rests <= now),
    )


def is_due(now: datetime) -> ColumnElement[bool]:
    """Return the clause of events to claim at `now`: their time, or the end of a lease, came."""
    return or_(
        and_(HookEvent.state == "waiting", HookEvent.available_at <= now),
        and_(HookEvent.state == "claimed", HookEvent.claimed_until_at <= now),
    )


def has_its_turn() -> ColumnElement[bool]:
    """Return the clause of events before which nothing of their stream is left."""
    earlier = aliased(HookEvent)
    return ~exists().where(
        earlier.subscription_id == HookEvent.subscription_id,
        earlier.stream == HookEvent.stream,
        earlier.sequence < HookEvent.sequence,
        earlier.state.not_in(SETTLED),
    )


def receivers(now: datetime) -> list[int]:
    """Return the subscriptions to which something may be sent, and those with a ping to send.

    Those that failed of late come last; else the one that has accepted nothing for longest leads.
    """
    pinged = select(HookEvent.subscription_id).where(HookEvent.kind == PING, is_due(now))
    wanted = or_(is_receiving(now), HookSubscription.id.in_(pinged))
    return list(
        db.session.scalars(
            select(HookSubscription.id)
            .where(HookSubscription.ended_at.is_(None), wanted)
            .order_by(
                HookSubscription.failures_in_row,
                HookSubscription.last_accepted_at.asc().nulls_first(),
                HookSubscription.id,
            )
        )
    )


def due_ids(subscription_id: int, now: datetime, most: int) -> list[int]:
    """Return the ids of events that may be sent to a receiver, the longest waiting first."""
    may_go = exists().where(HookSubscription.id == HookEvent.subscription_id, is_receiving(now))
    return list(
        db.session.scalars(
            select(HookEvent.id)
            .where(
                HookEvent.subscription_id == subscription_id,
                is_due(now),
                has_its_turn(),
                or_(HookEvent.kind == PING, may_go),
            )
            .order_by(HookEvent.available_at, HookEvent.id)
            .limit(most)
        )
    )


def is_held_up(now: datetime, waited: timedelta) -> ColumnElement[bool]:
    """Return the clause of events somebody should look at: undeliverable, or waiting too long."""
    runs = exists().where(
        HookSubscription.id == HookEvent.subscription_id,
        HookSubscription.ended_at.is_(None),
        or_(HookEvent.state == "undeliverable", HookSubscription.is_active),
    )
    late = and_(HookEvent.state.in_(("waiting", "claimed")), HookEvent.occurred_at < now - waited)
    return and_(HookEvent.kind != PING, runs, or_(HookEvent.state == "undeliverable", late))
