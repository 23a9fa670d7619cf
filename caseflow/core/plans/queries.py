"""Reading plans: how often a source is inspected in a year, and what an officer is to visit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.enforcement.models import Inspection, RectificationOrder, Reinspection
from caseflow.core.plans.models import InspectionPlan, PlannedInspection, Recusal
from caseflow.core.plans.rules import COUNTED, COUNTED_CHANNELS, LIVE, OPEN
from caseflow.core.sources.models import PollutionSource
from caseflow.core.visits.models import Visit
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.policy import Role


def _year_span(year: int) -> tuple[Any, Any]:
    return clock.start_of_day(date(year, 1, 1)), clock.start_of_day(date(year + 1, 1, 1))


def counted_inspections(
    source_ids: Collection[int], year: int, *, but: int | None = None
) -> dict[int, int]:
    """Return how many inspections of each source count against the cap in a year; two statements.

    Counted are the planned ones that were not dropped, and cases opened without a plan on a
    counted ground. Sources without any are left out; `but`: a planned one to leave out.
    """
    planned = (
        select(PlannedInspection.source_id, func.count())
        .join(InspectionPlan, InspectionPlan.id == PlannedInspection.plan_id)
        .where(
            PlannedInspection.source_id.in_(source_ids),
            PlannedInspection.state.in_(LIVE),
            PlannedInspection.id != (but or 0),
            InspectionPlan.year == year,
            InspectionPlan.basis.in_(COUNTED),
        )
        .group_by(PlannedInspection.source_id)
    )
    found: dict[int, int] = {}
    for statement in (planned, _unplanned(source_ids, year)):
        for source_id, count in db.session.execute(statement):
            found[source_id] = found.get(source_id, 0) + count
    return found


def _unplanned(source_ids: Collection[int], year: int) -> Any:
    """Return (source, count) of the year's cases that were inspections without being planned."""
    first, end = _year_span(year)
    of_channel = (
        (Case.track == "inspection")
        & Case.channel_code.in_(COUNTED_CHANNELS)
        & (Case.opened_at >= first)
        & (Case.opened_at < end)
    )
    of_visit = exists().where(
        Visit.case_id == Case.id,
        Visit.basis.in_(COUNTED),
        Visit.arrived_at >= first,
        Visit.arrived_at < end,
    )
    was_planned = exists().where(PlannedInspection.case_id == Case.id)
    return (
        select(Case.source_id, func.count())
        .where(
            Case.source_id.in_(source_ids),
            Case.state != State.VOID,
            or_(of_channel, of_visit),
            ~was_planned,
        )
        .group_by(Case.source_id)
    )


@dataclass(frozen=True, slots=True)
class SourceYear:
    """A source's inspections in a year. `cap` None: no plan of the year sets one for it."""

    year: int
    counted: int
    visit_count: int
    """Inspections and re-inspections recorded, on any ground."""
    cap: int | None

    @property
    def words(self) -> str:
        """Return the sentence that says what is left, or why no further one can be planned."""
        if self.cap is None:
            return str(_("No plan of this year sets a cap for it."))
        if self.counted >= self.cap:
            return str(
                _(
                    "The yearly cap of %(cap)s is reached: no further inspection on a counted "
                    "ground can be planned (国办发〔2024〕54号, unverified).",
                    cap=self.cap,
                )
            )
        return str(_("%(left)s left of the yearly cap of %(cap)s.",
                     left=self.cap - self.counted, cap=self.cap))  # fmt: skip


def source_year(source_id: int, year: int) -> SourceYear:
    """Return how often a source is inspected in a year; five statements."""
    grade = db.session.scalar(
        select(PollutionSource.risk_grade).where(PollutionSource.id == source_id)
    )
    caps = db.session.scalars(
        select(InspectionPlan.caps).where(
            InspectionPlan.year == year, InspectionPlan.basis.in_(COUNTED)
        )
    )
    known = [row[grade] for row in caps if grade in row]
    return SourceYear(
        year,
        counted_inspections([source_id], year).get(source_id, 0),
        _visits(source_id, year),
        min(known) if known else None,
    )


