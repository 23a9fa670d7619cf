"""Reading inspections, decisions and services of sources, and the sites that they name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, or_, select

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.states import State
from caseflow.core.enforcement.models import Inspection
from caseflow.core.petitions.models import Category
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.public.publication.decisions import decisions_in_effect
from caseflow.public.publication.drafting.material import COUNTY
from caseflow.public.publication.exposure import (
    Finding,
    Visit,
    candidates,
    months_before,
    standard_figures,
)
from caseflow.public.publication.grounds import facts_of_cases
from caseflow.public.publication.models import PublicationCriterion

NOISE = "noise"


@dataclass(frozen=True, slots=True)
class NamedSite:
    """A site with its night violations, as the list of proposals shows it."""

    source_id: int
    name: str
    township: str
    findings: tuple[Finding, ...]
    is_satisfied: bool

    @property
    def counting(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.counts)


def present_figures(on: date | None = None) -> dict[str, int]:
    """Return the figures of the criteria of a day, today's: the bureau's own, else as shipped."""
    figures = standard_figures()
    rows = db.session.scalars(
        select(PublicationCriterion)
        .where(PublicationCriterion.valid_from <= (on or clock.today()))
        .order_by(PublicationCriterion.valid_from, PublicationCriterion.id)
    )
    figures |= {row.key: row.amount for row in rows if row.key in figures}
    return figures


def exposed_sites(drafted_on: date | None = None) -> tuple[dict[str, int], list[NamedSite]]:
    """Return the figures, and every site with a night violation in the window, satisfied first.

    `drafted_on`: by the figures and from the window of that day, on what is recorded today.
    """
    figures, today = present_figures(drafted_on), clock.today()
    since = months_before(drafted_on or today, figures["months"])
    visits = _visits(since)
    facts = facts_of_cases(list({visit.case_id for visit in visits}))
    found = candidates(visits, decisions_in_effect(facts), facts, figures, today, since)
    names = _names([one.source_id for one in found])
    return figures, [
        NamedSite(one.source_id, *names[one.source_id], one.findings, one.is_satisfied)
        for one in found
    ]


def _visits(since: date) -> list[Visit]:
    """Return the violations found at sources since a day; one statement."""
    is_noise = exists().where(
        CaseCategory.case_id == Case.id,
        CaseCategory.category_code == Category.code,
        or_(Category.code == NOISE, Category.parent_code == NOISE),
    )
    rows = db.session.execute(
        select(
            Inspection.id, Case.id, Case.source_id, Inspection.visited_at, is_noise.label("noise")
        )
        .join(Case, Case.id == Inspection.case_id)
        .where(
            Inspection.is_violation,
            Inspection.visited_at >= clock.start_of_day(since),
            Case.source_id.is_not(None),
            Case.state != State.VOID,
        )
    )
    return [
        Visit(row[0], row[1], row[2] or 0, clock.local(row[3]), True, bool(row.noise))
        for row in rows
    ]


def _names(source_ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = db.session.execute(
        select(PollutionSource.id, PollutionSource.name, Township.name)
        .outerjoin(Township, Township.code == PollutionSource.township_code)
        .where(PollutionSource.id.in_(source_ids))
    )
    return {source_id: (name, township or COUNTY) for source_id, name, township in rows}
