"""What a list shows, in which order and groups: a filter as its address says it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from caseflow.core.cases.states import OPEN

SORTS = ("due", "opened", "state", "unit", "township", "returned")
"""What a list can be sorted by; a leading minus turns the order round. `new` is `-opened`."""
GROUPS = ("unit", "township")


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
    late_over: int | None = None
    """Only those whose nearest deadline passed more than so many working days ago."""
    clock: str = ""
    """Only this clock counts for `due` and for the order."""
    assignee_id: int | None = None
    is_unassigned: bool = False
    is_nobodys: bool = False
    """Nobody answers for them: see queries/nobodys.py."""
    needs_attention: bool = False
    """A record of a tablet waits for a decision."""
    is_urgent: bool = False
    returned_at_least: int = 0
    not_worked_by: int | None = None
    created_by_id: int | None = None
    opened_since: datetime | None = None
    q: str = ""
    sort: str = "due"
    group: str = ""
    """unit or township: rows stand together, with subtotals."""

    def but(self, **changes: Any) -> Filter:
        """Return this filter with something else."""
        return replace(self, **changes)

    @property
    def is_returned(self) -> bool:
        return self.returned_at_least > 0

    @property
    def is_bounded(self) -> bool:
        """Return whether the list grows with open work only, not with every case ever closed.

        Only then can it be sorted by any column and grouped: a million rows are not sorted for
        one page of fifty.
        """
        only_open = self.state == "open" or self.state in OPEN
        return bool(only_open or self.due or self.late_over is not None or self.needs_attention)
