"""Which cases a person can see at all: one filter for lists, one loader's test for pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, literal, or_, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Absence, Unit, User
from caseflow.people.permissions.policy import Permission, Role, Scope, scope_of


def unit_and_below(unit_id: int) -> list[int]:
    """Return the ids of the unit and every unit under it, in one statement."""
    top = select(Unit.id).where(Unit.id == unit_id).cte("tree", recursive=True)
    tree = top.union_all(select(Unit.id).join(top, Unit.parent_id == top.c.id))
    return list(db.session.scalars(select(tree.c.id)))


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose work a person may do today, and where."""

    people: frozenset[int]
    """Oneself, and everybody who is away and for whom one stands in, also at second hand."""
    units: frozenset[int]
    """One's own unit, those that one of `people` heads, and every unit under them."""


def reach_of(user: User) -> Reach:
    """Return whose work `user` may do today and in which units, in one statement."""
    today = clock.today()
    people = select(User.id).where(User.id == user.id).cte("people", recursive=True)
    away = Absence.stand_in_id == people.c.id, Absence.from_on <= today, Absence.to_on >= today
    people = people.union(select(Absence.user_id).where(*away))
    top = or_(Unit.id == user.unit_id, Unit.head_id.in_(select(people.c.id)))
    tree = select(Unit.id).where(top).cte("tree", recursive=True)
    tree = tree.union(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    of_people = select(literal("people").label("of"), people.c.id)
    of_units = select(literal("units").label("of"), tree.c.id)
    found: dict[str, set[int]] = {"people": {user.id}, "units": set()}
    for kind, row_id in db.session.execute(union_all(of_people, of_units)):
        found[kind].add(row_id)
    return Reach(frozenset(found["people"]), frozenset(found["units"]))


def in_scope(
    user: User,
    permission: Permission,
    *,
    unit_column: InstrumentedAttribute[Any],
    own_columns: tuple[InstrumentedAttribute[Any], ...] = (),
    reach: Reach | None = None,
) -> ColumnElement[bool]:
    """Return the WHERE clause of the rows on which `user` holds `permission`; `reach`: if known."""
    scope = scope_of(Role(user.role), permission)
    if scope is None:
        return false()
    if scope is Scope.COUNTY:
        return true()
    reach = reach or reach_of(user)
    own = [column.in_(reach.people) for column in own_columns]
    if scope is Scope.OWN:
        return or_(false(), *own)
    return or_(unit_column.in_(reach.units), *own)


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
