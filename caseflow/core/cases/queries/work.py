"""What was done at the place: inspections, orders with their re-inspections, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.codes import STAGES
from caseflow.core.cases.queries.names import Names
from caseflow.core.enforcement.models import Inspection, RectificationOrder, Reinspection
from caseflow.core.evidence.models import Evidence
from caseflow.ground.extensions import db
from caseflow.ground.storage.models import StoredFile


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
class EvidenceView:
    """One file of the case."""

    id: int
    file_name: str
    caption: str
    stage: str
    stage_words: str
    taken_at: datetime
    added_at: datetime
    added_by: str
    byte_count: int
    content_type: str

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class WorkDone:
    """All of it, oldest first."""

    inspections: tuple[Visit, ...]
    orders: tuple[OrderView, ...]
    evidence: tuple[EvidenceView, ...]


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
    files = _files(case_id)
    names = Names()
    both: list[Inspection | Reinspection] = [*visits, *checks]
    for row in both:
        names.want("user", [row.officer_id, row.second_officer_id])
    names.want("user", [order.issued_by_id for order in orders])
    names.want("user", [row.added_by_id for row in files])
    names.load()
    return WorkDone(
        tuple(_visit(row, names) for row in visits),
        tuple(_order(row, checks, names) for row in orders),
        tuple(_evidence(row, names) for row in files),
    )


def _files(case_id: int) -> list[Any]:
    return list(
        db.session.execute(
            select(
                Evidence.id,
                Evidence.file_name,
                Evidence.caption,
                Evidence.stage,
                Evidence.taken_at,
                Evidence.added_at,
                Evidence.added_by_id,
                StoredFile.byte_count,
                StoredFile.content_type,
            )
            .join(StoredFile, StoredFile.id == Evidence.file_id)
            .where(Evidence.case_id == case_id)
            .order_by(Evidence.id)
        )
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


def _evidence(row: Any, names: Names) -> EvidenceView:
    return EvidenceView(
        id=row.id,
        file_name=row.file_name,
        caption=row.caption,
        stage=row.stage,
        stage_words=_(STAGES[row.stage]) if row.stage in STAGES else row.stage,
        taken_at=row.taken_at,
        added_at=row.added_at,
        added_by=names.of("user", row.added_by_id),
        byte_count=row.byte_count,
        content_type=row.content_type,
    )
