"""Gathering the package of an officer: cases, sources, planned visits. As many statements for five
cases as for fifty."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from caseflow.core.cases.due import due_of
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.queries.lists import nearest_deadline
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import OPEN, STATE_LABELS, State
from caseflow.core.deadlines.models import Deadline
from caseflow.core.enforcement.models import Inspection, Penalty, RectificationOrder
from caseflow.core.petitions.models import Petition
from caseflow.core.plans.queries import PlannedRow
from caseflow.core.plans.rules import CATEGORY_KINDS
from caseflow.core.sources.models import PollutionSource
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.people.accounts.models import User
from caseflow.people.permissions.scoping import reach_of

CASES_MOST = 50
NAMED_MOST = 500
"""Further cases that are named only."""

HISTORY_MOST = 5
"""Of each source: cases and penalties, each the latest so many."""

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TakenCases:
    """The cases that go along, and those that are only named: {"id", "number", "subject"}."""

    cases: list[Plain]
    more: list[Plain]


def instant(at: datetime | None) -> str | None:
    """Return an instant as the protocol writes it: UTC, with milliseconds."""
    if at is None:
        return None
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def place(latitude: float | None, longitude: float | None) -> Plain | None:
    """Return a place as the protocol writes it."""
    if latitude is None or longitude is None:
        return None
    return {"latitude": latitude, "longitude": longitude, "accuracy_m": None}


def taken_cases(user: User, planned: Iterable[PlannedRow]) -> TakenCases:
    """Return the open cases that are assigned to `user` or planned for them, nearest day first."""
    rows = _case_rows(user, {row.case_id for row in planned if row.case_id})
    taken, rest = rows[:CASES_MOST], rows[CASES_MOST:]
    ids = [row.id for row in taken]
    categories, petitions = _categories(ids), _petitions(ids)
    orders, inspections = _orders(ids), _inspections(ids)
    cases = [
        {
            **_case(row),
            "kinds": _kinds(categories.get(row.id, [])),
            "categories": categories.get(row.id, []),
            "words": petitions.get(row.id, []),
            "orders": orders.get(row.id, []),
            "inspections": inspections.get(row.id, []),
            "contact": None,
        }
        for row in taken
    ]
    more = [{"id": row.id, "number": row.number, "subject": row.title} for row in rest]
    return TakenCases(cases, more)


def _case_rows(user: User, planned_ids: Collection[int]) -> list[Any]:
    nearest = nearest_deadline()
    wanted = (
        select(
            Case.id, Case.number, Case.version, Case.state, Case.title, Case.address_text,
            Case.latitude, Case.longitude, Case.source_id, Case.is_urgent,
            Township.name.label("township"), Township.name_en.label("township_en"),
            Deadline.due_on, Deadline.due_at, Deadline.unit.label("due_unit"),
            Deadline.is_provisional,
        )
        .outerjoin(nearest, nearest.c.case_id == Case.id)
        .outerjoin(Deadline, Deadline.id == nearest.c.id)
        .outerjoin(Township, Township.code == Case.township_code)
        .where(
            cases_where(user),
            Case.state.in_([state.value for state in OPEN]),
            or_(Case.assignee_id.in_(reach_of(user).people), Case.id.in_(planned_ids)),
        )
        .order_by(Deadline.due_at.is_(None), Deadline.due_at, Case.id)
        .limit(CASES_MOST + NAMED_MOST)
    )  # fmt: skip
    return list(db.session.execute(wanted))


def _case(row: Any) -> Plain:
    due = None
    if row.due_on is not None:
        due = due_of(
            row.due_on, due_at=row.due_at, unit=row.due_unit, is_provisional=row.is_provisional
        )
    return {
        "id": row.id,
        "number": row.number,
        "version": row.version,
        "state": row.state,
        "subject": row.title,
        "address": row.address_text,
        "township": local_name(row.township, row.township_en),
        "place": place(row.latitude, row.longitude),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "due_mark": due.state if due else None,
        "is_urgent": row.is_urgent,
        "source_id": row.source_id,
    }


def _kinds(categories: Iterable[str]) -> list[str]:
    """Return the kinds of visit that look into these categories, each once."""
    return list(
        dict.fromkeys(CATEGORY_KINDS[code] for code in categories if code in CATEGORY_KINDS)
    )


def _grouped(rows: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found


def _categories(ids: Collection[int]) -> dict[int, list[str]]:
    rows = db.session.execute(
        select(CaseCategory.case_id, CaseCategory.category_code)
        .where(CaseCategory.case_id.in_(ids))
        .order_by(CaseCategory.case_id, CaseCategory.category_code)
    )
    return _grouped((row.case_id, row.category_code) for row in rows)


def _petitions(ids: Collection[int]) -> dict[int, list[Plain]]:
    """Return what was submitted, by the case that answers it; merged cases' petitions included."""
    answers = func.coalesce(Case.leading_case_id, Case.id)
    rows = db.session.execute(
        select(
            answers.label("case_id"), Petition.id, Petition.number, Petition.subject,
            Petition.body, Petition.request, Petition.respondent_words, Petition.submitted_at,
            Petition.complainant_id,
        )
        .join(Case, Case.id == Petition.case_id)
        .where(or_(Case.id.in_(ids), Case.leading_case_id.in_(ids)))
        .order_by(Petition.id)
    )  # fmt: skip
    return _grouped(
        (
            row.case_id,
            {
                "petition_id": row.id,
                "number": row.number,
                "subject": row.subject,
                "body": row.body,
                "request": row.request,
                "respondent": row.respondent_words,
                "submitted_at": instant(row.submitted_at),
                "has_person": row.complainant_id is not None,
            },
        )
        for row in rows
    )


