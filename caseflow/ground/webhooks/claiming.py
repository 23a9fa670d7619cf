"""Claiming web hook events in order, and accounting for what came of them. Never commits.

A claim is a conditional UPDATE that also asks whether everything before the event in its stream is
settled: so two workers keep the order and share rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, update

from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.notifications.wake import wake_hooks
from caseflow.ground.unit_of_work import after_commit
from caseflow.ground.webhooks.events import PING, has_its_turn, is_due, is_receiving
from caseflow.ground.webhooks.models import HookAttempt, HookEvent, HookSubscription
from caseflow.ground.webhooks.resting import note_failure, note_well, wait_after
from caseflow.ground.webhooks.sending import Outcome

PATIENCE = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An event that this worker alone may send for `lease_s` seconds; `attempts` is its fence."""

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
    lease_s: float


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
        lease_s=settings().outbox_lease_s,
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
        note_well(claimed.subscription_id, now)
        return _change(
            claimed.id, *is_ours, state="sent", settled_at=now, claimed_until_at=None, error=None
        )
    if claimed.kind != PING and outcome.blames_receiver:
        note_failure(claimed.subscription_id, now)
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
