"""A fact line: all that the measures may know of one petition, case or order. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, get_type_hints

CASE, PETITION, ORDER = "case", "petition", "order"


@dataclass(frozen=True, slots=True)
class FactLine:
    """One line. Instants are aware UTC; what does not apply to its kind stays empty."""

    kind: str
    """case, petition or order: what one line of a measure is."""
    line_id: int
    """The id of the case, petition or order."""
    case_id: int
    number: str
    """Of the case."""
    opened_at: datetime
    """Case opened, petition registered, order issued."""
    track: str = ""
    channel: str = ""
    township: str = ""
    unit_id: int | None = None
    """The unit that has the case, or that had it last."""
    officer_id: int | None = None
    categories: tuple[str, ...] = ()
    """First-level categories."""
    origin: str = ""
    """The sending system of an imported petition."""
    ending: str = ""
    """State in which the case ended; empty: it is open."""
    dispatched_at: datetime | None = None
    due_at: datetime | None = None
    """End of the (extended) term: handling of the case, notice to the petitioner, order."""
    met_at: datetime | None = None
    """When that was met: case ended, petition accepted or else decided on, re-inspection passed."""
    is_suspended: bool = False
    ended_at: datetime | None = None
    """Case ended, petition answered, order complied with."""
    called_at: datetime | None = None
    """The latest call-back."""
    was_reached: bool = False
    was_contacted: bool = False
    is_solved: bool = False
    satisfaction: str = ""
    """yes, mostly or no; empty: not asked or not said."""
    has_contact: bool = False
    """A way back to the petitioner is known."""
    is_unreasonable: bool = False
    """A supervisor found the demand unreasonable, with a reason that stands in the history."""
    returns: int = 0
    reworks: int = 0
    reopenings: int = 0
    failed_checks: int = 0
    extensions: int = 0
    repeat_of: str = ""
    """Number of the earlier case of the same place and problem."""
    is_signed_off: bool = False
    answer_working_days: int | None = None
    """From the day of the message (not counted) to and including the day of the reply."""
    answer_natural_days: int | None = None


_HINTS = get_type_hints(FactLine)
_INSTANTS = tuple(f.name for f in fields(FactLine) if "datetime" in str(_HINTS[f.name]))
_DEFAULTS = {f.name: f.default for f in fields(FactLine)}


def canonical(content: Any) -> str:
    """Return JSON that is the same text for the same content, always and everywhere."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_content(line: FactLine) -> dict[str, Any]:
    """Return the line as plain values; what is empty is left out."""
    found: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        value = getattr(line, name)
        if value == default:
            continue
        if isinstance(value, datetime):
            value = value.astimezone(UTC).isoformat(timespec="seconds")
        found[name] = list(value) if isinstance(value, tuple) else value
    return found


def from_content(content: dict[str, Any]) -> FactLine:
    """Return the line that `to_content` made plain; fields unknown by now are left out."""
    known = {name: value for name, value in content.items() if name in _DEFAULTS}
    for name in _INSTANTS:
        if known.get(name):
            known[name] = datetime.fromisoformat(known[name])
    if "categories" in known:
        known["categories"] = tuple(known["categories"])
    return FactLine(**known)
