"""Reading plans for the supervisor's pages; the visits themselves are read in core/plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from caseflow.core.plans.models import InspectionPlan, PlannedInspection
from caseflow.core.plans.queries import PlannedRow, planned_rows
from caseflow.core.plans.rules import OPEN
from caseflow.ground import clock
from caseflow.ground.extensions import db


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan with how far it is."""

    id: int
    name: str
    basis: str
    kind: str
    year: int
    ended_at: datetime | None
    count: int
    open_count: int
    done_count: int
    late_count: int


def plan_rows(year: int | None = None, basis: str = "") -> list[PlanRow]:
    """Return the plans, the newest first; one statement."""
    state, plan = PlannedInspection.state, InspectionPlan
    late = state.in_(OPEN) & (PlannedInspection.due_on < clock.today())
    wanted: Any = (
        select(
            plan.id,
            plan.name,
            plan.basis,
            plan.kind,
            plan.year,
            plan.ended_at,
            func.count(PlannedInspection.id),
            func.count(PlannedInspection.id).filter(state.in_(OPEN)),
            func.count(PlannedInspection.id).filter(state == "done"),
            func.count(PlannedInspection.id).filter(late),
        )
        .outerjoin(PlannedInspection, PlannedInspection.plan_id == plan.id)
        .group_by(plan.id)
        .order_by(plan.year.desc(), plan.id.desc())
    )
    if year:
        wanted = wanted.where(plan.year == year)
    if basis:
        wanted = wanted.where(plan.basis == basis)
    return [PlanRow(*row) for row in db.session.execute(wanted)]


def plan_years() -> list[int]:
    """Return the years that have plans, the latest first."""
    return list(
        db.session.scalars(
            select(InspectionPlan.year).distinct().order_by(InspectionPlan.year.desc())
        )
    )


def visits_where(
    *, plan_id: int | None = None, state: str = "open", basis: str = "", is_late: bool = False
) -> list[PlannedRow]:
    """Return planned visits by day. `state`: one of STATES, open, or all."""
    where: list[ColumnElement[bool]] = []
    if plan_id is not None:
        where.append(PlannedInspection.plan_id == plan_id)
    if state == "open":
        where.append(PlannedInspection.state.in_(OPEN))
    elif state != "all":
        where.append(PlannedInspection.state == state)
    if basis:
        where.append(InspectionPlan.basis == basis)
    if is_late:
        where.append(PlannedInspection.due_on < clock.today())
        where.append(PlannedInspection.state.in_(OPEN))
    order: list[Any] = []
    return planned_rows(*where, order_by=order)
