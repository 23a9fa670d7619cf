"""Trying a decision with what was typed, before it is done: nothing of it is kept."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.supervision.bulk.models import BulkItem, BulkRun
from caseflow.supervision.bulk.rules import ACTS, AT_ONCE, CANNOT, WAITING


class _NotMeant(Exception):
    """The act went through; it was only a trial."""


def rehearse(run_id: int, user_id: int, given: dict[str, Any]) -> int:
    """Try a draft's act on each of its cases and roll it back; note with which it cannot be done.

    Returns how many cases turned out so that could be done before. What could not be done before
    and can now waits again. A decision that a worker will do is not tried, for it would keep its
    maker waiting: there each case says afterwards why not.
    """
    count = select(func.count()).where(BulkItem.run_id == run_id)
    if (db.session.scalar(count) or 0) > AT_ONCE:
        return 0
    items = db.session.execute(
        select(BulkItem.id, BulkItem.case_id, BulkItem.version, BulkItem.state).where(
            BulkItem.run_id == run_id, BulkItem.state.in_((WAITING, CANNOT))
        )
    ).all()
    found = {
        item.id: _why_not(run_id, item.case_id, item.version, user_id, given) for item in items
    }
    with unit_of_work():
        for item in items:
            words = found[item.id]
            db.session.execute(
                update(BulkItem)
                .where(BulkItem.id == item.id, BulkItem.state.in_((WAITING, CANNOT)))
                .values(state=CANNOT if words else WAITING, words=words[:500])
                .execution_options(synchronize_session=False)
            )
    return sum(item.state == WAITING and bool(found[item.id]) for item in items)


def _why_not(run_id: int, case_id: int, version: int, user_id: int, given: dict[str, Any]) -> str:
    """Return why the act is refused on one case; "" if it goes through."""
    try:
        with unit_of_work():
            case = db.session.get_one(Case, case_id)
            act = ACTS[db.session.get_one(BulkRun, run_id).act]
            row = act.transition(State(case.state))
            if row is None:
                return str(_("This step is not possible in the present state of the case."))
            actor = db.session.get_one(User, user_id)
            perform(case, row.name, actor, version=version, **act.given(row, given))
            raise _NotMeant
    except _NotMeant:
        return ""
    except CaseflowError as error:
        return str(error)
