"""Whose turn it is: who must act next on a case, by its state; and why it is late, in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from caseflow.core.cases.queries.lists import CaseRow
from caseflow.core.cases.states import State
from caseflow.core.deadlines.calendar import working_days_between
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.ground import clock
from caseflow.ground.i18n import N_
from caseflow.people.permissions.policy import ROLE_LABELS, Role

_BY_STATE: dict[State, Role] = {
    State.REGISTERED: Role.DISPATCHER,
    State.ACCEPTED: Role.DISPATCHER,
    State.AWAITING_SIGN_OFF: Role.SUPERVISOR,
    State.REPLY_OWED: Role.OPERATOR,
    State.CLOSED: Role.OPERATOR,
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A role in words, or the officer or unit by name."""

    role: str = ""
    name: str = ""


def whose_turn(row: CaseRow) -> Turn:
    """Return who must act next: a named officer, the unit, or the role in charge of the state."""
    role = _BY_STATE.get(row.state)
    if role is not None:
        return Turn(role=_(ROLE_LABELS[role]))
    if row.state is State.MERGED:
        return Turn(role=_("Through the leading case"))
    return Turn(name=row.assignee or row.unit or "", role="" if row.assignee or row.unit else "–")


WAITS: dict[State, str] = {
    State.REGISTERED: N_("waits to be accepted by a dispatcher"),
    State.ACCEPTED: N_("waits to be assigned by a dispatcher"),
    State.ASSIGNED: N_("waits for receipt by %(name)s"),
    State.RECEIPTED: N_("waits for %(name)s to begin"),
    State.INVESTIGATING: N_("is being investigated by %(name)s"),
    State.RECTIFYING: N_("waits for the respondent; %(name)s watches over it"),
    State.REINSPECTING: N_("waits for re-inspection by %(name)s"),
    State.RECTIFIED: N_("waits to be submitted by %(name)s"),
    State.AWAITING_SIGN_OFF: N_("submitted by %(name)s, waits for sign-off by a supervisor"),
    State.REPLY_OWED: N_("waits for the reply to the complainant by the hotline"),
    State.MERGED: N_("is answered through its leading case"),
}
"""What a case waits for in each state, and of whom."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a case is late: `how_late` and `waits` are sentences, together one line."""

    how_late: str
    waits: str


def waits_for(row: CaseRow) -> str:
    """Return what the case waits for, and of whom."""
    name = row.assignee or row.unit or _("a person not named yet")
    return _(WAITS[row.state], name=name) if row.state in WAITS else ""


def why_late(row: CaseRow) -> Why | None:
    """Return which term has passed by how many working days, and who is to act; None if none has.

    Terms of hours, and those that ended on the working day before, say so without a count.
    """
    if row.due is None or row.due.state != "late":
        return None
    term = _(CLOCK_LABELS[row.due.clock]) if row.due.clock in CLOCK_LABELS else row.due.clock
    days = working_days_between(row.due.on, clock.today(), current_calendar())
    if days > 0:
        how = _("%(clock)s %(count)s working days late", clock=term, count=days)
    else:
        how = _("%(clock)s late, no working day over yet", clock=term)
    return Why(how, waits_for(row))
