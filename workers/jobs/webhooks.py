"""Jobs of web hooks: delivering, watching and forgetting. Each may run twice, or twice at once."""

from __future__ import annotations

from caseflow.core.messages import delivery
from caseflow.ground import clock
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.webhooks.delivery import deliver_due
from caseflow.ground.webhooks.forgetting import forget_delivered


def deliver_hooks() -> int:
    """Send the web hooks that are due."""
    return deliver_due()


def watch_hooks() -> int:
    """Tell the administrators of web hooks that do not arrive."""
    return delivery.watch_hooks(clock.now())


def forget_hooks() -> int:
    """Delete the web hook events that arrived more than 400 days ago; returns how many.

    Batch by batch, each committed, so that nobody waits for the lock.
    """
    total = 0
    while True:
        with unit_of_work():
            count = forget_delivered(clock.now())
        total += count
        if not count:
            return total
