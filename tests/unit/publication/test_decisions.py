"""When a recorded decision is in effect: only then may its party be named."""

from __future__ import annotations

from datetime import date

import pytest

from caseflow.public.publication.decisions import Fact, decisions_in_effect

DAY = date(2026, 11, 2)


def fact(number: int, kind: str, words: str = "罚1号", voids: int | None = None) -> Fact:
    return Fact(number, 1, kind, DAY.replace(day=number), words, "某公司", voids)


DECIDED, SERVED = fact(1, "penalty_decided"), fact(3, "penalty_served")


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ([DECIDED, SERVED], 1),
        ([DECIDED], 0),
        ([SERVED], 0),
        ([DECIDED, fact(3, "penalty_served", "罚2号")], 0),
        ([DECIDED, SERVED, fact(4, "void", "", voids=1)], 0),
        ([DECIDED, SERVED, fact(4, "void", "", voids=3)], 0),
        ([DECIDED, SERVED, fact(4, "penalty_overturned")], 0),
        # A judgment's own number names no decision of the case: it may mean any of them.
        ([DECIDED, SERVED, fact(4, "penalty_overturned", "（2026）渝02行终9号")], 0),
        ([DECIDED, SERVED, fact(4, "penalty_overturned"), fact(5, "void", "", voids=4)], 1),
        # Another decision of the case was overturned, not this one.
        ([DECIDED, SERVED, fact(2, "penalty_decided", "罚2号"),
          fact(4, "penalty_overturned", "罚2号")], 1),
    ],
)  # fmt: skip
def test_a_decision_is_in_effect_once_served_and_as_long_as_it_stands(
    facts: list[Fact], count: int
) -> None:
    assert len(decisions_in_effect(facts)) == count


def test_it_rests_on_the_decision_and_its_service() -> None:
    (found,) = decisions_in_effect([SERVED, DECIDED])
    assert (found.fact_ids, found.in_effect_on) == ((1, 3), SERVED.on)
