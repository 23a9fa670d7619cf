"""Reading recorded facts of cases for what publications may rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.models import Case
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.redaction.respondents import respondent_parts
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.public.publication.decisions import (
    ENDINGS,
    Decision,
    Fact,
    decisions_in_effect,
    fells,
    standing,
)
from caseflow.public.publication.models import Publication, PublicationGround, WithdrawalDemand

STANDS = and_(
    Publication.published_at.is_not(None),
    Publication.withdrawn_at.is_(None),
    Publication.expired_at.is_(None),
)
"""A page of it stands in public."""
GONE = and_(
    Publication.published_at.is_not(None),
    or_(Publication.withdrawn_at.is_not(None), Publication.expired_at.is_not(None)),
)
"""A page of it stood in public and does not any more."""


def facts_of_cases(case_ids: Sequence[int]) -> list[Fact]:
    """Return the recorded facts of these cases, voids included; one statement."""
    rows = db.session.scalars(
        select(EnforcementFact)
        .where(EnforcementFact.case_id.in_(case_ids))
        .order_by(EnforcementFact.id)
    )
    return [
        Fact(
            id=row.id,
            case_id=row.case_id,
            kind=row.kind,
            on=clock.local_date(row.happened_at),
            number=row.number,
            party=row.party,
            voids_id=row.voids_id,
        )
        for row in rows
    ]


def decisions_of(case_ids: Sequence[int]) -> list[Decision]:
    """Return the penalty decisions in effect that are recorded in these cases."""
    return decisions_in_effect(facts_of_cases(case_ids)) if case_ids else []


def decided_names(case_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return, by case, the names that a decision in effect allows: its party and the source's.

    Also as they are written in short.
    """
    found: dict[int, list[str]] = {}
    for decision in decisions_of(case_ids):
        found.setdefault(decision.case_id, []).append(decision.party)
    if found:
        named = db.session.execute(
            select(Case.id, PollutionSource.name)
            .join(PollutionSource, PollutionSource.id == Case.source_id)
            .where(Case.id.in_(found))
        )
        for case_id, name in named:
            found[case_id].append(name)
    return {
        case_id: tuple(dict.fromkeys(way for name in names if name for way in ways_written(name)))
        for case_id, names in found.items()
    }


def ways_written(name: str) -> list[str]:
    """Return a respondent's name in full, and in short."""
    return [name, *respondent_parts(name)]


def felled(pages: ColumnElement[bool], fact_ids: Any = None) -> list[tuple[int, int]]:
    """Return (publication, fact) where a fact takes the ground of a page and is no demand yet.

    `fact_ids`: only these facts, a list or a SELECT.
    """
    found = _endings(pages, fact_ids)
    facts = facts_of_cases(sorted({case_id for *_ids, case_id in found})) if found else []
    by_id = {fact.id: fact for fact in facts}
    of_case: dict[int, list[Fact]] = {case_id: [] for *_ids, case_id in found}
    for fact in standing(facts):
        of_case[fact.case_id].append(fact)
    return sorted(
        {
            (publication_id, ending_id)
            for publication_id, ground_id, ending_id, case_id in found
            if fells(by_id[ending_id], by_id[ground_id], of_case[case_id])
        }
    )


def _endings(pages: ColumnElement[bool], fact_ids: Any) -> list[tuple[int, int, int, int]]:
    """Return publication, ground, what may have ended it and is no demand yet, and their case."""
    ground, ending, voided = (aliased(EnforcementFact) for _one in range(3))
    known = (
        select(WithdrawalDemand.id)
        .where(
            WithdrawalDemand.publication_id == Publication.id,
            WithdrawalDemand.fact_id == ending.id,
        )
        .exists()
    )
    is_void = select(voided.id).where(voided.voids_id == ending.id).exists()
    wanted = (
        select(Publication.id, ground.id, ending.id, ending.case_id)
        .join(PublicationGround, PublicationGround.publication_id == Publication.id)
        .join(ground, ground.id == PublicationGround.fact_id)
        .join(ending, ending.case_id == ground.case_id)
        .where(
            pages,
            ending.kind.in_(ENDINGS),
            ~is_void,
            ~known,
        )
    )
    if fact_ids is not None:
        wanted = wanted.where(ending.id.in_(fact_ids))
    rows = db.session.execute(wanted)
    return [(row[0], row[1], row[2], row[3]) for row in rows]