def _orders(ids: Collection[int]) -> dict[int, list[Plain]]:
    rows = db.session.scalars(
        select(RectificationOrder)
        .where(RectificationOrder.case_id.in_(ids))
        .order_by(RectificationOrder.id)
    )
    return _grouped(
        (
            row.case_id,
            {
                "id": row.id,
                "number": row.number,
                "person": row.person,
                "duty": row.duty,
                "goal": row.goal,
                "due_on": row.due_on.isoformat(),
                "task": row.task,
                "standard": row.standard,
                "reported_at": instant(row.reported_at),
                "complied_at": instant(row.complied_at),
            },
        )
        for row in rows
    )


def _inspections(ids: Collection[int]) -> dict[int, list[Plain]]:
    rows = db.session.scalars(
        select(Inspection).where(Inspection.case_id.in_(ids)).order_by(Inspection.id)
    )
    return _grouped(
        (
            row.case_id,
            {
                "id": row.id,
                "visited_at": instant(row.visited_at),
                "officer_ids": [row.officer_id, row.second_officer_id],
                "findings": row.findings,
                "is_violation": row.is_violation,
            },
        )
        for row in rows
    )


def taken_sources(user: User, ids: Collection[int]) -> list[Plain]:
    """Return the sources with what stands against each of late, within the person's reach."""
    rows = db.session.scalars(
        select(PollutionSource).where(PollutionSource.id.in_(ids)).order_by(PollutionSource.id)
    )
    entries = _grouped([*_case_history(user, ids), *_penalties(ids)])
    return [
        {
            "id": row.id,
            "name": row.name,
            "credit_code": row.credit_code,
            "address": row.address_text,
            "place": place(row.latitude, row.longitude),
            "permit_number": row.permit_number,
            "risk_grade": row.risk_grade,
            "history": sorted(entries.get(row.id, []), key=lambda one: one["on"], reverse=True),
        }
        for row in rows
    ]


def _latest(key: Any, *order: Any) -> Any:
    return func.row_number().over(partition_by=key, order_by=order).label("rank")


def _case_history(user: User, ids: Collection[int]) -> list[tuple[int, Plain]]:
    ranked = (
        select(
            Case.source_id, Case.number, Case.title, Case.state, Case.opened_at,
            _latest(Case.source_id, Case.opened_at.desc(), Case.id.desc()),
        )
        .where(Case.source_id.in_(ids), cases_where(user), Case.state != State.VOID)
        .subquery()
    )  # fmt: skip
    rows = db.session.execute(select(ranked).where(ranked.c.rank <= HISTORY_MOST))
    return [
        (
            row.source_id,
            _entry("case", row.opened_at.date(), row.number,
                   f"{row.title} · {_(STATE_LABELS[State(row.state)])}"),
        )
        for row in rows
    ]  # fmt: skip


def _penalties(ids: Collection[int]) -> list[tuple[int, Plain]]:
    ranked = (
        select(
            Penalty.source_id, Penalty.number, Penalty.words, Penalty.decided_on,
            _latest(Penalty.source_id, Penalty.decided_on.desc(), Penalty.id.desc()),
        )
        .where(Penalty.source_id.in_(ids))
        .subquery()
    )  # fmt: skip
    rows = db.session.execute(select(ranked).where(ranked.c.rank <= HISTORY_MOST))
    return [
        (row.source_id, _entry("penalty", row.decided_on, row.number, row.words)) for row in rows
    ]


def _entry(kind: str, on: date, number: str, words: str) -> Plain:
    return {"kind": kind, "on": on.isoformat(), "number": number, "words": words}