def _visits(source_id: int, year: int) -> int:
    first, end = _year_span(year)
    inspections = (
        select(func.count(Inspection.id))
        .join(Case, Case.id == Inspection.case_id)
        .where(
            Case.source_id == source_id,
            Inspection.visited_at >= first,
            Inspection.visited_at < end,
        )
    )
    checks = (
        select(func.count(Reinspection.id))
        .join(RectificationOrder, RectificationOrder.id == Reinspection.order_id)
        .join(Case, Case.id == RectificationOrder.case_id)
        .where(
            Case.source_id == source_id,
            Reinspection.visited_at >= first,
            Reinspection.visited_at < end,
        )
    )
    row = db.session.execute(select(inspections.scalar_subquery(), checks.scalar_subquery())).one()
    return int(row[0] + row[1])


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A planned inspection with the names that stand in it."""

    id: int
    plan_id: int
    plan: str
    basis: str
    kind: str
    year: int
    source_id: int | None
    source: str | None
    risk_grade: str | None
    case_id: int | None
    case_number: str | None
    order_id: int | None
    draw_id: int | None
    officer_ids: tuple[int | None, int | None]
    officers: tuple[str, ...]
    due_on: date
    state: str
    reason: str
    version: int

    @property
    def is_late(self) -> bool:
        return self.state in OPEN and self.due_on < clock.today()


def planned_rows(
    *where: ColumnElement[bool], most: int = 500, order_by: Sequence[Any] = ()
) -> list[PlannedRow]:
    """Return planned inspections by day, at most `most`; one statement."""
    first, second = aliased(User), aliased(User)
    rows = db.session.execute(
        select(
            PlannedInspection,
            InspectionPlan.name.label("plan"),
            InspectionPlan.basis,
            InspectionPlan.kind,
            InspectionPlan.year,
            PollutionSource.name.label("source"),
            PollutionSource.risk_grade,
            Case.number,
            first.display_name.label("first"),
            second.display_name.label("second"),
        )
        .join(InspectionPlan, InspectionPlan.id == PlannedInspection.plan_id)
        .outerjoin(PollutionSource, PollutionSource.id == PlannedInspection.source_id)
        .outerjoin(Case, Case.id == PlannedInspection.case_id)
        .outerjoin(first, first.id == PlannedInspection.officer_id)
        .outerjoin(second, second.id == PlannedInspection.second_officer_id)
        .where(*where)
        .order_by(*order_by, PlannedInspection.due_on, PlannedInspection.id)
        .limit(most)
    )
    return [_planned_row(row) for row in rows]


def _planned_row(row: Any) -> PlannedRow:
    one: PlannedInspection = row.PlannedInspection
    return PlannedRow(
        id=one.id,
        plan_id=one.plan_id,
        plan=row.plan,
        basis=row.basis,
        kind=row.kind,
        year=row.year,
        source_id=one.source_id,
        source=row.source,
        risk_grade=row.risk_grade,
        case_id=one.case_id,
        case_number=row.number,
        order_id=one.order_id,
        draw_id=one.draw_id,
        officer_ids=(one.officer_id, one.second_officer_id),
        officers=tuple(name for name in (row.first, row.second) if name),
        due_on=one.due_on,
        state=one.state,
        reason=one.reason,
        version=one.version,
    )


def is_mine(user: User) -> ColumnElement[bool]:
    """Return the clause of the planned inspections in which `user` is one of the officers."""
    return or_(
        PlannedInspection.officer_id == user.id, PlannedInspection.second_officer_id == user.id
    )


def my_planned(user: User) -> list[PlannedRow]:
    """Return what an officer is to visit, the nearest day first."""
    return planned_rows(is_mine(user), PlannedInspection.state.in_(OPEN), most=100)


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer with a certificate that is valid."""

    id: int
    name: str
    certificate: str
    unit_id: int
    unit: str
    unit_en: str


def certified_officers(on: date) -> list[Officer]:
    """Return the active officers who hold a certificate valid on `on`; one statement."""
    rows = db.session.execute(
        select(
            User.id,
            User.display_name,
            func.coalesce(User.certificate_number, ""),
            User.unit_id,
            Unit.name,
            Unit.name_en,
        )
        .join(Unit, Unit.id == User.unit_id)
        .where(
            User.role == Role.OFFICER,
            User.is_active,
            User.certificate_number.is_not(None),
            User.certificate_number != "",
            or_(User.certificate_valid_until.is_(None), User.certificate_valid_until >= on),
        )
        .order_by(User.unit_id, User.id)
    )
    return [Officer(*row) for row in rows]


def recused_on(day: date) -> set[tuple[int, int]]:
    """Return the (officer, source) pairs of the recusals that hold on a day; one statement."""
    rows = db.session.execute(
        select(Recusal.officer_id, Recusal.source_id).where(
            Recusal.from_on <= day, or_(Recusal.to_on.is_(None), Recusal.to_on >= day)
        )
    )
    return {(row.officer_id, row.source_id) for row in rows}
