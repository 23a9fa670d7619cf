"""Hot spots: a planted rise is found, quiet counties stay quiet, and the law is the textbook's."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import timedelta

import pytest
from scipy.stats import nbinom

from caseflow.supervision.hotspots.rules import (
    HISTORY_WINDOWS,
    WINDOW_DAYS,
    Complaint,
    Finding,
    Place,
    at_least,
    common_name,
    rounded_odds,
    scan,
    street_name,
)
from tests.quiet_county import LAST_ON, county, risen, street
from tests.soak import is_full

SEEDS = range(20)
SCANS = range(28) if is_full() else range(0, 28, 7)
"""Days back on which is scanned: every morning of four weeks, of which `make test` has four."""


def hot(complaints: Iterable[Complaint], back: int = 0) -> set[Place]:
    findings = scan(complaints, LAST_ON - timedelta(days=back))
    return {finding.place for finding in findings if finding.is_hot}


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_twenty_quiet_counties_raise_at_most_one_alarm() -> None:
    alarms = {}
    for seed in SEEDS:
        complaints = county(seed)
        if places := {place for back in SCANS for place in hot(complaints, back)}:
            alarms[seed] = places
    print(f"false alarms: {alarms}")
    assert len(alarms) <= 1


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_six_fold_rise_on_one_street_is_found_and_nothing_else() -> None:
    """Whichever of the eight largest streets it is, with 2 to 8 complaints a fortnight."""
    missed, others = [], []
    for seed in SEEDS if is_full() else range(6):
        place = street(seed % 8)
        found = hot(risen(county(1000 + seed), seed % 8))
        if place not in found:
            missed.append(seed)
        others += sorted(one.key for one in found - {place})
    assert not missed
    assert len(others) <= 1


def test_a_county_too_young_is_not_judged() -> None:
    young = [c for c in risen(county(1), 1) if c.on > LAST_ON - timedelta(days=80)]
    assert scan(young, LAST_ON) == []
    assert scan([], LAST_ON) == []


def steady(per_fortnight: int, place: Place, people: str = "") -> list[Complaint]:
    """Return the same number of complaints in each fortnight of the history."""
    return [
        Complaint(
            LAST_ON - timedelta(days=window * WINDOW_DAYS + n % WINDOW_DAYS),
            people or f"{place.key} {window} {n}",
            (place,),
        )
        for window in range(1, HISTORY_WINDOWS + 1)
        for n in range(per_fortnight)
    ]


def now(count: int, place: Place, person: str = "") -> list[Complaint]:
    return [Complaint(LAST_ON, person or f"{place.key} now {n}", (place,)) for n in range(count)]


def finding_of(complaints: list[Complaint], place: Place) -> Finding:
    return next(one for one in scan(complaints, LAST_ON) if one.place == place)


def test_twelve_where_two_are_usual_is_a_hot_spot_in_words() -> None:
    rest = [c for n in range(2, 20) for c in steady(3, street(n)) + now(3, street(n))]
    found = finding_of([*rest, *steady(2, street(1)), *now(12, street(1))], street(1))
    assert (found.observed, found.is_hot) == (12, True)
    assert 1.8 < found.expected < 2.3
    assert rounded_odds(found.chance) >= 10_000
    assert found.fortnights == (*[2] * HISTORY_WINDOWS, 12)


def test_one_person_who_calls_again_and_again_is_one_complaint() -> None:
    rest = [c for n in range(2, 20) for c in steady(3, street(n)) + now(3, street(n))]
    found = finding_of([*rest, *steady(2, street(1)), *now(40, street(1), "the same")], street(1))
    assert (found.observed, found.is_hot) == (1, False)


def test_a_summer_in_which_everybody_complains_is_no_hot_spot() -> None:
    all_rise = [c for n in range(1, 20) for c in steady(3, street(n)) + now(9, street(n))]
    assert hot(all_rise) == set()


def test_a_place_that_was_always_loud_is_no_hot_spot() -> None:
    rest = [c for n in range(2, 20) for c in steady(3, street(n)) + now(3, street(n))]
    assert hot([*rest, *steady(30, street(1)), *now(33, street(1))]) == set()


def test_what_comes_after_the_last_day_does_not_count() -> None:
    late = [Complaint(LAST_ON + timedelta(days=1), str(n), (street(1),)) for n in range(50)]
    rest = [c for n in range(2, 20) for c in steady(3, street(n)) + now(3, street(n))]
    assert hot([*rest, *late]) == set()


def test_the_chance_is_the_one_of_the_textbook() -> None:
    dice = random.Random(7)
    for _ in range(300):
        mean, shape = dice.uniform(0.05, 40), dice.uniform(0.5, 50)
        count = dice.randrange(0, 120)
        expected = nbinom.sf(count - 1, shape, shape / (shape + mean))
        assert at_least(count, mean, shape) == pytest.approx(expected, rel=1e-6, abs=1e-300)


@pytest.mark.parametrize(
    ("chance", "odds"),
    [
        (1.0, 1),
        (0.3, 2),
        (0.1, 10),
        (0.004, 200),
        (0.000_07, 10_000),
        (0.000_015, 50_000),
        (0, 10**9),
    ],
)
def test_odds_are_rounded_down(chance: float, odds: int) -> None:
    assert rounded_odds(chance) == odds


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("果园路18号工地", "果园路"),
        ("忠县忠州街道沿江二路3号", "沿江二路"),
        ("重庆市忠县白石镇中博大道附近", "中博大道"),
        ("忠州街道红星社区香山路旁", "香山路"),
        ("新立镇文笔村三组", ""),
        ("", ""),
    ],
)
def test_a_road_is_named_as_people_write_it(address: str, name: str) -> None:
    assert street_name(address) == name


def test_the_name_most_often_written_stands_for_the_place() -> None:
    assert common_name(["果园路", "老果园路", "果园路", ""]) == "果园路"
    assert common_name(["", ""]) == ""
