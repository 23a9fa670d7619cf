"""What a draft can be begun from: decisions, draws, cases by number."""

from __future__ import annotations

from sqlalchemy import column, func, select, table

from caseflow.core.cases.models import Case
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.plans.models import PlannedInspection
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.public.publication.decisions import DECIDED
from caseflow.public.publication.drafting.enforcement import OPEN_VISITS
from caseflow.public.publication.lifecycle import LIVE
from caseflow.public.publication.models import Publication, PublicationGround

MOST = 200
draws = table("draws", column("id"), column("name"))


def decision_choices() -> list[tuple[int, str]]:
    """Return the standing decisions that no penalty publication is of, the newest first."""
    voids = select(EnforcementFact.voids_id).where(EnforcementFact.voids_id.is_not(None))
    published = (
        select(PublicationGround.fact_id)
        .join(Publication, Publication.id == PublicationGround.publication_id)
        .where(Publication.kind == "penalty_decision", Publication.state.in_(LIVE))
    )
    rows = db.session.scalars(
        select(EnforcementFact)
        .where(
            EnforcementFact.kind == DECIDED,
            EnforcementFact.id.not_in(voids),
            EnforcementFact.id.not_in(published),
        )
        .order_by(EnforcementFact.happened_at.desc(), EnforcementFact.id.desc())
        .limit(MOST)
    )
    return [
        (row.id, f"{row.number} {row.party} {clock.local_date(row.happened_at).isoformat()}")
        for row in rows
    ]


def draw_choices() -> list[tuple[int, str]]:
    """Return the draws whose visits are over and that no publication is of, the newest first."""
    published = select(Publication.draw_id).where(
        Publication.draw_id.is_not(None), Publication.state.in_(LIVE)
    )
    open_count = func.count().filter(PlannedInspection.state.in_(OPEN_VISITS))
    rows = db.session.execute(
        select(draws.c.id, draws.c.name)
        .join(PlannedInspection, PlannedInspection.draw_id == draws.c.id)
        .where(draws.c.id.not_in(published))
        .group_by(draws.c.id, draws.c.name)
        .having(open_count == 0)
        .order_by(draws.c.id.desc())
        .limit(MOST)
    )
    return [(row.id, row.name) for row in rows]


def cases_by_number(numbers: list[str]) -> dict[str, int]:
    """Return the id of each case that one of these numbers is of."""
    rows = db.session.execute(select(Case.number, Case.id).where(Case.number.in_(numbers)))
    return {number: case_id for number, case_id in rows}
