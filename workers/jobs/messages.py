"""Jobs of messages: delivering, reminding, watching. Each may run twice, or twice at once."""

from __future__ import annotations

from caseflow.core.messages import delivery
from caseflow.core.messages.sweep import sweep_reminders as sweep
from caseflow.ground import clock


def deliver_outbox() -> int:
    """Deliver what is due in the outbox."""
    return delivery.deliver_outbox()


def sweep_reminders() -> int:
    """Queue the reminders that have come due."""
    return sweep(clock.now())


def watch_outbox() -> int:
    """Tell of messages that wait too long, and of those that did not arrive."""
    now = clock.now()
    return delivery.watch_outbox(now) + delivery.watch_undelivered(now)
