"""Jobs of the ways out of what is published. Each may run twice, or twice at once."""

from __future__ import annotations

from caseflow.public.outlets.site.writing import write_site as write


def write_site() -> int:
    """Bring the static bundle up to date; returns how many files were written or removed."""
    return write().count
