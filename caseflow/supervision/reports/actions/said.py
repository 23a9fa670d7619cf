"""What complainants said of the handling: call-backs and ratings, of the newest reply alone.

What was said of an earlier reply is superseded once a new one is given.
"""

from __future__ import annotations

from sqlalchemy import Select, func, select

from caseflow.core.replies.models import CallBack, CallBackTask, PetitionRating, Reply
from caseflow.core.replies.rules import WAITING
from caseflow.ground.extensions import db


def _newest_replies(petition_ids: list[int]) -> Select[int]:
    return (
        select(func.max(Reply.id))
        .where(Reply.petition_id.in_(petition_ids))
        .group_by(Reply.petition_id)
    )


def call_backs(petition_ids: list[int]) -> dict[int, CallBack]:
    """Return the call-back of each petition that counts: the latest that reached anybody.

    Without one, the latest that did not, once nobody will call again: until then it is no
    call-back yet, and the petitioner is not left out as unreachable.
    """
    rows = db.session.scalars(
        select(CallBack)
        .join(Reply, Reply.petition_id == CallBack.petition_id)
        .where(
            Reply.id.in_(_newest_replies(petition_ids)),
            CallBack.called_at >= Reply.given_at,
        )
        .order_by(CallBack.was_reached, CallBack.id)
    )
    found = {row.petition_id: row for row in rows}
    waiting = set(
        db.session.scalars(
            select(CallBackTask.petition_id).where(
                CallBackTask.petition_id.in_(petition_ids), CallBackTask.state == WAITING
            )
        )
    )
    return {one: row for one, row in found.items() if row.was_reached or one not in waiting}


def ratings(petition_ids: list[int]) -> dict[int, str]:
    """Return the satisfaction in each petitioner's own latest rating."""
    rows = db.session.execute(
        select(PetitionRating.petition_id, PetitionRating.satisfaction)
        .where(PetitionRating.reply_id.in_(_newest_replies(petition_ids)))
        .order_by(PetitionRating.id)
    )
    return {petition_id: satisfaction for petition_id, satisfaction in rows}
