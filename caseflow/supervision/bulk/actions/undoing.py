"""Taking a decision back: a decision of its own, by recorded acts, on what is still as it was."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import after_commit
from caseflow.people.accounts.models import User
from caseflow.supervision.bulk.actions.working import wake
from caseflow.supervision.bulk.models import BulkItem, BulkRun
from caseflow.supervision.bulk.rules import ACTS, AT_ONCE, DONE, UNDO, WAITING


def why_not_undone(run: BulkRun, user: User, is_undone: bool) -> str:
    """Return why this person cannot take the decision back now; "" if they can."""
    if not ACTS[run.act].is_undoable:
        return str(_("What was decided here was told or served, and is not taken back."))
    if run.state != "done" or run.finished_at is None:
        return str(_("It is not finished yet."))
    if run.user_id != user.id:
        return str(_("Only the person who decided it can take it back."))
    if is_undone:
        return str(_("It was taken back already."))
    if clock.now() - run.finished_at > timedelta(minutes=settings().undo_minutes):
        return str(_("The time to take it back is over."))
    return ""


def is_undone(run_id: int) -> bool:
    """Return whether the decision was taken back."""
    wanted = select(BulkRun.id).where(BulkRun.undoes_id == run_id)
    return db.session.scalar(wanted) is not None


def undo(run: BulkRun, user: User) -> BulkRun:
    """Begin to take a decision back where its cases are as it left them. Raises Refused."""
    why = why_not_undone(run, user, is_undone(run.id))
    done = list(
        db.session.scalars(
            select(BulkItem).where(BulkItem.run_id == run.id, BulkItem.state == DONE)
        )
    )
    if why or not done:
        raise Refused([why or _("With no case was anything done that could be taken back.")])
    found = BulkRun(
        act=UNDO,
        user_id=user.id,
        state="waiting",
        query=run.query,
        given={},
        matched_count=len(done),
        is_job=len(done) > AT_ONCE,
        undoes_id=run.id,
        created_at=clock.now(),
        started_at=clock.now(),
    )
    db.session.add(found)
    db.session.flush()
    db.session.add_all(
        BulkItem(
            run_id=found.id,
            case_id=item.case_id,
            version=item.version_after or 0,
            state=WAITING,
            words="",
        )
        for item in done
    )
    db.session.flush()
    if found.is_job:
        after_commit("bulk", wake)
    return found
