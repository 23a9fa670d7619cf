"""Web hook events: written with what they tell of, claimed in order, accounted for. Never commits.

States: waiting → claimed (for the length of a lease) → sent; or undeliverable, when the patience
is over; or skipped, by an administrator. A claim is a conditional UPDATE that also asks whether
everything before the event in its stream is settled: so two workers keep the order and share rows.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.notifications.wake import wake_hooks
from caseflow.ground.unit_of_work import after_commit
from caseflow.ground.webhooks.models import (
    HookAttempt,
    HookEvent,
    HookStream,
    HookSubscription,
)
from caseflow.ground.webhooks.sending import Outcome

PING = "ping"
"""A trial event of its own: tried once, at once, also while the receiver is paused or rests."""
SETTLED = ("sent", "skipped")
PATIENCE = timedelta(hours=72)
LONGEST_WAIT = timedelta(hours=1)
RESTS_FROM = 3
"""So many failures in a row of the receiver as such, and it is left in peace for a while."""
LONGEST_REST = timedelta(minutes=15)
JITTER = 0.2
HOLD = {"key_share": True}
"""How a subscription's row is locked: against other changes of it, not against new events."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An event that this worker alone may send until `until_at`; `attempts` is its fence."""

    id: int
    uuid: str
    kind: str
    body: str
    subscription_id: int
    url: str
    attempts: int
    failures: int
    patience_from_at: datetime
    attempt_id: int
    until_at: datetime


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
    """Return the subscriptions to which something may be sent, and those with a ping to send."""
    pinged = select(HookEvent.subscription_id).where(HookEvent.kind == PING, is_due(now))
    wanted = or_(is_receiving(now), HookSubscription.id.in_(pinged))
    return list(
        db.session.scalars(
            select(HookSubscription.id)
            .where(HookSubscription.ended_at.is_(None), wanted)
            .order_by(HookSubscription.id)
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


def claim(event_id: int, now: datetime) -> Claimed | None:
    """Take a due event whose turn it is and write down the attempt; None if it is not to be had."""
    may_go = exists().where(HookSubscription.id == HookEvent.subscription_id, is_receiving(now))
    until = now + timedelta(seconds=settings().outbox_lease_s)
    row = db.session.execute(
        update(HookEvent)
        .where(
            HookEvent.id == event_id,
            is_due(now),
            has_its_turn(),
            or_(HookEvent.kind == PING, may_go),
        )
        .values(state="claimed", claimed_until_at=until, attempts=HookEvent.attempts + 1)
        .returning(
            HookEvent.id,
            HookEvent.uuid,
            HookEvent.kind,
            HookEvent.body,
            HookEvent.subscription_id,
            HookEvent.attempts,
            HookEvent.failures,
            HookEvent.patience_from_at,
        )
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        return None
    attempt = HookAttempt(event_id=row.id, number=row.attempts, at=now)
    db.session.add(attempt)
    db.session.flush()
    since = row.patience_from_at
    if since is None:
        since = now
        _change(row.id, patience_from_at=now)
    url = select(HookSubscription.url).where(HookSubscription.id == row.subscription_id)
    return Claimed(
        id=row.id,
        uuid=row.uuid,
        kind=row.kind,
        body=row.body,
        subscription_id=row.subscription_id,
        url=db.session.execute(url).scalar_one(),
        attempts=row.attempts,
        failures=row.failures,
        patience_from_at=since,
        attempt_id=attempt.id,
        until_at=until,
    )


def _change(event_id: int, *where: ColumnElement[bool], **values: Any) -> bool:
    """Change an event, if `where` still holds; returns whether it did."""
    result = db.session.execute(
        update(HookEvent)
        .where(HookEvent.id == event_id, *where)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount == 1)  # type: ignore[attr-defined]


def record(claimed: Claimed, outcome: Outcome, now: datetime) -> bool:
    """Write down what came of an attempt; False if the lease ran out and another took over."""
    db.session.execute(
        update(HookAttempt)
        .where(HookAttempt.id == claimed.attempt_id)
        .values(
            status_code=outcome.status_code,
            error=(outcome.error or "")[:80] or None,
            took_ms=outcome.took_ms,
            answer=outcome.answer,
        )
        .execution_options(synchronize_session=False)
    )
    is_ours = (HookEvent.state == "claimed", HookEvent.attempts == claimed.attempts)
    if outcome.is_accepted:
        _note_well(claimed.subscription_id, now)
        return _change(
            claimed.id, *is_ours, state="sent", settled_at=now, claimed_until_at=None, error=None
        )
    if claimed.kind != PING and outcome.blames_receiver:
        _note_failure(claimed.subscription_id, now)
    is_over = claimed.kind == PING or now - claimed.patience_from_at >= PATIENCE
    return _change(
        claimed.id,
        *is_ours,
        state="undeliverable" if is_over else "waiting",
        available_at=now + wait_after(claimed.failures + 1),
        failures=claimed.failures + 1,
        claimed_until_at=None,
        error=outcome.reason[:300],
    )


def wait_after(failures: int) -> timedelta:
    """Return how long an event waits after its n-th failure: twice as long each time, jittered."""
    return _doubled(failures - 1, LONGEST_WAIT)


def rest_after(failures_in_row: int) -> timedelta | None:
    """Return how long a receiver is left in peace after so many failures in a row, if at all."""
    if failures_in_row < RESTS_FROM:
        return None
    return _doubled(failures_in_row - RESTS_FROM, LONGEST_REST)


def _doubled(times: int, longest: timedelta) -> timedelta:
    seconds = min(settings().outbox_retry_s * 2 ** min(times, 20), longest.total_seconds())
    return timedelta(seconds=seconds * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311


def _held(subscription_id: int) -> HookSubscription:
    """Return the subscription, held until the commit; acts may write events for it meanwhile."""
    return db.session.get_one(
        HookSubscription, subscription_id, with_for_update=HOLD, populate_existing=True
    )


def _note_failure(subscription_id: int, now: datetime) -> None:
    """Count a failure of the receiver as such; from the third in a row on it rests."""
    row = _held(subscription_id)
    row.failures_in_row += 1
    rest = rest_after(row.failures_in_row)
    row.rests_until_at = now + rest if rest else None
    db.session.flush()


def _note_well(subscription_id: int, now: datetime) -> None:
    """Note that the receiver accepts: what waited because it failed is due at once."""
    row = _held(subscription_id)
    row.last_accepted_at = now
    if row.failures_in_row:
        row.failures_in_row, row.rests_until_at = 0, None
        db.session.execute(
            update(HookEvent)
            .where(
                HookEvent.subscription_id == subscription_id,
                HookEvent.state == "waiting",
                HookEvent.failures > 0,
            )
            .values(available_at=now)
            .execution_options(synchronize_session=False)
        )
    db.session.flush()


def send_again(event_id: int, now: datetime) -> bool:
    """Let an undeliverable event, or one that waits, be tried at once with fresh patience."""
    after_commit("hooks", wake_hooks)
    return _change(
        event_id,
        HookEvent.state.in_(("undeliverable", "waiting")),
        state="waiting",
        available_at=now,
        failures=0,
        patience_from_at=None,
    )


def skip(event_id: int, reason: str, actor_id: int, now: datetime) -> bool:
    """Give an event up, so that what follows it may go; False if it is sent or being sent."""
    after_commit("hooks", wake_hooks)
    return _change(
        event_id,
        HookEvent.state.in_(("undeliverable", "waiting")),
        state="skipped",
        skip_reason=reason[:300],
        settled_at=now,
        settled_by_id=actor_id,
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
