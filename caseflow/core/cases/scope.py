"""Loading a case for a person: 404 for strangers, 403 where the right is missing."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, select

from caseflow.core.cases.models import Case
from caseflow.ground.errors import NotPermitted, NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import PERMISSION_LABELS, Permission, Role, Scope, scope_of
from caseflow.people.permissions.scoping import in_scope, unit_and_below


def cases_where(user: User, permission: Permission = Permission.CASE_VIEW) -> ColumnElement[bool]:
    """Return the WHERE clause of the cases on which `user` holds `permission`."""
    return in_scope(user, permission, unit_column=Case.unit_id, own_columns=(Case.assignee_id,))


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
    return scope is Scope.UNIT and case.unit_id in unit_and_below(user.unit_id)


def rights_on(user: User, case: Case) -> frozenset[Permission]:
    """Return all that `user` may do with this very case; one statement at most."""
    held = {p: scope_of(Role(user.role), p) for p in Permission}
    is_own = case.assignee_id == user.id
    near = {Scope.COUNTY} | ({Scope.OWN, Scope.UNIT} if is_own else set())
    if not is_own and Scope.UNIT in held.values() and case.unit_id in unit_and_below(user.unit_id):
        near.add(Scope.UNIT)
    return frozenset(permission for permission, scope in held.items() if scope in near)


def ensure_may(permission: Permission, case: Case, actor: User | None) -> None:
    """Raise NotVisible or NotPermitted unless `actor` (None: the system) may act on `case`."""
    if actor is None:
        return
    if not reaches(actor, Permission.CASE_VIEW, case):
        raise NotVisible(_("There is no such case, or it is not within your reach."))
    if not reaches(actor, permission, case):
        right = _(PERMISSION_LABELS[permission])
        raise NotPermitted(_("Your role does not include the right to %(right)s.", right=right))
