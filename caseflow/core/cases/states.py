"""The states of a case and the words for them. Pure."""

from __future__ import annotations

from enum import StrEnum

from caseflow.ground.i18n import N_


class State(StrEnum):
    REGISTERED = "registered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TRANSFERRED_OUT = "transferred_out"
    ASSIGNED = "assigned"
    RECEIPTED = "receipted"
    INVESTIGATING = "investigating"
    RECTIFYING = "rectifying"
    REINSPECTING = "reinspecting"
    RECTIFIED = "rectified"
    AWAITING_SIGN_OFF = "awaiting_sign_off"
    REPLY_OWED = "reply_owed"
    CLOSED = "closed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    VOID = "void"


STATE_LABELS: dict[State, str] = {
    State.REGISTERED: N_("Registered"),
    State.ACCEPTED: N_("Accepted"),
    State.DECLINED: N_("Declined"),
    State.TRANSFERRED_OUT: N_("Transferred out"),
    State.ASSIGNED: N_("Assigned"),
    State.RECEIPTED: N_("Receipt acknowledged"),
    State.INVESTIGATING: N_("Under investigation"),
    State.RECTIFYING: N_("Under rectification"),
    State.REINSPECTING: N_("Awaiting re-inspection"),
    State.RECTIFIED: N_("Rectified"),
    State.AWAITING_SIGN_OFF: N_("Awaiting sign-off"),
    State.REPLY_OWED: N_("Reply owed"),
    State.CLOSED: N_("Closed"),
    State.MERGED: N_("Merged"),
    State.WITHDRAWN: N_("Withdrawn"),
    State.VOID: N_("Void"),
}

ENDED = frozenset(
    {
        State.DECLINED,
        State.TRANSFERRED_OUT,
        State.CLOSED,
        State.MERGED,
        State.WITHDRAWN,
        State.VOID,
    }
)
"""States in which nothing is owed by the authority any more (merged: through the leading case).

A void case counts nowhere: its number was given by an import that was taken back."""

OPEN = frozenset(State) - ENDED

PUBLIC_STATUS: dict[State, str] = {
    State.REGISTERED: N_("We have received your petition"),
    State.ACCEPTED: N_("We have taken your petition on"),
    State.DECLINED: N_("Not taken on; the reason was told to you"),
    State.TRANSFERRED_OUT: N_("Passed on to the competent authority"),
    State.ASSIGNED: N_("We have taken your petition on"),
    State.RECEIPTED: N_("Being handled"),
    State.INVESTIGATING: N_("Being handled"),
    State.RECTIFYING: N_("Being put right"),
    State.REINSPECTING: N_("Being put right"),
    State.RECTIFIED: N_("Being put right"),
    State.AWAITING_SIGN_OFF: N_("Being checked before the answer"),
    State.REPLY_OWED: N_("Being checked before the answer"),
    State.CLOSED: N_("Answered"),
    State.MERGED: N_("Being handled"),
    State.WITHDRAWN: N_("Withdrawn at your request"),
    State.VOID: N_("This number is void"),
}
