"""Recorded facts of penalties, transfers and seizures, as the case page lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.actions.enforcement_effects import VOID
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.enforcement.rules import KINDS, STAGES
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class FactRow:
    """One recorded fact. `event_seq`: of the act that opened its clocks."""

    id: int
    label: str
    stage: str
    happened_at: datetime
    number: str
    party: str
    basis: str
    amount_yuan: int | None
    until_label: str
    until_on: date | None
    words: str
    recorded_by: str
    event_seq: int
    void_reason: str | None
    """Why it was voided; None: it stands."""


def facts_of(case_id: int) -> tuple[FactRow, ...]:
    """Return the recorded facts of a case, oldest first; one statement."""
    rows = db.session.execute(
        select(EnforcementFact, User.display_name)
        .outerjoin(User, User.id == EnforcementFact.recorded_by_id)
        .where(EnforcementFact.case_id == case_id)
        .order_by(EnforcementFact.happened_at, EnforcementFact.id)
    ).all()
    voids = {fact.voids_id: fact.words for fact, _by in rows if fact.kind == VOID}
    return tuple(_row(fact, by or "", voids) for fact, by in rows if fact.kind != VOID)


def _row(fact: EnforcementFact, by: str, voids: dict[int | None, str]) -> FactRow:
    kind = KINDS[fact.kind]
    return FactRow(
        id=fact.id,
        label=_(kind.label),
        stage=_(STAGES[kind.stage]),
        happened_at=fact.happened_at,
        number=fact.number,
        party=fact.party,
        basis=fact.basis,
        amount_yuan=fact.amount_yuan,
        until_label=_(kind.until) if kind.until else _("Further day"),
        until_on=fact.until_on,
        words=fact.words,
        recorded_by=by,
        event_seq=fact.event_seq,
        void_reason=voids.get(fact.id),
    )


def fact_choices(case_id: int) -> tuple[tuple[int, str], ...]:
    """Return the facts that stand, the newest first, to choose one from."""
    rows = [row for row in reversed(facts_of(case_id)) if row.void_reason is None]
    return tuple(
        (row.id, f"{row.label} {row.number} {clock.local_date(row.happened_at).isoformat()}")
        for row in rows
    )
