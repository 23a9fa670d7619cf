"""What the guards need to know of the unit and person given a case, and of a case's tasks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from caseflow.core.assignments.queries import suggest_units
from caseflow.core.cases.facts import ReceiverFacts, TaskFacts
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.together.models import CaseTask
from caseflow.core.together.rules import RUNNING, TaskState
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit, User
from caseflow.people.accounts.ties import headless_units
from caseflow.people.permissions.policy import HANDLERS, Permission, Role, Scope, scope_of
from caseflow.people.permissions.scoping import Reach, reach_of


def receiver_of(case: Case, given: dict[str, Any]) -> ReceiverFacts | None:
    """Return what is known of the unit and person named in `given`; None if no unit is.

    Both rows are held as they are until the commit, so that neither is closed meanwhile.
    """
    unit_id, assignee_id = given.get("unit_id"), given.get("assignee_id")
    if not isinstance(unit_id, int):
        return None
    unit = db.session.scalar(_held(select(Unit).where(Unit.id == unit_id)))
    if unit is None:
        return ReceiverFacts(is_unit_open=False, has_head=False)
    is_township = unit.kind == "township"
    return ReceiverFacts(
        is_unit_open=unit.is_active,
        has_head=unit.id not in headless_units(),
        is_township=is_township,
        is_named=not is_township or _is_named(case, unit.id),
        is_assignee_there=assignee_id is None or _is_there(assignee_id),
    )


def _held(statement: Any) -> Any:
    return statement.with_for_update(read=True).execution_options(populate_existing=True)


def _is_there(user_id: int) -> bool:
    user = db.session.scalar(_held(select(User).where(User.id == user_id)))
    return user is not None and user.is_active and Role(user.role) in HANDLERS


def _is_named(case: Case, unit_id: int) -> bool:
    """Return whether the dispatch matrix of today names the unit for the matter of the case."""
    codes = db.session.scalars(
        select(CaseCategory.category_code)
        .where(CaseCategory.case_id == case.id)
        .order_by(CaseCategory.category_code)
    ).all()
    found = suggest_units(codes, case.track, case.township_code, clock.today())
    return found is not None and unit_id in {found.lead.id, *(u.id for u in found.co_handling)}


def tasks_seen(case: Case, actor_id: int | None) -> dict[int, TaskFacts]:
    """Return the tasks of a case that are still owed, as `actor_id` (None: the system) sees them.

    For a partner department, which has no accounts here, whoever asked it answers: those who lead
    the case, dispatchers and supervisors.
    """
    rows = db.session.execute(
        select(CaseTask.id, CaseTask.unit_id, CaseTask.assignee_id, CaseTask.state, Unit.kind)
        .join(Unit, Unit.id == CaseTask.unit_id)
        .where(CaseTask.case_id == case.id, CaseTask.state.in_(RUNNING))
        .order_by(CaseTask.id)
    ).all()
    actor = db.session.get(User, actor_id) if rows and actor_id is not None else None
    scope = scope_of(Role(actor.role), Permission.TASK_ANSWER) if actor else None
    reach = reach_of(actor) if actor is not None and scope is Scope.UNIT else None
    return {
        row.id: TaskFacts(
            is_received=row.state == TaskState.RECEIVED,
            is_mine=actor is None or _is_mine(row, case, scope, reach),
        )
        for row in rows
    }


def _is_mine(row: Any, case: Case, scope: Scope | None, reach: Reach | None) -> bool:
    if reach is None:
        return scope is Scope.COUNTY and row.kind == "partner"
    leads = case.unit_id in reach.units or case.assignee_id in reach.people
    is_own = row.unit_id in reach.units or row.assignee_id in reach.people
    return is_own or (row.kind == "partner" and leads)
