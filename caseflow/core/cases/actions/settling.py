"""A case that comes back from under another, or by undoing, comes back to people who are there."""

from __future__ import annotations

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.states import State
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit, User
from caseflow.people.accounts.ties import headless_units
from caseflow.people.permissions.policy import HANDLERS, Role


def settle_owner(act: Act) -> None:
    """Take a handler away who has left since, and the unit too if nobody would answer there.

    Without a unit the case goes to the dispatcher, as one that was returned. One that goes back
    under its leading case needs none: that one's people answer.
    """
    case = act.case
    if act.back_to in {State.REGISTERED, State.ACCEPTED, State.MERGED}:
        return
    handler = db.session.get(User, case.assignee_id) if case.assignee_id else None
    if handler is not None and not (handler.is_active and Role(handler.role) in HANDLERS):
        act.set("assignee_id", None)
    unit = db.session.get(Unit, case.unit_id) if case.unit_id else None
    if unit is None or not unit.is_active or _has_nobody(act, unit):
        act.set("unit_id", None)
        act.set("assignee_id", None)
        act.back_to = State.ACCEPTED


def _has_nobody(act: Act, unit: Unit) -> bool:
    return act.case.assignee_id is None and unit.id in headless_units()
