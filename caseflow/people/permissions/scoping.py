"""Which cases a person can see at all: one filter for lists, one loader's test for pages."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.policy import Permission, Role, Scope, scope_of


def unit_and_below(unit_id: int) -> list[int]:
    """Return the ids of the unit and every unit under it, in one statement."""
    top = select(Unit.id).where(Unit.id == unit_id).cte("tree", recursive=True)
    tree = top.union_all(select(Unit.id).join(top, Unit.parent_id == top.c.id))
    return list(db.session.scalars(select(tree.c.id)))


def in_scope(
    user: User,
    permission: Permission,
    *,
    unit_column: InstrumentedAttribute[Any],
    own_columns: tuple[InstrumentedAttribute[Any], ...] = (),
) -> ColumnElement[bool]:
    """Return the WHERE clause of the rows on which `user` holds `permission`."""
    scope = scope_of(Role(user.role), permission)
    if scope is None:
        return false()
    if scope is Scope.COUNTY:
        return true()
    own = [column == user.id for column in own_columns]
    if scope is Scope.OWN:
        return or_(false(), *own)
    return or_(unit_column.in_(unit_and_below(user.unit_id)), *own)


def visible(
    statement: Select[Any],
    user: User,
    *,
    unit_column: InstrumentedAttribute[Any],
    own_columns: tuple[InstrumentedAttribute[Any], ...] = (),
) -> Select[Any]:
    """Return `statement` narrowed to the cases that `user` may look at."""
    clause = in_scope(user, Permission.CASE_VIEW, unit_column=unit_column, own_columns=own_columns)
    return statement.where(clause)
