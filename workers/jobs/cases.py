"""Jobs of cases: none stays nobody's. Each may run twice, or twice at once."""

from __future__ import annotations

from caseflow.core.cases.actions import mending


def mend_nobodys() -> int:
    """Give nobody's cases back to their units, and tell of those that cannot be."""
    return mending.mend_nobodys()
