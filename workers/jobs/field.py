"""Jobs of what tablets send."""

from __future__ import annotations

from caseflow.field.sync.actions.files import sweep_coming


def sweep_coming_files() -> int:
    """Throw away half-sent files of settled records; returns how many."""
    return sweep_coming()
