"""Effects of putting a case under a leading one, and of taking it from there."""

from __future__ import annotations

from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.effects import effect
from caseflow.core.cases.actions.following import take_call_backs_along
from caseflow.core.cases.actions.settling import settle_owner
from caseflow.core.cases.states import State
from caseflow.core.deadlines import actions as deadlines
from caseflow.core.together.actions import take_back
from caseflow.ground.extensions import db


@effect("merge", "join")
def _merge(act: Act) -> None:
    act.set("leading_case_id", act.situation.target_id)
    take_call_backs_along(act)


@effect("split")
def _split(act: Act) -> None:
    merge = db.session.scalars(
        select(CaseEvent)
        .where(
            CaseEvent.case_id == act.case.id,
            CaseEvent.to_state == State.MERGED,
            CaseEvent.from_state != State.MERGED,
        )
        .order_by(CaseEvent.seq.desc())
        .limit(1)
    ).one()
    act.set("leading_case_id", None)
    act.back_to = merge.from_state
    deadlines.reopen_stopped(act.case, merge.seq)
    take_back(act.case.id, merge.seq, act.at, act.seq)
    take_call_backs_along(act)
    settle_owner(act)
