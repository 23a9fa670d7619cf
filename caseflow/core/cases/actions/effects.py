"""What each transition does beside moving the state: one small function per row of the table.

Effects of one subject stand in a file of their own, `<subject>_effects.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.actions.following import take_call_backs_along
from caseflow.core.cases.actions.settling import settle_owner
from caseflow.core.cases.actions.telling import give_notices
from caseflow.core.cases.lifecycle import told_of_undo
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.deadlines import actions as deadlines
from caseflow.core.deadlines.models import Deadline
from caseflow.core.enforcement.models import RectificationOrder
from caseflow.core.petitions.models import Petition
from caseflow.core.together.actions import take_back
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db

Effect = Callable[[Act], None]
EFFECTS: dict[str, Effect] = {}


def effect(*names: str) -> Callable[[Effect], Effect]:
    """Register a function as the effect of these transitions."""

    def register(function: Effect) -> Effect:
        for name in names:
            EFFECTS[name] = function
        return function

    return register


def flushed(act: Act, name: str, row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    act.made(name, row.id)
    return row


def named_petition(act: Act) -> Petition:
    """Return the petition named in the input; BadInput unless it belongs to the case."""
    petition = db.session.scalar(
        select(Petition).where(petitions_of(act.case.id), Petition.id == act.given["petition_id"])
    )
    if petition is None:
        raise BadInput(_("Choose a petition of this case."))
    return petition


@effect("return_to_dispatcher")
def _return(act: Act) -> None:
    act.changes["return_reason"] = act.given["return_reason"]
    act.set("return_count", act.case.return_count + 1)
    act.set("unit_id", None)
    act.set("assignee_id", None)


@effect("receipt")
def _receipt(act: Act) -> None:
    if act.case.assignee_id is None and act.actor_id is not None:
        act.set("assignee_id", act.actor_id)


@effect("decline")
def _decline(act: Act) -> None:
    act.changes["decline_reason"] = act.given["decline_reason"]
    give_notices(act, "refusal")


@effect("transfer_out", "objection_agreed")
def _transfer(act: Act) -> None:
    act.changes["transfer_to"] = act.given["transfer_to"]
    act.changes["transfer_basis"] = act.given["transfer_basis"]
    give_notices(act, "transfer")


@effect("acknowledge")
def _acknowledge(act: Act) -> None:
    give_notices(act, "acceptance")


@effect("withdraw")
def _withdraw(act: Act) -> None:
    give_notices(act, "withdrawal")


@effect("void_import")
def _void_import(act: Act) -> None:
    """Cancel what runs; the petition stays as submitted, but its reference becomes free."""
    running = select(Deadline.clock).where(
        Deadline.case_id == act.case.id, Deadline.stopped_at.is_(None)
    )
    for name in list(db.session.scalars(running.distinct())):
        deadlines.stop_deadlines(act.case, name, act.at, "cancelled", act.seq)
    ids = list(db.session.scalars(select(Petition.id).where(Petition.case_id == act.case.id)))
    db.session.execute(
        update(Petition)
        .where(Petition.id.in_(ids))
        .values(voided_at=act.at)
        .execution_options(synchronize_session="fetch")
    )
    act.changes["voided_petitions"] = ids


@effect("submit_for_sign_off")
def _submit(act: Act) -> None:
    act.set("conclusion", act.given["conclusion"])


@effect("chase")
def _chase(act: Act) -> None:
    act.changes["petition"] = named_petition(act).id
    act.set("chase_count", act.case.chase_count + 1)


@effect("raise_group")
def _raise_group(act: Act) -> None:
    act.set("is_group", True)


@effect("mark_urgent")
def _mark_urgent(act: Act) -> None:
    act.set("is_urgent", True)


@effect("undo")
def _undo(act: Act) -> None:
    """Take the latest act back: fields as they were, its clocks cancelled, stopped ones running."""
    latest = act.situation.case.latest
    assert latest is not None
    event = db.session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == act.case.id, CaseEvent.seq == latest.seq)
    ).one()
    for name, change in event.changes.items():
        is_field = isinstance(change, list) and hasattr(Case, name)
        if is_field and name != "closed_at":  # it goes with the state
            act.set(name, change[0])
    if "reported_order" in event.changes:
        db.session.get_one(RectificationOrder, event.changes["reported_order"]).reported_at = None
    take_back(act.case.id, event.seq, act.at, act.seq)
    deadlines.cancel_opened(act.case, event.seq, act.at, act.seq)
    deadlines.reopen_stopped(act.case, event.seq)
    if "leading_case_id" in event.changes:
        take_call_backs_along(act)
    act.back_to = event.from_state
    settle_owner(act)
    assert event.from_state is not None  # What opens a case is not undone.
    act.also_tells = told_of_undo(event.act, State(event.from_state))
    act.changes["undone_seq"] = event.seq
