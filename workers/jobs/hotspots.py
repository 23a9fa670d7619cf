"""Jobs of hot spots."""

from __future__ import annotations

from caseflow.supervision.hotspots import actions


def watch_hot_spots() -> int:
    """Compare the last fortnight of every place with its year; returns how many rose anew."""
    return actions.watch_hot_spots()
