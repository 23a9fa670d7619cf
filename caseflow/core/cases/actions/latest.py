"""The latest act of a case, and what must be known of it before it is undone."""

from __future__ import annotations

from sqlalchemy import exists, func, or_, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.facts import LatestAct
from caseflow.core.cases.lifecycle import UNDOABLE
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Notice, Reply
from caseflow.ground.extensions import db

PASSIVE_ACTS = frozenset(
    {
        "note",
        "add_evidence",
        "chase",
        "remind",
        "raise_group",
        "issue_document",
        "void_document",
        "issue_notice",
        "answer_notice",
        "accept_answer",
        "return_answer",
    }
)
"""Acts that change no state and do not stand in the way of undoing the one before."""

JOINING_ACTS = frozenset({"join", "merge"})
LEADING_ACTS = JOINING_ACTS | {"split"}
"""Acts that put a case under a leading one, or take it from there."""


def _leading_state(event: CaseEvent, *, holds_leading: bool) -> State | None:
    """Return the state of the case that an act joined or left, locked if that is asked for."""
    if event.act not in LEADING_ACTS:
        return None
    before, after = event.changes["leading_case_id"]
    wanted = select(Case.state).where(Case.id == (after or before))
    state = db.session.scalar(wanted.with_for_update() if holds_leading else wanted)
    return State(state) if state else None


def _is_told_since(event: CaseEvent) -> bool:
    """Return whether a petition of the case was answered or given a notice since it joined one."""
    if event.act not in JOINING_ACTS:
        return False
    mine = Petition.case_id == event.case_id
    replied = exists().where(Reply.petition_id == Petition.id, Reply.given_at >= event.at)
    noticed = exists().where(Notice.petition_id == Petition.id, Notice.given_at >= event.at)
    is_told = or_(Petition.answered_at.is_not(None), replied, noticed)
    return bool(db.session.scalar(select(func.count(Petition.id)).where(mine, is_told)))


def latest_act(case_id: int, *, holds_leading: bool) -> LatestAct | None:
    """Return the latest act of a case that changed anything; `holds_leading`: see `gather`."""
    rows = db.session.scalars(
        select(CaseEvent)
        .where(CaseEvent.case_id == case_id, CaseEvent.act.not_in(PASSIVE_ACTS))
        .order_by(CaseEvent.seq.desc())
        .limit(1)
    )
    row = next(iter(rows), None)
    if row is None:
        return None
    # Locked before the replies are read.
    leading_state = _leading_state(row, holds_leading=holds_leading)
    return LatestAct(
        row.seq,
        row.act,
        row.actor_id,
        row.at,
        row.from_state,
        is_undoable=row.act in UNDOABLE,
        leading_state=leading_state,
        is_told_since=_is_told_since(row),
    )
