"""How far a person's figures reach: the county, or the unit and all below it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, true

from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission, Role, Scope, scope_of
from caseflow.people.permissions.scoping import unit_and_below
from caseflow.supervision.reports.counting import COUNTY
from caseflow.supervision.reports.models import MeasureFact, MeasureRow


@dataclass(frozen=True, slots=True)
class Reach:
    """Units whose lines count; None: all lines of the county."""

    units: tuple[int, ...] | None

    def rows(self) -> ColumnElement[bool]:
        """Return the clause of the counted rows."""
        units = (COUNTY,) if self.units is None else self.units
        return MeasureRow.unit_id.in_(units)

    def facts(self) -> ColumnElement[bool]:
        """Return the clause of the lines behind them."""
        return true() if self.units is None else MeasureFact.unit_id.in_(self.units)


def reach_of(user: User) -> Reach:
    """Return how far the figures of `user` reach; one statement at most."""
    scope = scope_of(Role(user.role), Permission.FIGURES_VIEW)
    if scope is Scope.COUNTY:
        return Reach(None)
    return reach_of_unit(user.unit_id) if scope else Reach(())


def reach_of_unit(unit_id: int | None) -> Reach:
    """Return the reach of a unit with all below it; None: the county."""
    return Reach(None) if unit_id is None else Reach(tuple(unit_and_below(unit_id)))
