"""Jobs of deadlines: watching the working calendar. May run twice, or twice at once."""

from __future__ import annotations

from caseflow.core.messages import calendar_watch


def watch_calendar() -> int:
    """Tell supervisors and administrators that next year's holidays are missing."""
    return calendar_watch.watch_calendar()
