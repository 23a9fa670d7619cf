"""How long web hooks wait after failures: an event for itself, a receiver for all of its events."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import update

from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.webhooks.models import HookEvent, HookSubscription

LONGEST_WAIT = timedelta(hours=1)
RESTS_FROM = 3
"""So many failures in a row of the receiver as such, and it is left in peace for a while."""
LONGEST_REST = timedelta(minutes=15)
JITTER = 0.2
HOLD = {"key_share": True}
"""How a subscription's row is locked: against other changes of it, not against new events."""


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


def note_failure(subscription_id: int, now: datetime) -> None:
    """Count a failure of the receiver as such; from the third in a row on it rests."""
    row = _held(subscription_id)
    row.failures_in_row += 1
    rest = rest_after(row.failures_in_row)
    row.rests_until_at = now + rest if rest else None
    db.session.flush()


def note_well(subscription_id: int, now: datetime) -> None:
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
