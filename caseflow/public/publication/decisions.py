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
NO_PENALTY = "no_penalty"
TOLD = frozenset({"correction_served", "penalty_notice_served"})
"""Facts by which a finding was told to the site."""
ENDINGS = frozenset({VOID, OVERTURNED, NO_PENALTY})
"""Facts by which others do not stand any more: `fells` says which."""


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
        if served and not _is_felled(decided, of_case):
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


def fells(ending: Fact, ground: Fact, stand: Iterable[Fact]) -> bool:
    """Return whether a fact that stands takes away another; `stand`: all of the case that do.

    An overturning that names no decision of the case may mean any of them, so that it means all.
    What was told to a site falls with any overturning, or decision not to punish, from that day on.
    """
    if ending.kind == VOID:
        return ending.voids_id == ground.id
    if ending.case_id != ground.case_id:
        return False
    if ground.kind in TOLD:
        return ending.kind in ENDINGS and ending.on >= ground.on
    numbers = {fact.number for fact in stand if fact.kind == DECIDED}
    return ending.kind == OVERTURNED and (
        ending.number == ground.number or ending.number not in numbers
    )


def fallen(ground_ids: Iterable[int], facts: Iterable[Fact]) -> list[int]:
    """Return which of the facts that a text rests on were voided or taken away by others."""
    stand = {fact.id: fact for fact in standing(facts)}
    return [one for one in ground_ids if one not in stand or _is_felled(stand[one], stand.values())]


def _is_felled(ground: Fact, stand: Iterable[Fact]) -> bool:
    of_case = [fact for fact in stand if fact.case_id == ground.case_id]
    return any(fells(fact, ground, of_case) for fact in of_case)
