"""Whose turn it is: who must act next on a case, by its state."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from caseflow.core.cases.queries.lists import CaseRow
from caseflow.core.cases.states import State
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
