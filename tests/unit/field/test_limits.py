"""Readings against limits on the server: every cell of the tables, and what a verdict says."""

from __future__ import annotations

import json
import re
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from caseflow import create_app
from caseflow.field.inspections.cli import limits_command
from caseflow.field.inspections.limits import (
    Verdict,
    as_table,
    judge_fumes,
    judge_noise,
    judge_waste,
)
from caseflow.field.inspections.limits.numbers import fixed, half_even, scaled, short, year_after
from caseflow.field.inspections.limits.table import ROWS
from caseflow.field.inspections.wording import LABELS, SENTENCES, sentences, words_table
from caseflow.ground.config import read_settings
from tests.limits import CASES, DAY, GROUPS, Case, faults, fumes, generated, noise, waste

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
     ("fashi-2023-7/1-2", "F"), ("practice/year", "K-M")],
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


def test_over_both_limits_the_verified_one_is_enough() -> None:
    assert judge_fumes(fumes(["2.5"] * 5)).is_verified
    assert not judge_fumes(fumes(["1.5"] * 5)).is_verified


def test_all_reasons_of_a_void_measurement_are_told() -> None:
    found = judge_noise(noise(wind="7.0", weather="rain", calibrated_after="95.0"))
    told = [message.code for message in found.messages]
    assert told == ["void.weather", "void.wind", "void.calibration"]


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


@pytest.fixture(scope="module")
def app() -> Flask:
    """Words need an application, but no database."""
    with TemporaryDirectory() as home:
        return create_app(read_settings({"CASEFLOW_HOME": home}))


def parts(value: Any) -> list[str]:
    return [code[1:] for code in value.split(" ")] if value.startswith("@") else []


def test_every_message_has_its_words_and_says_all_it_knows(app: Flask) -> None:
    said: dict[str, dict[str, str]] = {}
    verdicts = [judged(case) for case in CASES]
    verdicts += [JUDGES[kind](reading) for kind, reading in generated(7, 2000)]
    for message in (message for verdict in verdicts for message in verdict.messages):
        said[message.code] = message.params
        assert set(re.findall(r"%\((\w+)\)s", SENTENCES[message.code])) <= set(message.params)
        for value in message.params.values():
            assert all(code in LABELS for code in parts(value)), message
    assert set(SENTENCES) - set(said) == {"waste.code_unknown"}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", [
            "Equivalent level 63 dB(A) is over the limit of 50 dB(A) by 13 (GB 12348-2008 表1; "
            "at the boundary, class 2, night-time).",
            "Equivalent level: measured 63.6 dB, background 54.0 dB, difference 9.6 dB: 1 dB "
            "taken off (GB 12348-2008).",
            "Rounded to 63 dB (HJ 706-2014).",
        ]),
        ("zh_Hans_CN", [
            "等效声级 63 dB(A)，超过限值 50 dB(A)，超出 13（GB 12348-2008 表1；"
            "厂界（边界）处，2类功能区，夜间）。",
            "等效声级：测量值 63.6 dB，背景值 54.0 dB，相差 9.6 dB，修正 −1 dB（GB 12348-2008）。",
            "修约为 63 dB（HJ 706-2014）。",
        ]),
    ],
)  # fmt: skip
def test_the_sentences(app: Flask, language: str, told: list[str]) -> None:
    found = judge_noise(noise(began_at="23:00", leq="63.6", background="54.0"))
    with app.test_request_context(), force_locale(language):
        assert sentences(found)[:3] == told


def test_the_words_of_the_tablet_are_in_its_language(app: Flask) -> None:
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        words = words_table()
    assert set(words["sentences"]) == set(SENTENCES)
    assert words["labels"]["period.night"] == "夜间"
    assert words["joiner"] == "，"


def test_the_command_prints_what_the_tablet_takes_along(app: Flask) -> None:
    runner = app.test_cli_runner()
    both = json.loads(runner.invoke(limits_command, ["--json", "--language", "en"]).output)
    assert both["table"] == as_table()
    assert both["words"]["labels"]["period.night"] == "night-time"
    listed = runner.invoke(limits_command, []).output
    assert "GB 12523-2011/boundary/night\t表1\tF\t2012-07-01–2025-12-31" in listed
