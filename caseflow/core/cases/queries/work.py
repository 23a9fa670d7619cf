"""What was done at the place: inspections, orders with their re-inspections, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from caseflow.core.cases.queries.evidence import EvidenceFile, evidence_files
from caseflow.core.cases.queries.names import Names
from caseflow.core.enforcement.models import Inspection, RectificationOrder, Reinspection
from caseflow.ground.extensions import db


@dataclass(frozen=True, slots=True)
class Visit:
    """An inspection, or a re-inspection of an order (`has_passed` is set)."""

    visited_at: datetime
    officers: tuple[str, str]
    words: str
    certificates: str = ""
    is_violation: bool | None = None
    has_passed: bool | None = None


@dataclass(frozen=True, slots=True)
class OrderView:
    """A rectification order with its six fixed things."""

    number: str
    person: str
    duty: str
    goal: str
    due_on: date
    task: str
    standard: str
    issued_at: datetime
    issued_by: str
    reported_at: datetime | None
    complied_at: datetime | None
    checks: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class WorkDone:
    """All of it, oldest first."""

    inspections: tuple[Visit, ...]
    orders: tuple[OrderView, ...]
    evidence: tuple[EvidenceFile, ...]


def work_done(case_id: int) -> WorkDone:
    """Return what was done in a case; five statements."""
    visits = list(
        db.session.scalars(
            select(Inspection).where(Inspection.case_id == case_id).order_by(Inspection.id)
        )
    )
    orders = list(
        db.session.scalars(
            select(RectificationOrder)
            .where(RectificationOrder.case_id == case_id)
            .order_by(RectificationOrder.id)
        )
    )
    checks = list(
        db.session.scalars(
            select(Reinspection)
            .where(Reinspection.order_id.in_([order.id for order in orders]))
            .order_by(Reinspection.id)
        )
    )
    names = Names()
    both: list[Inspection | Reinspection] = [*visits, *checks]
    for row in both:
        names.want("user", [row.officer_id, row.second_officer_id])
    names.want("user", [order.issued_by_id for order in orders])
    names.load()
    return WorkDone(
        tuple(_visit(row, names) for row in visits),
        tuple(_order(row, checks, names) for row in orders),
        evidence_files(case_id),
    )


def _officers(row: Inspection | Reinspection, names: Names) -> tuple[str, str]:
    return names.of("user", row.officer_id), names.of("user", row.second_officer_id)


def _visit(row: Inspection, names: Names) -> Visit:
    return Visit(
        row.visited_at,
        _officers(row, names),
        row.findings,
        certificates=row.certificates,
        is_violation=row.is_violation,
    )


def _order(row: RectificationOrder, checks: list[Reinspection], names: Names) -> OrderView:
    return OrderView(
        number=row.number,
        person=row.person,
        duty=row.duty,
        goal=row.goal,
        due_on=row.due_on,
        task=row.task,
        standard=row.standard,
        issued_at=row.issued_at,
        issued_by=names.of("user", row.issued_by_id),
        reported_at=row.reported_at,
        complied_at=row.complied_at,
        checks=tuple(
            Visit(
                check.visited_at, _officers(check, names), check.words, has_passed=check.has_passed
            )
            for check in checks
            if check.order_id == row.id
        ),
    )
