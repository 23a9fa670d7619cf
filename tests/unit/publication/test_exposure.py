"""Who is named as disturbing the night: every edge of the criteria, and no complaint among them."""

from __future__ import annotations

import inspect
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from caseflow.public.publication import exposure
from caseflow.public.publication.decisions import Decision, Fact
from caseflow.public.publication.exposure import (
    CRITERIA,
    Candidate,
    Visit,
    candidates,
    is_night,
    months_before,
    standard_figures,
)

TODAY = date(2026, 11, 29)
FIGURES = standard_figures()
SITE = 7


def visit(number: int, days_ago: int, **more: Any) -> Visit:
    at = datetime.combine(TODAY - timedelta(days=days_ago), datetime.min.time())
    given = {"at": at.replace(hour=23), "is_violation": True, "is_noise": True, **more}
    return Visit(inspection_id=number, case_id=number, source_id=SITE, **given)


def decision(number: int, days_ago: int, effect_days_ago: int | None = None) -> Decision:
    on = TODAY - timedelta(days=days_ago)
    served = TODAY - timedelta(days=days_ago if effect_days_ago is None else effect_days_ago)
    return Decision((number * 10,), number, f"罚{number}号", "某建筑公司", on, served)


def fact(number: int, kind: str, days_ago: int, voids: int | None = None) -> Fact:
    return Fact(number, number // 10, kind, TODAY - timedelta(days=days_ago), voids_id=voids)


def found(visits: Any, decisions: Any = (), facts: Any = (), **figures: int) -> list[Candidate]:
    return candidates(visits, decisions, facts, {**FIGURES, **figures}, TODAY)


TWO = [visit(1, 30), visit(2, 20)]
BOTH = [decision(1, 29), decision(2, 19)]


def test_two_night_findings_with_a_decision_in_effect_each_name_a_site() -> None:
    (site,) = found(TWO, BOTH)
    assert site.is_satisfied
    assert [finding.ground[:3] for finding in site.counting] == ["罚1号", "罚2号"]


def test_one_finding_does_not() -> None:
    (site,) = found(TWO[:1], BOTH[:1])
    assert not site.is_satisfied


def test_one_decision_makes_one_finding_certain_not_two() -> None:
    both = [visit(1, 30), visit(1, 20)]
    (site,) = found(both, [decision(1, 10)])
    assert (len(site.findings), len(site.counting), site.is_satisfied) == (2, 1, False)


def test_a_decision_of_another_case_or_before_the_finding_does_not_count() -> None:
    (site,) = found(TWO, [decision(1, 31), decision(3, 10)])
    assert site.counting == ()


@pytest.mark.parametrize(
    ("hour", "counts"), [(21, False), (22, True), (23, True), (0, True), (5, True), (6, False)]
)
def test_night_is_from_22_to_6(hour: int, counts: bool) -> None:
    at = datetime.combine(TODAY, time(hour, 59 if hour == 5 else 0))
    assert is_night(at, FIGURES) == counts


@pytest.mark.parametrize("lack", ["is_violation", "is_noise"])
def test_only_violations_by_noise_are_findings(lack: str) -> None:
    assert found([visit(1, 30, **{lack: False}), visit(2, 20, **{lack: False})], BOTH) == []


def test_the_window_is_six_months_and_its_first_day_is_outside() -> None:
    first = (TODAY - months_before(TODAY, 6)).days
    assert found([visit(1, first)], [decision(1, first - 1)]) == []
    (site,) = found([visit(1, first - 1)], [decision(1, first - 2)])
    assert len(site.counting) == 1


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2028, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 3, 15), 6, date(2025, 9, 15)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
    ],
)
def test_months_before(day: date, months: int, wanted: date) -> None:
    assert months_before(day, months) == wanted


@pytest.mark.parametrize("kind", ["correction_served", "penalty_notice_served"])
@pytest.mark.parametrize(("days_ago", "counts"), [(61, True), (60, False), (59, False)])
def test_a_served_finding_counts_after_the_time_to_contest_it(
    kind: str, days_ago: int, counts: bool
) -> None:
    (site,) = found([visit(1, 70)], facts=[fact(10, kind, days_ago)])
    assert (len(site.counting) == 1) == counts


