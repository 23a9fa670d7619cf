"""What a list shows: a filter as the address of the list says it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list shows. `state`: a state, or open, ended, all; `due`: late, today, soon, any.

    Void cases are shown only where `void` is asked for by name.
    """

    state: str = "open"
    states: tuple[str, ...] = ()
    """Several states at once, for lists that are not typed by hand."""
    category: str = ""
    township: str = ""
    unit_id: int | None = None
    channel: str = ""
    track: str = ""
    due: str = ""
    clock: str = ""
    """Only this clock counts for `due` and for the order."""
    assignee_id: int | None = None
    is_unassigned: bool = False
    is_urgent: bool = False
    is_returned: bool = False
    not_worked_by: int | None = None
    created_by_id: int | None = None
    opened_since: datetime | None = None
    q: str = ""
    sort: str = "due"

    def but(self, **changes: Any) -> Filter:
        """Return this filter with something else."""
        return replace(self, **changes)
