"""What should be public and is not (应公开未公开), and what must be withdrawn and is not yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import column, func, select, table

from caseflow.core.cases.due import Due, due_of
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.explain import explain
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.deadlines.rules import CLOCK_LABELS, RULES
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.plans.models import PlannedInspection
from caseflow.ground.extensions import db
from caseflow.public.publication.actions.marks import TITLE, redacted
from caseflow.public.publication.drafting.enforcement import OPEN_VISITS
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.lifecycle import LIVE, STATE_LABELS, PublicationState
from caseflow.public.publication.models import Publication, WithdrawalDemand
from caseflow.public.publication.queries.due import CLOCKED, demand_due, due_badge

CLOCKS = ("penalty_publication", "info_publication", "random_publication")
"""Clocks of recorded facts that only a publication ends."""

MOST = 100
"""The list shows the most urgent ones; what is done makes room for the next."""

draws = table("draws", column("id"), column("name"))


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that the law wants published: by when, and the draft that there is."""

    what: str
    kind: str
    """The kind that fulfils it; empty: published elsewhere and recorded in the case."""
    subject: str
    case_id: int | None
    fact_id: int | None
    draw_id: int | None
    publication_id: int | None
    due: Due
    is_verified: bool
    state: PublicationState | None = None
    """How far the draft is; None: there is none."""

    @property
    def state_words(self) -> str:
        return str(_(STATE_LABELS[self.state])) if self.state else ""


@dataclass(frozen=True, slots=True)
class Demand:
    """A page that must be withdrawn, and until when."""

    id: int
    publication_id: int
    title: str
    ground: str
    due: Due


def open_duties() -> list[Duty]:
    """Return what is owed to the public, the most urgent first; four statements."""
    waiting = _of_drafts()
    found = []
    for duty in [*_of_facts(), *_of_draws()]:
        tied = waiting.pop(duty.publication_id, None) if duty.publication_id else None
        found.append(replace(duty, state=tied.state) if tied else duty)
    return sorted([*found, *waiting.values()], key=lambda duty: duty.due.on)[:MOST]


def _of_facts() -> Iterator[Duty]:
    """Yield the running clocks of facts, each with the publication tied to it."""
    rows = db.session.execute(
        select(
            Deadline.clock,
            Deadline.due_on,
            Deadline.due_at,
            Deadline.unit,
            Deadline.is_provisional,
            Deadline.is_suspended,
            Deadline.rule_verified,
            Deadline.case_id,
            Case.number,
            func.max(EnforcementFact.id).label("fact_id"),
            func.max(EnforcementFact.number).label("fact_number"),
            func.max(Publication.id).label("publication_id"),
        )
        .join(Case, Case.id == Deadline.case_id)
        .outerjoin(
            EnforcementFact,
            (EnforcementFact.case_id == Deadline.case_id)
            & (EnforcementFact.event_seq == Deadline.opened_by_event_seq),
        )
        .outerjoin(
            Publication,
            (Publication.deadline_id == Deadline.id) & Publication.state.in_(LIVE),
        )
        .where(Deadline.clock.in_(CLOCKS), Deadline.stopped_at.is_(None))
        .group_by(Deadline.id, Case.id)
        .order_by(Deadline.due_at, Deadline.id)
        .limit(MOST)
    )
    for row in rows:
        yield Duty(
            what=_(CLOCK_LABELS[row.clock]),
            kind="penalty_decision" if row.clock == "penalty_publication" else "",
            subject=row.fact_number or row.number,
            case_id=row.case_id,
            fact_id=row.fact_id,
            draw_id=None,
            publication_id=row.publication_id,
            due=_due(row, row.clock),
            is_verified=row.rule_verified,
        )


def _due(row: Any, name: str) -> Due:
    return due_of(
        row.due_on,
        due_at=row.due_at,
        unit=row.unit,
        is_suspended=getattr(row, "is_suspended", False),
        is_provisional=row.is_provisional,
        name=name,
    )


def _of_draws() -> Iterator[Duty]:
    """Yield the draws whose visits are over and whose results are not public."""
    rule, calendar = RULES[KINDS["random_inspection"].clock], current_calendar()
    is_out = select(Publication.id).where(
        Publication.draw_id == draws.c.id, Publication.published_at.is_not(None)
    )
    draft = (
        select(func.max(Publication.id))
        .where(Publication.draw_id == draws.c.id, Publication.state.in_(LIVE))
        .scalar_subquery()
    )
    open_count = func.count().filter(PlannedInspection.state.in_(OPEN_VISITS))
    rows = db.session.execute(
        select(
            draws.c.id,
            draws.c.name,
            func.max(PlannedInspection.ended_at).label("last_at"),
            draft.label("draft_id"),
        )
        .join(PlannedInspection, PlannedInspection.draw_id == draws.c.id)
        .where(~is_out.exists())
        .group_by(draws.c.id, draws.c.name)
        .having(open_count == 0)
        .order_by(draws.c.id)
        .limit(MOST)
    )
    for row in rows:
        if row.last_at is None:
            continue
        due = explain(rule, row.last_at, calendar)
        yield Duty(
            what=_(rule.label),
            kind="random_inspection",
            subject=row.name,
            case_id=None,
            fact_id=None,
            draw_id=row.id,
            publication_id=row.draft_id,
            due=due_of(
                due.due_on,
                due_at=due.due_at,
                unit=rule.unit,
                is_provisional=due.is_provisional,
                name=rule.clock,
            ),
            is_verified=rule.is_verified,
        )


def _of_drafts() -> dict[int | None, Duty]:
    """Return, by publication, what was begun, has a running term, and was not public yet."""
    rows = db.session.execute(
        select(
            Publication.id,
            Publication.title,
            Publication.marks,
            Publication.state,
            Deadline.rule_verified,
            *CLOCKED,
        )
        .outerjoin(Deadline, Deadline.id == Publication.deadline_id)
        .where(Publication.state.in_(LIVE), Publication.published_at.is_(None))
        .order_by(Publication.id)
    )
    found: dict[int | None, Duty] = {}
    for row in rows:
        due, rule = due_badge(row), RULES.get(KINDS[row.kind].clock)
        if due is None:
            continue
        found[row.id] = Duty(
            what=_(KINDS[row.kind].label),
            kind=row.kind,
            subject=redacted(row.title, row.marks, TITLE),
            case_id=None,
            fact_id=None,
            draw_id=None,
            publication_id=row.id,
            due=due,
            is_verified=rule.is_verified if rule else bool(row.rule_verified),
            state=PublicationState(row.state),
        )
    return found


def open_demands() -> list[Demand]:
    """Return the pages that must be withdrawn, the most urgent first; one statement."""
    rows = db.session.execute(
        select(WithdrawalDemand, Publication.title, Publication.marks)
        .join(Publication, Publication.id == WithdrawalDemand.publication_id)
        .where(WithdrawalDemand.settled_at.is_(None))
        .order_by(WithdrawalDemand.due_at, WithdrawalDemand.id)
        .limit(MOST)
    )
    return [
        Demand(
            id=demand.id,
            publication_id=demand.publication_id,
            title=redacted(title, marks, TITLE),
            ground=demand.ground,
            due=demand_due(demand),
        )
        for demand, title, marks in rows
    ]
