"""Reading recorded facts of cases for what publications may rest on."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.redaction.respondents import respondent_parts
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.public.publication.decisions import Decision, Fact, decisions_in_effect


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
