"""What goes along with a petition whose case joins a leading one or leaves it."""

from __future__ import annotations

from sqlalchemy import select, update

from caseflow.core.cases.actions.act import Act
from caseflow.core.deadlines import actions as deadlines
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import CallBackTask
from caseflow.core.replies.rules import WAITING
from caseflow.ground.extensions import db


def take_call_backs_along(act: Act) -> None:
    """Let the call-backs that wait be made through the case that the petitions belong to now.

    Their clock begins anew when that case is closed: nobody is called back before.
    """
    mine = select(Petition.id).where(Petition.case_id == act.case.id)
    db.session.execute(
        update(CallBackTask)
        .where(CallBackTask.petition_id.in_(mine), CallBackTask.state == WAITING)
        .values(case_id=act.case.leading_case_id or act.case.id)
        .execution_options(synchronize_session="fetch")
    )
    deadlines.stop_deadlines(act.case, "callback", act.at, "superseded", act.seq)
