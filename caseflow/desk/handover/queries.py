"""What the pages of handing over show: what is held, and to whom it may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.states import STATE_LABELS, State
from caseflow.core.together.models import CaseTask
from caseflow.core.together.rules import RUNNING
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Absence, Unit, User
from caseflow.people.permissions.policy import STANDS_IN, Role

SHOWN = 300
"""Cases that can be given to somebody of their own; the rest go with everything else."""


@dataclass(frozen=True, slots=True)
class HeldCase:
    """An open case of the person or unit."""

    id: int
    number: str
    title: str
    state_words: str
    unit: str | None
    assignee: str | None


@dataclass(frozen=True, slots=True)
class HeldTask:
    """A task that is still owed."""

    number: str
    words: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Holding:
    """All of it, named; counts alone stand in people/accounts/ties.py."""

    cases: tuple[HeldCase, ...]
    tasks: tuple[HeldTask, ...]
    units: tuple[str, ...]
    stands_in_for: tuple[str, ...]


def holding_of_user(user: User) -> Holding:
    """Return what a person holds; four statements."""
    units = db.session.execute(
        select(Unit.name, Unit.name_en)
        .where(Unit.head_id == user.id, Unit.is_active)
        .order_by(Unit.id)
    )
    absent = db.session.execute(
        select(User.display_name, Absence.from_on, Absence.to_on)
        .join(User, User.id == Absence.user_id)
        .where(Absence.stand_in_id == user.id, Absence.to_on >= clock.today(), User.is_active)
        .order_by(Absence.id)
    )
    return Holding(
        _cases(Case.assignee_id == user.id),
        _tasks(CaseTask.assignee_id == user.id),
        tuple(local_name(row.name, row.name_en) or "" for row in units),
        tuple(f"{row.display_name} {row.from_on} – {row.to_on}" for row in absent),
    )


def holding_of_unit(unit: Unit) -> Holding:
    """Return what a unit holds; two statements."""
    return Holding(_cases(Case.unit_id == unit.id), _tasks(CaseTask.unit_id == unit.id), (), ())


def _cases(whose: Any) -> tuple[HeldCase, ...]:
    rows = db.session.execute(
        select(
            Case.id,
            Case.number,
            Case.title,
            Case.state,
            Unit.name,
            Unit.name_en,
            User.display_name,
        )
        .outerjoin(Unit, Unit.id == Case.unit_id)
        .outerjoin(User, User.id == Case.assignee_id)
        .where(whose, Case.closed_at.is_(None))
        .order_by(Case.id)
        .limit(SHOWN)
    )
    return tuple(
        HeldCase(
            row.id,
            row.number,
            row.title,
            _(STATE_LABELS[State(row.state)]),
            local_name(row.name, row.name_en),
            row.display_name,
        )
        for row in rows
    )


def _tasks(whose: Any) -> tuple[HeldTask, ...]:
    rows = db.session.execute(
        select(Case.number, CaseTask.words, Unit.name, Unit.name_en)
        .join(Case, Case.id == CaseTask.case_id)
        .join(Unit, Unit.id == CaseTask.unit_id)
        .where(whose, CaseTask.state.in_(RUNNING))
        .order_by(CaseTask.id)
        .limit(SHOWN)
    )
    return tuple(HeldTask(row.number, row.words, local_name(row.name, row.name_en)) for row in rows)


def receivers(leaver: User) -> list[tuple[int, str]]:
    """Return (id, name and unit) of those who may do the same work and are there today."""
    roles = STANDS_IN.get(Role(leaver.role), frozenset({Role(leaver.role)}))
    today = clock.today()
    away = select(Absence.user_id).where(Absence.from_on <= today, Absence.to_on >= today)
    rows = db.session.execute(
        select(User.id, User.display_name, Unit.name, Unit.name_en)
        .join(Unit, Unit.id == User.unit_id)
        .where(User.is_active, User.role.in_(roles), User.id != leaver.id, User.id.not_in(away))
        .order_by(User.unit_id != leaver.unit_id, User.unit_id, User.id)
    )
    return [(row.id, f"{row.display_name} · {local_name(row.name, row.name_en)}") for row in rows]
