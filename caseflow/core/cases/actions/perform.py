"""`perform`: the only writer of a case's state. It never commits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from caseflow.core.audit.actions import append_event, next_seq
from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions import (
    clock_effects,
    enforcement_effects,
    evidence_effects,
    inspection_effects,
    joining_effects,
    judging,
    noticing,
    reply_effects,
    review_effects,
    unsolved_effects,
)
from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.answering import owes_reply
from caseflow.core.cases.actions.clocks import move_clocks
from caseflow.core.cases.actions.effects import EFFECTS
from caseflow.core.cases.actions.grouping import GROUPING_ACTS, group_ground
from caseflow.core.cases.actions.situation import situation_of
from caseflow.core.cases.actions.together import end_tasks
from caseflow.core.cases.indexing import INDEXED_ACTS, index_case
from caseflow.core.cases.lifecycle import TRANSITIONS, Transition, destination, refusals
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import ensure_may
from caseflow.core.cases.states import ENDED, State
from caseflow.core.messages.actions import tell
from caseflow.core.messages.platform.actions import tell_platforms
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from caseflow.ground.versions import claim_version
from caseflow.people.accounts.models import User

REGISTERED_EFFECTS = (
    clock_effects,
    enforcement_effects,
    evidence_effects,
    inspection_effects,
    joining_effects,
    judging,
    noticing,
    reply_effects,
    review_effects,
    unsolved_effects,
)
"""Modules whose effects register themselves beside those of effects.py."""

WORDS = ("reason", "words", "notice_words", "reply_words", "findings", "caption")
"""Inputs that are kept as the words of the history row."""


def perform(case: Case, name: str, actor: User | None, *, version: int, **given: Any) -> CaseEvent:
    """Do one transition of the lifecycle table and return its history row.

    `actor` None is the system itself. Raises StaleCase, NotVisible, NotPermitted or Refused; then
    nothing was changed that the caller's rollback does not take back.
    """
    row = TRANSITIONS[name]
    ensure_may(row.permission, case, actor)
    claim_version(case, version, _("Somebody changed this case in the meantime."))
    leading_id = case.leading_case_id
    event = _do(row, case, actor.id if actor else None, {k: v for k, v in given.items() if v != ""})
    if name in GROUPING_ACTS:
        raise_if_group(case)
    if given.get("is_solved") is False:
        report_unsolved(case, event, given)
    if leading_id is not None and case.leading_case_id is None:
        close_if_answered(leading_id)
    return event


def close_if_answered(case_id: int) -> None:
    """Close a case that owed its replies to petitions that have left it: nobody could reply."""
    case = db.session.get_one(Case, case_id)
    if case.state == State.REPLY_OWED and not owes_reply(case_id):
        perform(case, "close_answered", None, version=case.version)


def report_unsolved(case: Case, event: CaseEvent, given: dict[str, Any]) -> None:
    """Put on record that a complainant calls the matter not solved, unless it stands there."""
    petition_id = given["petition_id"]
    if not unsolved_effects.open_reports(case.id, petition_id):
        told = {"petition_id": petition_id, "words": given.get("words") or ""}
        by = given.get("rated_by") or event.act
        perform(case, "report_unsolved", None, version=case.version, rated_by=by, **told)


def raise_if_group(case: Case, *, is_new: bool = False) -> None:
    """Look whether the case, or the one that answers it, has become a group complaint.

    `is_new`: it was opened just now, with the one petition that it has.
    """
    leading = db.session.get_one(Case, case.leading_case_id) if case.leading_case_id else case
    ground = group_ground(leading, is_new=is_new)
    if ground:
        perform(leading, "raise_group", None, version=leading.version, words=ground)


def _do(row: Transition, case: Case, actor_id: int | None, given: dict[str, Any]) -> CaseEvent:
    situation = situation_of(case, actor_id, given, row.name)
    reasons = refusals(row, situation)
    if reasons:
        raise Refused([_(reason) for reason in reasons])
    act = Act(row, case, actor_id, situation.now, next_seq(case.id), given, situation)
    if row.name in EFFECTS:
        EFFECTS[row.name](act)
    return conclude(act)


def conclude(act: Act) -> CaseEvent:
    """Move the state and the clocks, append the history row and tell of `act`."""
    case, row = act.case, act.row
    before = State(case.state)
    after = State(act.back_to) if act.back_to else destination(row, before, owes_reply(case.id))
    case.state = after
    if after in ENDED and before not in ENDED:
        act.set("closed_at", act.ended_at)
        end_tasks(act)
    elif before in ENDED and after not in ENDED:
        act.set("closed_at", None)
    move_clocks(act, after)
    event = append_event(
        case.id,
        act=row.name,
        from_state=None if row.froms == (None,) else before,
        to_state=after,
        at=act.at,
        actor_id=act.actor_id,
        changes=_plain(act.changes),
        words="\n".join(str(act.given[name]) for name in WORDS if act.given.get(name)),
    )
    if row.name in INDEXED_ACTS:
        index_case(case)
    for kind in (*row.tells, act.also_tells) if act.is_told else ():
        if kind:
            tell(kind, case, event)
    for tell_others in act.after_event:
        tell_others(act, event)
    tell_platforms(case, event, act.given)
    return event


def _plain(changes: dict[str, Any]) -> dict[str, Any]:
    """Return `changes` in values that JSON knows; instants and days in ISO form."""

    def plain(value: Any) -> Any:
        if isinstance(value, datetime | date):
            return value.isoformat()
        if isinstance(value, list | tuple):
            return [plain(item) for item in value]
        return value

    return {name: plain(value) for name, value in changes.items()}
