"""Jobs of the figures. Each may run twice, or twice at once: a lease keeps them with one worker."""

from __future__ import annotations

from caseflow.supervision.reports.actions.refreshing import refresh_figures


def refresh() -> int:
    """Make the figures current; returns how many cases were looked at."""
    return refresh_figures()
