"""What components/timeline.html shows: the acts of a history, each in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the timeline shows it. `tone`: "", brand, good, warn or bad."""

    at: datetime
    title: str
    actor: str
    """The name of a colleague; "": the system, or somebody from outside."""
    words: str
    icon: str
    tone: str
    facts: tuple[tuple[str, str], ...] = ()
    is_internal: bool = False
