"""事事有答复: what would be closed without an answer, in one place."""

from __future__ import annotations

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Reply
from caseflow.ground.extensions import db


def closed_without_answer() -> list[str]:
    """Return the numbers of closed cases of which a petition has no answer; always empty.

    An answer is a reply, or the record that none is possible, given since the case was last taken
    up: 事事有答复，件件有回音.
    """
    answer = exists().where(
        Reply.petition_id == Petition.id, Reply.given_at >= Petition.answered_at
    )
    leading = aliased(Case)
    rows = db.session.scalars(
        select(Petition.number)
        .join(Case, Case.id == Petition.case_id)
        .outerjoin(leading, leading.id == Case.leading_case_id)
        .where(
            or_(
                Case.state == State.CLOSED,
                and_(Case.state == State.MERGED, leading.state == State.CLOSED),
            ),
            Petition.voided_at.is_(None),
            or_(Petition.answered_at.is_(None), ~answer),
        )
        .order_by(Petition.id)
    )
    return list(rows)
