"""Submissions of tablets: their codes, limits, and which steps of a case a visit means. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from caseflow.core.cases.states import State
from caseflow.core.visits.rules import Fault, Record
from caseflow.ground.i18n import N_

TAKEN, NEEDS_ATTENTION, SETTLED = "taken", "needs_attention", "settled"
STATUSES: dict[str, str] = {
    TAKEN: N_("Taken"),
    NEEDS_ATTENTION: N_("Needs attention"),
    SETTLED: N_("Settled without being applied"),
}
KINDS: dict[str, str] = {"visit": N_("Visit")}

WANTED, COMING, KEPT, ATTACHED, REFUSED = "wanted", "coming", "kept", "attached", "refused"
FILE_STATES: dict[str, str] = {
    WANTED: N_("Awaited"),
    COMING: N_("Coming"),
    KEPT: N_("Kept with the record"),
    ATTACHED: N_("In the case"),
    REFUSED: N_("Refused"),
}
ARRIVED = frozenset({KEPT, ATTACHED})
"""States in which the server holds the whole file: the tablet may let go of its own."""

MEBIBYTE = 1024 * 1024
SUBMISSION_MOST = 2 * MEBIBYTE
"""Bytes of one record without its files: some twenty times what a full visit has."""
PIECE_MOST = MEBIBYTE
FILE_MOST = 500 * MEBIBYTE
"""Of the largest kind that is kept (ground/storage/kinds.py): a film."""
FILES_MOST = 200
"""Of one record."""
STALE_DAYS = 7
"""A coming file of a settled record is thrown away when nothing was added to it so long."""

CLOCK_TOLERANCE_MS = 60_000
"""What a slow network takes; up to it the tablet's times stand as they are."""

BEFORE: Mapping[State, tuple[str, ...]] = {
    State.ASSIGNED: ("receipt", "start_investigation"),
    State.RECEIPTED: ("start_investigation",),
}
"""Steps that a visit shows were taken, though nobody pressed their buttons."""
REINSPECTIONS: Mapping[str, str] = {
    "nothing_found": "pass_reinspection",
    "put_right": "pass_reinspection",
    "ordered": "fail_reinspection",
}
"""Result of a re-inspection → step: what was ordered again has not passed."""

NEEDED = ("officers", "arrived_at", "left_at", "findings", "result", "order.")
"""Beginnings of the places in a record without which no step of the case can be taken."""
LONGEST: Mapping[str, int] = {"person": 100, "duty": 200}
"""Characters of parts of an order: they stand in a form (core/cases/needs.py)."""
CERTIFICATES_LONGEST = 40


def steps_of(state: State, record: Record) -> tuple[tuple[str, ...], str]:
    """Return the steps that a visit means for a case in `state`, or why it means none (a msgid).

    Whether each step is allowed is judged where it is performed.
    """
    if record["basis"] == "reinspection":
        if state is not State.REINSPECTING:
            return (), N_("The case does not await a re-inspection.")
        step = REINSPECTIONS.get(record["result"])
        if step is None:
            return (), N_("A re-inspection either passes or is ordered anew.")
        return (step,), ""
    ordered = ("order_rectification",) if record["result"] == "ordered" else ()
    return (*BEFORE.get(state, ()), "record_inspection", *ordered), ""


def is_needed(fault: Fault) -> bool:
    """Return whether no decision can do without what `fault` names."""
    return fault.path.startswith(NEEDED) or fault.path == "order"


def too_long(record: Record) -> list[Fault]:
    """Return a fault for each part of the order that does not fit into one."""
    order = record["order"] if record["result"] == "ordered" else None
    return [
        Fault(f"order.{name}", N_("Too long in the order."))
        for name, most in LONGEST.items()
        if order is not None and len(order[name]) > most
    ]


def offset_ms(sent_at: datetime | None, received_at: datetime) -> int | None:
    """Return how far the tablet's clock is behind the server's, in milliseconds."""
    if sent_at is None:
        return None
    return round((received_at - sent_at) / timedelta(milliseconds=1))


def corrected(at: datetime, offset: int | None) -> datetime:
    """Return an instant of the tablet by the server's clock; small differences are left alone."""
    if offset is None or abs(offset) <= CLOCK_TOLERANCE_MS:
        return at
    try:
        return at + timedelta(milliseconds=offset)
    except OverflowError:  # The clock was millennia off: what is wrong stays as it was said.
        return at


def instant(text: str) -> datetime:
    """Return an instant that the shape has let through, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)
