"""Taking a model out of force, by a better one or by a person."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import update

from caseflow.desk.triage.models import TriageTraining
from caseflow.desk.triage.queries import KIND
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


def switch_off(model_id: int, actor: User) -> None:
    """Take a model out of force: the keyword table serves again. Does not commit.

    Raises BadInput if it is not in force any more.
    """
    if not end_in_force(by_id=actor.id, only=model_id):
        raise BadInput(_("This model is not in force any more."))


def end_in_force(by_id: int | None, only: int | None = None) -> bool:
    """End the model in force (`only`: if it is that one); returns whether there was one."""
    ending = update(TriageTraining).where(
        TriageTraining.kind == KIND,
        TriageTraining.in_force_from.is_not(None),
        TriageTraining.in_force_until.is_(None),
    )
    if only is not None:
        ending = ending.where(TriageTraining.id == only)
    done: Any = db.session.execute(
        ending.values(in_force_until=clock.now(), switched_off_by_id=by_id)
    )
    return bool(done.rowcount)
