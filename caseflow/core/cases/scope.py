"""Loading a case for a person: 404 for strangers, 403 where the right is missing."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, or_, select

from caseflow.core.cases.models import Case
from caseflow.core.together.models import CaseTask
from caseflow.core.together.rules import RUNNING, SHOWING, TaskState
from caseflow.ground.errors import NotPermitted, NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission, Role, Scope, scope_of
from caseflow.people.permissions.rights import missing_right
from caseflow.people.permissions.scoping import Reach, in_scope, reach_of

BY_TASK: dict[Permission, frozenset[TaskState]] = {
    Permission.CASE_VIEW: SHOWING,
    Permission.TASK_ANSWER: RUNNING,
}
"""What a unit may do in another's case by a task of its own, while the task is in these states."""


def cases_where(user: User, permission: Permission = Permission.CASE_VIEW) -> ColumnElement[bool]:
    """Return the WHERE clause of the cases on which `user` holds `permission`."""
    scope = scope_of(Role(user.role), permission)
    reach = reach_of(user) if scope in {Scope.OWN, Scope.UNIT} else None
    clause = in_scope(
        user, permission, unit_column=Case.unit_id, own_columns=(Case.assignee_id,), reach=reach
    )
    if reach is None or scope is Scope.OWN or permission not in BY_TASK:
        return clause
    mine = select(CaseTask.case_id).where(tasks_of(reach), CaseTask.state.in_(BY_TASK[permission]))
    return or_(clause, Case.id.in_(mine))


def tasks_of(reach: Reach) -> ColumnElement[bool]:
    """Return the clause of the tasks that somebody of this reach answers for."""
    return or_(CaseTask.unit_id.in_(reach.units), CaseTask.assignee_id.in_(reach.people))


def visible_cases(statement: Select[Any], user: User) -> Select[Any]:
    """Return `statement` (over Case) narrowed to what `user` may look at."""
    return statement.where(cases_where(user))


def get_case(user: User, case_id: int) -> Case:
    """Return the case, or raise NotVisible if it is out of the person's scope."""
    wanted = visible_cases(select(Case).where(Case.id == case_id), user)
    case: Case | None = db.session.scalar(wanted)
    if case is None:
        raise NotVisible(_("There is no such case, or it is not within your reach."))
    return case


def reaches(user: User, permission: Permission, case: Case) -> bool:
    """Return whether `user` holds `permission` on this very case."""
    scope = scope_of(Role(user.role), permission)
    if scope is None:
        return False
    if scope is Scope.COUNTY or case.assignee_id == user.id:
        return True
    reach = reach_of(user)
    if case.assignee_id in reach.people:
        return True
    if scope is Scope.OWN:
        return False
    return case.unit_id in reach.units or permission in _rights_by_task(reach, case)


def _rights_by_task(reach: Reach, case: Case) -> frozenset[Permission]:
    states = set(
        db.session.scalars(
            select(CaseTask.state).where(CaseTask.case_id == case.id, tasks_of(reach))
        )
    )
    return frozenset(right for right, shown in BY_TASK.items() if shown & states)


def rights_on(user: User, case: Case) -> frozenset[Permission]:
    """Return all that `user` may do with this very case; two statements at most.

    Who sees it only by a task of the unit may do what belongs to the task, and nothing else.
    """
    held = {p: scope_of(Role(user.role), p) for p in Permission}
    near, by_task = {Scope.COUNTY}, frozenset[Permission]()
    if case.assignee_id == user.id:
        near |= {Scope.OWN, Scope.UNIT}
    elif {Scope.OWN, Scope.UNIT} & set(held.values()):
        reach = reach_of(user)
        if case.assignee_id in reach.people:
            near |= {Scope.OWN, Scope.UNIT}
        elif case.unit_id in reach.units:
            near.add(Scope.UNIT)
        else:
            by_task = _rights_by_task(reach, case)
    if by_task:
        return frozenset(permission for permission in by_task if held[permission])
    return frozenset(permission for permission, scope in held.items() if scope in near)


def ensure_may(permission: Permission, case: Case, actor: User | None) -> None:
    """Raise NotVisible or NotPermitted unless `actor` (None: the system) may act on `case`."""
    if actor is None:
        return
    if permission is Permission.CASE_HAND_OVER and reaches(actor, permission, case):
        return  # Who hands the work of others over need not be one who may read it.
    if not reaches(actor, Permission.CASE_VIEW, case):
        raise NotVisible(_("There is no such case, or it is not within your reach."))
    if permission in rights_on(actor, case):
        return
    raise NotPermitted(missing_right(permission))
