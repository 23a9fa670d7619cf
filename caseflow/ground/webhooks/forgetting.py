"""Forgetting web hook events that arrived long ago. Never commits."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from caseflow.ground.extensions import db
from caseflow.ground.webhooks.models import HookAttempt, HookEvent

KEEP = timedelta(days=400)
"""A year and a month after an event was accepted nobody asks a platform any more whether it was.

The body repeats words of the file; the file itself stays. Our own choice, no law sets it.
"""
BATCH = 500


def forget_delivered(now: datetime, most: int = BATCH) -> int:
    """Delete up to `most` events accepted more than KEEP ago, with attempts; returns how many.

    What is undeliverable, skipped or still waits stays, however old. The numbers of a stream go on
    where they were, for they stand in a row of its own.
    """
    old = list(
        db.session.scalars(
            select(HookEvent.id)
            .where(HookEvent.state == "sent", HookEvent.settled_at < now - KEEP)
            .order_by(HookEvent.id)
            .limit(most)
        )
    )
    if old:
        connection = db.session.connection()
        connection.execute(delete(HookAttempt).where(HookAttempt.event_id.in_(old)))
        connection.execute(delete(HookEvent).where(HookEvent.id.in_(old)))
    return len(old)
