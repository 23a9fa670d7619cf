"""Readings against limits on the server: every cell of the tables, and what a verdict says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from caseflow.field.inspections.limits import (
    Verdict,
    as_table,
    judge_fumes,
    judge_noise,
    judge_waste,
)
from caseflow.field.inspections.limits.numbers import fixed, half_even, scaled, short, year_after
from caseflow.field.inspections.limits.table import ROWS
from tests.limits import CASES, DAY, GROUPS, Case, faults, fumes, noise, waste

JUDGES = {"noise": judge_noise, "fumes": judge_fumes, "waste": judge_waste}


def judged(case: Case) -> Verdict:
    return JUDGES[case.kind](case.reading)


@pytest.mark.parametrize("group", GROUPS)
def test_each_cell(group: str) -> None:
    found = [fault for case in GROUPS[group] for fault in faults(case, judged(case).as_plain())]
    assert found == []


def test_the_cases_cover_every_row_that_is_in_force() -> None:
    consulted = {row for case in CASES for row in judged(case).rows}
    known = {row.id for rows in ROWS.values() for row in rows}
    assert known - consulted == {"list-2021/classes"}
    assert waste_rows("2024-12-31") == ("list-2021/classes",)


def waste_rows(day: str) -> tuple[str, ...]:
    return judge_waste(waste(measured_on=day, code="900-214-08")).rows


def test_ids_are_unique_and_rows_of_one_thing_do_not_overlap_in_time() -> None:
    rows = [row for table in ROWS.values() for row in table]
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        assert row.in_force_until is None or row.in_force_from <= row.in_force_until
        assert row.mark in ("F", "F2", "K-H", "K-M", "K-L")


@pytest.mark.parametrize(
    ("standard", "mark"),
    [("GB 12348-2008/boundary/2/day", "F"), ("GB 22337-2008/structure/B/234/night", "F"),
     ("GB 12523-2011/boundary/night", "F"), ("GB 12523-2025/boundary/night", "F2"),
     ("GB 12348-2008/octave/A/01/day/63", "K-H"), ("GB 18483-2001/fumes", "F"),
     ("DB50/859-2018/fumes", "F2"), ("DB50/859-2018/nmhc", "K-M"), ("gb18597-2023/point", "K-H"),
     ("fashi-2023-7/1-2", "F"), ("practice/year", "K-M"),
     ("GB 12348-2008/peak_frequent", "K-H"), ("GB 22337-2008/peak_unsteady", "F"),
     ("HJ 706-2014/difference_rounded", "K-M")],
)  # fmt: skip
def test_each_row_says_how_sure_it_is(standard: str, mark: str) -> None:
    rows = {row.id: row for table in ROWS.values() for row in table}
    assert rows[standard].mark == mark


def test_a_verdict_of_verified_rows_is_verified_and_others_name_their_standard() -> None:
    sure = judge_noise(noise(leq="61.0", background="40.0"))
    assert sure.is_verified
    assert "HJ 706-2014/rounding" in sure.rows
    by_rounding = judge_noise(noise(leq="60.4", background="40.0"))
    assert by_rounding.outcome == "complies"
    assert not by_rounding.is_verified
    told = [m.params for m in by_rounding.messages if m.code == "unverified"]
    assert told == [{"standard": "HJ 706-2014", "marks": "F2"}]


def test_the_local_limit_decides_and_the_national_one_is_a_note_when_exceeded_too() -> None:
    for value, codes in (
        ("2.5", ["fumes.exceeds", "fumes.exceeds_too", "fumes.converted", "unverified"]),
        ("1.5", ["fumes.exceeds", "fumes.converted", "unverified"]),
        ("0.5", ["fumes.complies", "fumes.converted", "unverified"]),
    ):
        found = judge_fumes(fumes([value] * 5, total=""))
        assert [message.code for message in found.messages] == codes
        assert [one.standard for one in found.comparisons] == ["DB50/859-2018"]
        assert not found.is_verified
        assert ("GB 18483-2001/fumes" in found.rows) == (value == "2.5")
    early = judge_fumes(fumes(["2.5"] * 5, measured_on="2018-12-31"))
    assert (early.is_verified, early.comparisons[0].standard) == (True, "GB 18483-2001")


def test_an_efficiency_under_both_limits_is_judged_by_the_local_one() -> None:
    for removal, missed in (("59.9", True), ("89.9", False)):
        found = judge_fumes(fumes(["0"] * 5, total="2", removal=removal))
        assert found.outcome == "insufficient"
        assert [one.standard for one in found.comparisons] == ["DB50/859-2018"] * 2
        codes = [message.code for message in found.messages]
        assert ("fumes.removal_under_too" in codes) == missed
        assert "fumes.removal_enough" not in codes
    early = judge_fumes(fumes(["0"] * 5, total="2", removal="59.9", measured_on="2018-12-31"))
    assert (early.outcome, early.is_verified) == ("insufficient", True)


def test_a_void_sampling_says_nothing_of_the_efficiency() -> None:
    brief = fumes(["1.0"] * 5, removal="50")
    brief["samples"][2]["minutes"] = "5"
    few = fumes(["0.8", "0.8", "0.1", "0.1", "0.1"], removal="50", measured_on="2018-12-31")
    for reading in (brief, few):
        found = judge_fumes(reading)
        assert (found.outcome, [one.quantity for one in found.comparisons]) == ("void", ["fumes"])
        assert "fumes.removal_open" in [message.code for message in found.messages]
    assert judge_fumes(brief | {"is_uncollected": True}).outcome == "exceeds"


@pytest.mark.parametrize(
    ("difference", "outcome", "rounded", "minus"),
    [("2.4", "void", "", ""), ("2.5", "void", "3", "3"), ("2.9", "void", "3", "3"),
     ("3.0", "exceeds", "", ""), ("10.0", "exceeds", "", ""), ("10.1", "exceeds", "10", "1"),
     ("10.5", "exceeds", "10", "1"), ("10.6", "exceeds", "", "")],
)  # fmt: skip
def test_where_rounding_first_would_differ_the_result_is_in_doubt(
    difference: str, outcome: str, rounded: str, minus: str
) -> None:
    loud = noise(leq="75.0", background=fixed(750 - int(difference.replace(".", "")), 1))
    found = judge_noise(loud)
    doubts = [m.params for m in found.messages if m.code == "noise.difference_rounded"]
    assert (found.outcome, found.is_verified) == (outcome, not rounded)
    assert [(params["rounded"], params["minus"]) for params in doubts] == (
        [(rounded, minus)] if rounded else []
    )
    marks = [m.params["marks"] for m in found.messages if m.code == "unverified"]
    assert any("K-M" in mark for mark in marks) == bool(rounded)
    before = judge_noise(loud | {"measured_on": "2014-12-31"})
    assert "noise.difference_rounded" not in [message.code for message in before.messages]


def test_the_rule_of_a_maximum_is_cited() -> None:
    night = {"began_at": "23:00", "leq": "30.0", "lmax": "99.0"}
    room = {"source": "social", "place": "structure", "room": "A", "is_unsteady": True}
    site = {"source": "construction", "duration_s": "1200"}
    for reading, cited in (
        ({"peak": "frequent"}, "GB 12348-2008 4.1.2"),
        ({"peak": "sporadic"}, "GB 12348-2008 4.1.3"),
        (room, "GB 22337-2008"),
        (site, "GB 12523-2025"),
    ):
        found = judge_noise(noise(**night | reading))
        last = found.comparisons[-1]
        assert f"{last.standard} {last.clause}".strip() == cited
        said = {m.code: m.params for m in found.messages if m.params.get("cited") == cited}
        assert {"level.exceeds", "noise.peak_margin"} <= set(said)


def test_a_level_in_doubt_leaves_the_maximum_as_sure_as_its_own_rows() -> None:
    room = {"source": "social", "place": "structure", "room": "A", "is_unsteady": True}
    found = judge_noise(noise(**room, leq="60.0", background="57.5", lmax="70.0"))
    assert [one.is_verified for one in found.comparisons] == [False, True]
    assert found.is_verified


def test_sites_indoors_are_not_told_of_a_boundary_under_one_metre() -> None:
    site = {"source": "construction", "duration_s": "1200", "leq": "40.0", "place": "indoor"}
    codes = [message.code for message in judge_noise(noise(**site)).messages]
    assert "noise.indoor_site" in codes
    assert "noise.indoor" not in codes
    factory = judge_noise(noise(place="indoor", leq="40.0"))
    assert "noise.indoor" in [message.code for message in factory.messages]


@pytest.mark.parametrize(
    ("more", "code"),
    [({}, "noise.night"), ({"source": "social"}, "noise.night"),
     ({"source": "construction", "duration_s": "1200"}, "noise.night_site")],
)  # fmt: skip
def test_night_results_say_that_other_hours_may_be_set(more: dict[str, Any], code: str) -> None:
    night = judge_noise(noise(began_at="23:00", leq="40.0", **more))
    notes = [m for m in night.messages if m.code.startswith("noise.night")]
    assert [(m.code, m.params) for m in notes] == [(code, {"from": "22:00", "until": "06:00"})]
    day = judge_noise(noise(leq="40.0", **more))
    assert not [m for m in day.messages if m.code.startswith("noise.night")]


def test_a_practice_is_no_text_to_be_verified() -> None:
    found = judge_waste(waste(stored_on="2025-01-01", holder="producer"))
    assert [message.code for message in found.messages] == ["waste.storage_alert"]


def test_all_reasons_of_a_void_measurement_are_told() -> None:
    found = judge_noise(noise(wind="7.0", weather="rain", calibrated_after="95.0"))
    told = [message.code for message in found.messages]
    assert told == ["void.weather", "void.wind", "void.calibration", "void.conditions"]


def test_a_level_over_its_limit_decides_over_one_that_is_void() -> None:
    night = noise(began_at="23:00", leq="55.0", background="54.0", lmax="80.0", peak="frequent")
    found = judge_noise(night)
    assert [comparison.outcome for comparison in found.comparisons] == ["void", "exceeds"]
    assert found.outcome == "exceeds"


def test_a_catalogue_that_was_imported_is_asked() -> None:
    asked = waste(code="900-214-08")
    assert judge_waste(asked, known_codes={"900-214-08"}).outcome == "complies"
    unknown = judge_waste(asked, known_codes=set())
    assert (unknown.outcome, unknown.messages[0].code) == ("alert", "waste.code_unknown")
    by_test = waste(code="900-000-49")
    assert judge_waste(by_test, known_codes=set()).outcome == "complies"


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(605, 10, 60), (615, 10, 62), (604, 10, 60), (606, 10, 61), (625, 10, 62), (0, 7, 0),
     (5, 2, 2), (7, 2, 4)],
)  # fmt: skip
def test_a_half_goes_to_the_even_neighbour(numerator: int, denominator: int, rounded: int) -> None:
    assert half_even(numerator, denominator) == rounded


def test_numbers_are_written_as_they_are_read() -> None:
    assert scaled("62.3", 1) == 623
    assert scaled("62", 1) == 620
    assert [scaled(text, 1) for text in ("62.34", "", "-1", "6e1", ".5", "1234567")] == [None] * 6
    assert (fixed(620, 1), fixed(-6, 1), fixed(5, 3), fixed(7, 0)) == ("62.0", "-0.6", "0.005", "7")
    assert (short(600, 1), short(604, 1), short(0, 3)) == ("60", "60.4", "0")


def test_a_year_ends_on_its_own_day() -> None:
    assert year_after("2025-11-28") == DAY
    assert year_after("2024-02-29") == "2025-02-28"


def test_the_table_is_json_and_its_version_is_its_content() -> None:
    table = as_table()
    assert json.loads(json.dumps(table)) == table
    assert table == as_table()
    assert re.fullmatch(r"[0-9a-f]{16}", table["version"])
