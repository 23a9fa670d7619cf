"""Jobs of the history."""

from __future__ import annotations

from caseflow.core.audit import heads


def write_head() -> int:
    """Write the day's signed head; returns 1, or 0 when nothing has moved since the last."""
    return 0 if heads.write_head() is None else 1
