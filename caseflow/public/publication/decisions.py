"""Which recorded decisions stand, and which are in effect: only these name a respondent. Pure.

A decision is in effect once it is served (行政处罚法 61); a review or a suit does not stop it (73).
It is not any more when it was voided, changed, annulled or found void.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

VOID = "void"
DECIDED, SERVED, OVERTURNED = "penalty_decided", "penalty_served", "penalty_overturned"


@dataclass(frozen=True, slots=True)
class Fact:
    """A recorded fact (core/enforcement), as far as publications look at it."""

    id: int
    case_id: int
    kind: str
    on: date
    number: str = ""
    party: str = ""
    voids_id: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A penalty decision in effect; `fact_ids`: what it rests on, the decision first."""

    fact_ids: tuple[int, ...]
    case_id: int
    number: str
    party: str
    decided_on: date
    in_effect_on: date


def standing(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts that were not voided, oldest first."""
    facts = list(facts)
    voided = {fact.voids_id for fact in facts if fact.kind == VOID}
    kept = (fact for fact in facts if fact.kind != VOID and fact.id not in voided)
    return sorted(kept, key=lambda fact: (fact.on, fact.id))


def decisions_in_effect(facts: Iterable[Fact]) -> list[Decision]:
    """Return the decisions in effect among the facts of one case or of many."""
    stand = standing(facts)
    found = []
    for decided in (fact for fact in stand if fact.kind == DECIDED):
        of_case = [fact for fact in stand if fact.case_id == decided.case_id]
        served = [f for f in of_case if f.kind == SERVED and f.number == decided.number]
        if served and not _is_overturned(decided, of_case):
            found.append(
                Decision(
                    fact_ids=(decided.id, served[0].id),
                    case_id=decided.case_id,
                    number=decided.number,
                    party=decided.party,
                    decided_on=decided.on,
                    in_effect_on=max(decided.on, served[0].on),
                )
            )
    return found


def _is_overturned(decided: Fact, of_case: list[Fact]) -> bool:
    """Return whether something overturned the decision.

    A record that names no decision of the case may mean any of them, so that it means all.
    """
    numbers = {fact.number for fact in of_case if fact.kind == DECIDED}
    return any(
        fact.kind == OVERTURNED and (fact.number == decided.number or fact.number not in numbers)
        for fact in of_case
    )
