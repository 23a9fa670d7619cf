"""What the acts of a supervision notice do: issue, answer, accept the answer or return it."""

from __future__ import annotations

from sqlalchemy import select

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.effects import effect
from caseflow.core.notices.models import SupervisionNotice
from caseflow.core.notices.rules import ACCEPTED, ANSWERED, ISSUED, OPEN, PROPOSED
from caseflow.core.petitions.numbers import take_number
from caseflow.ground import clock
from caseflow.ground.extensions import db


def _latest(case_id: int, *states: str) -> SupervisionNotice | None:
    return db.session.scalars(
        select(SupervisionNotice)
        .where(SupervisionNotice.case_id == case_id, SupervisionNotice.state.in_(states))
        .order_by(SupervisionNotice.id.desc())
        .limit(1)
    ).one_or_none()


def _open(act: Act) -> SupervisionNotice:
    """Return the notice of the case that is not settled; the guards have seen that there is one."""
    found = _latest(act.case.id, *OPEN)
    assert found is not None
    act.changes["supervision_notice"] = found.id
    act.changes["notice_number"] = found.number
    return found


@effect("issue_notice")
def _issue(act: Act) -> None:
    """A proposal of the system for this case becomes the notice."""
    number = take_number("supervision_notice", clock.local_date(act.at))
    notice = _latest(act.case.id, PROPOSED) or SupervisionNotice(
        case_id=act.case.id, return_count=0, settled_words=""
    )
    notice.state, notice.number = ISSUED, number
    notice.unit_id, notice.assignee_id = act.case.unit_id, act.case.assignee_id
    notice.ground = act.given["notice_ground"]
    notice.demand = act.given["words"]
    notice.answer_by_on = act.given["answer_by"]
    notice.issued_at, notice.issued_by_id = act.at, act.actor_id
    db.session.add(notice)
    db.session.flush()
    act.made("supervision_notice", notice.id)
    act.changes["notice_number"] = notice.number
    act.changes["notice_ground"] = notice.ground
    act.changes["answer_by"] = notice.answer_by_on


@effect("answer_notice")
def _answer(act: Act) -> None:
    notice = _open(act)
    notice.state = ANSWERED
    notice.answer = act.given["words"]
    notice.answered_at, notice.answered_by_id = act.at, act.actor_id


@effect("accept_answer")
def _accept(act: Act) -> None:
    notice = _open(act)
    notice.state = ACCEPTED
    notice.settled_at, notice.settled_by_id = act.at, act.actor_id
    notice.settled_words = act.given.get("words") or ""


@effect("return_answer")
def _return(act: Act) -> None:
    """The answer stays in the history; the notice waits for another by its new day."""
    notice = _open(act)
    notice.state = ISSUED
    notice.return_count += 1
    notice.answer_by_on = act.given["answer_by"]
    act.changes["answer_by"] = notice.answer_by_on
