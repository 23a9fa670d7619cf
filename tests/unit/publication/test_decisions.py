"""When a recorded decision is in effect: only then may its party be named."""

from __future__ import annotations

from datetime import date

import pytest

from caseflow.public.publication.decisions import Fact, decisions_in_effect, fallen

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


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ([], []),
        ([fact(5, "void", "", voids=1)], [1]),
        ([fact(5, "void", "", voids=3)], [3]),
        ([fact(5, "penalty_overturned")], [1, 3]),
        ([fact(5, "penalty_overturned"), fact(6, "void", "", voids=5)], []),
        ([fact(2, "penalty_decided", "罚2号"), fact(5, "penalty_overturned", "罚2号")], []),
        ([fact(5, "no_penalty", "不罚1号")], []),
    ],
)
def test_a_decision_and_its_service_fall_if_voided_or_overturned(
    more: list[Fact], wanted: list[int]
) -> None:
    assert fallen([1, 3], [DECIDED, SERVED, *more]) == wanted


@pytest.mark.parametrize("kind", ["correction_served", "penalty_notice_served"])
@pytest.mark.parametrize(
    ("end", "is_fallen"),
    [
        (fact(4, "no_penalty", "不罚1号"), True),
        (fact(4, "penalty_overturned"), True),
        (fact(2, "no_penalty", "不罚1号"), False),
        (fact(4, "void", "", voids=3), True),
        (fact(4, "penalty_decided"), False),
    ],
)
def test_a_notice_falls_with_what_ends_its_matter(kind: str, end: Fact, is_fallen: bool) -> None:
    assert fallen([3], [fact(3, kind, "告1号"), end]) == ([3] if is_fallen else [])


def test_what_ends_another_case_fells_nothing() -> None:
    elsewhere = Fact(9, 2, "penalty_overturned", DAY, "罚1号")
    assert fallen([1], [DECIDED, elsewhere]) == []