@pytest.mark.parametrize("kind", ["appeal_filed", "plea_received", "hearing_asked"])
def test_a_contested_finding_never_counts(kind: str) -> None:
    facts = [fact(10, "correction_served", 70), fact(11, kind, 65)]
    (site,) = found([visit(1, 80)], facts=facts)
    assert (site.counting, site.findings[0].why_not) == ((), "已被提出异议")


def test_an_objection_that_was_voided_is_none() -> None:
    facts = [
        fact(10, "correction_served", 70),
        fact(11, "appeal_filed", 65),
        fact(12, "void", 60, voids=11),
    ]
    (site,) = found([visit(1, 80)], facts=facts)
    assert len(site.counting) == 1


def test_a_decision_served_tomorrow_is_not_in_effect_today() -> None:
    (site,) = found([visit(1, 30)], [decision(1, 29, effect_days_ago=-1)])
    assert site.counting == ()


def test_notice_and_decision_of_one_finding_are_one_ground() -> None:
    facts = [fact(10, "penalty_notice_served", 75)]
    both = [visit(1, 80), visit(1, 79)]
    (site,) = found(both, [decision(1, 70)], facts)
    assert len(site.counting) == 1


@pytest.mark.parametrize("kind", ["correction_served", "penalty_notice_served"])
@pytest.mark.parametrize("end", ["penalty_overturned", "no_penalty"])
@pytest.mark.parametrize(("days_ago", "counts"), [(75, True), (70, False), (65, False)])
def test_what_was_told_does_not_count_once_annulled_or_left_unpunished(
    kind: str, end: str, days_ago: int, counts: bool
) -> None:
    """From the day of the notice on: what ended before it was about another matter."""
    facts = [fact(10, kind, 70), fact(11, end, days_ago)]
    (site,) = found([visit(1, 80)], facts=facts)
    assert (len(site.counting) == 1) == counts
    assert (site.findings[0].why_not == "所告知的认定已被撤销、变更，或者决定不予处罚") != counts


def test_an_annulment_that_was_voided_is_none() -> None:
    facts = [
        fact(10, "penalty_notice_served", 70),
        fact(11, "no_penalty", 65),
        fact(12, "void", 60, voids=11),
    ]
    (site,) = found([visit(1, 80)], facts=facts)
    assert len(site.counting) == 1


@pytest.mark.parametrize(
    ("told", "count"),
    [
        (("correction_served", "penalty_notice_served"), 1),
        (("penalty_notice_served", "correction_served"), 1),
        (("correction_served", "correction_served"), 2),
        (("correction_served", "penalty_notice_served", "correction_served"), 2),
    ],
)
def test_order_and_notice_about_one_matter_are_one_ground(
    told: tuple[str, ...], count: int
) -> None:
    facts = [fact(10 + place, kind, 75 - place) for place, kind in enumerate(told)]
    (site,) = found([visit(1, 82), visit(1, 81), visit(1, 80)], facts=facts)
    assert len(site.counting) == count


def test_of_order_and_notice_the_later_is_kept() -> None:
    facts = [fact(10, "correction_served", 75), fact(11, "penalty_notice_served", 70)]
    (site,) = found([visit(1, 80)], facts=facts)
    assert site.counting[0].fact_ids == (11,)


def test_an_order_after_the_notice_that_was_decided_on_is_no_ground_of_its_own() -> None:
    facts = [fact(10, "penalty_notice_served", 75), fact(11, "correction_served", 65)]
    (site,) = found([visit(1, 80), visit(1, 79)], [decision(1, 70)], facts)
    assert [finding.ground[:3] for finding in site.counting] == ["罚1号"]


def test_who_contested_the_order_contested_the_notice_about_it() -> None:
    facts = [
        fact(10, "correction_served", 75),
        fact(11, "appeal_filed", 73),
        fact(12, "penalty_notice_served", 70),
    ]
    (site,) = found([visit(1, 80)], facts=facts)
    assert site.counting == ()


def test_complaints_are_no_input_of_the_criteria() -> None:
    """However often a site is complained of, nothing here could see it."""
    names = {field.name for kind in (Visit, Decision, Fact) for field in fields(kind)}
    names |= set(inspect.signature(candidates).parameters) | set(CRITERIA)
    assert not {name for name in names if "complain" in name or "petition" in name}
    assert "petitions" not in inspect.getsource(exposure)


def test_figures_stand_within_their_limits_and_say_where_they_come_from() -> None:
    for row in CRITERIA.values():
        assert row.least <= row.default <= row.most
        assert row.source
    assert CRITERIA["findings"].least >= 2
