"""Nobody's cases: open ones whose recorded handler, unit or role is not there to answer.

Somebody is told of them all the same (core/cases/owner.py), but the list should be empty.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, or_, select, true

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import OPEN, STATE_LABELS, State
from caseflow.core.messages.audience import Directory
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.policy import HANDLERS, Role

WITH_DISPATCHER = (State.REGISTERED, State.ACCEPTED)
WITH_UNIT = tuple(state for state in OPEN if state not in WITH_DISPATCHER)

REASONS: dict[str, str] = {
    "no_dispatcher": N_("No dispatcher is there."),
    "no_supervisor": N_("No supervisor is there."),
    "gone": N_("The handler’s account is closed, or its role handles no cases."),
    "away": N_("The handler is away and nobody stands in."),
    "no_unit": N_("The case has no unit."),
    "closed_unit": N_("The unit is closed."),
    "no_head": N_("Nobody is named, and the unit has no head who is there."),
}


@dataclass(frozen=True, slots=True)
class Absent:
    """What is missing on one day, read once for all cases."""

    without_stand_in: frozenset[int]
    """People who are away with nobody in their stead."""
    headless: frozenset[int]
    """Units for which no head is there, nor one above; partner departments left out."""
    has_dispatcher: bool
    has_supervisor: bool


def absent_on(day: date) -> Absent:
    """Return who and what is missing on a day; a handful of statements, however many cases."""
    directory = Directory(day)
    units = list(db.session.scalars(select(Unit)))  # Held, so that the directory asks for none.
    return Absent(
        frozenset(one for one in directory.away() if directory.present(one) is None),
        frozenset(
            unit.id for unit in units if unit.kind != "partner" and directory.head(unit.id) is None
        ),
        _is_there(Role.DISPATCHER, directory),
        _is_there(Role.SUPERVISOR, directory),
    )


def _is_there(role: Role, directory: Directory) -> bool:
    return any(directory.present(user.id) is not None for user in directory.holders(role))


def reason_clauses(absent: Absent) -> dict[str, ColumnElement[bool]]:
    """Return, by reason, the clause of the cases it holds for."""
    here = and_(User.is_active, User.role.in_(HANDLERS))
    return {
        "no_dispatcher": false() if absent.has_dispatcher else Case.state.in_(WITH_DISPATCHER),
        "no_supervisor": false()
        if absent.has_supervisor
        else Case.state == State.AWAITING_SIGN_OFF,
        "gone": and_(_of_unit(), Case.assignee_id.in_(select(User.id).where(~here))),
        "away": and_(_of_unit(), _among(Case.assignee_id, absent.without_stand_in)),
        "no_unit": and_(_of_unit(), Case.unit_id.is_(None)),
        "closed_unit": and_(_of_unit(), Case.unit_id.in_(select(Unit.id).where(~Unit.is_active))),
        "no_head": and_(
            _of_unit(), Case.assignee_id.is_(None), _among(Case.unit_id, absent.headless)
        ),
    }


def _of_unit() -> ColumnElement[bool]:
    return Case.state.in_(WITH_UNIT)


def _among(named: Any, ids: Collection[int]) -> ColumnElement[bool]:
    return named.in_(sorted(ids)) if ids else false()


def nobodys_where(day: date) -> ColumnElement[bool]:
    """Return the WHERE clause of nobody's cases on a day: for lists and their counts."""
    return or_(false(), *reason_clauses(absent_on(day)).values())


@dataclass(frozen=True, slots=True)
class NobodysRow:
    """One of them, with the reasons in words."""

    id: int
    number: str
    title: str
    state_words: str
    unit: str | None
    assignee: str | None
    reasons: tuple[str, ...]


def nobodys(day: date, user: User | None = None, most: int = 200) -> list[NobodysRow]:
    """Return nobody's cases that `user` (None: the system) may see, the oldest first."""
    found = reason_clauses(absent_on(day))
    flags = [clause.label(name) for name, clause in found.items()]
    rows = db.session.execute(
        select(
            Case.id,
            Case.number,
            Case.title,
            Case.state,
            Unit.name.label("unit"),
            Unit.name_en.label("unit_en"),
            User.display_name.label("assignee"),
            *flags,
        )
        .outerjoin(Unit, Unit.id == Case.unit_id)
        .outerjoin(User, User.id == Case.assignee_id)
        .where(
            or_(false(), *found.values()),
            cases_where(user) if user is not None else true(),
        )
        .order_by(Case.id)
        .limit(most)
    )
    return [_row(row) for row in rows]


def _row(row: Any) -> NobodysRow:
    return NobodysRow(
        row.id,
        row.number,
        row.title,
        _(STATE_LABELS[State(row.state)]),
        local_name(row.unit, row.unit_en),
        row.assignee,
        tuple(_(words) for name, words in REASONS.items() if getattr(row, name)),
    )
