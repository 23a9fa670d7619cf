"""One act being done: what the effects read and what they report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from caseflow.core.cases.facts import Situation
from caseflow.core.cases.lifecycle import Transition
from caseflow.core.cases.models import Case

if TYPE_CHECKING:
    from caseflow.core.audit.models import CaseEvent


@dataclass
class Act:
    """The transition, the case, who does it, when and with what; effects fill `changes`."""

    row: Transition
    case: Case
    actor_id: int | None
    at: datetime
    seq: int
    given: dict[str, Any]
    situation: Situation
    changes: dict[str, Any] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    back_to: str | None = None
    """The state to return to, set by undo and split."""
    clocks_from: datetime | None = None
    """From when clocks count, if not from `at`: a petition imported days after it came in."""

    is_told: bool = True
    """Whether the row's messages are queued; a petition that joins a case is told of as such."""
    also_tells: str = ""
    """A message beside the row's, set by an effect."""
    after_event: list[Callable[[Act, CaseEvent], None]] = field(default_factory=list)
    """What is told of others than the case's own people, once the history row stands."""

    @property
    def ended_at(self) -> datetime:
        """When what the act ends was over: an imported reply's own instant, else `at`."""
        given_at = self.given.get("given_at")
        return given_at if isinstance(given_at, datetime) else self.at

    def set(self, name: str, value: Any) -> None:
        """Set a field of the case and note its old and new value."""
        old = getattr(self.case, name)
        if old != value:
            setattr(self.case, name, value)
            self.changes[name] = [old, value]

    def made(self, name: str, row_id: int) -> None:
        """Note a row that the act made."""
        self.changes[name] = row_id
