"""Jobs of web hooks: delivering and watching. Each may run twice, or twice at once."""

from __future__ import annotations

from caseflow.core.messages import delivery
from caseflow.ground import clock
from caseflow.ground.webhooks.delivery import deliver_due


def deliver_hooks() -> int:
    """Send the web hooks that are due."""
    return deliver_due()


def watch_hooks() -> int:
    """Tell the administrators of web hooks that do not arrive."""
    return delivery.watch_hooks(clock.now())
