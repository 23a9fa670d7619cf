"""The case of a planned visit that had none when the tablet took it along."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.plans.models import PlannedInspection
from caseflow.field.inspections.plans.actions import open_visit
from caseflow.field.sync.actions.performing import lock_case
from caseflow.ground.errors import NotPermitted, NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


def case_of_planned(planned_id: int, officer: User) -> Case:
    """Return the case of a planned visit, held; opened now, by its officer, if it has none.

    Raises NotVisible, NotPermitted for whoever is none of its officers, and what opening raises.
    """
    wanted = select(PlannedInspection).where(PlannedInspection.id == planned_id).with_for_update()
    row = db.session.scalar(wanted.execution_options(populate_existing=True))
    if row is None:
        raise NotVisible(_("There is no such planned inspection."))
    if officer.id not in {row.officer_id, row.second_officer_id}:
        raise NotPermitted(_("Who sent the record is none of the officers of this planned visit."))
    if row.case_id is None:
        return open_visit(planned_id, row.version, officer)
    case = lock_case(row.case_id)
    assert case is not None  # A planned visit refers to a case that is there.
    return case
