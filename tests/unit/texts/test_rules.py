"""The variables of canned texts, what is left to fill in, and the texts that come with caseflow."""

from __future__ import annotations

import re
from datetime import date

import pytest

from caseflow.core.texts.reference import TEXTS
from caseflow.core.texts.rules import (
    PLACES,
    VARIABLES,
    day_in_text,
    filled,
    is_in_force,
    left_to_fill,
    unknown_variables,
)

KNOWN = {name: f"<{name}>" for name in VARIABLES}


def test_what_is_known_is_filled_in_and_what_is_not_is_marked() -> None:
    body = "编号{{number}}，由{{ unit }}办理，{{promised_on}}前答复。"
    words = filled(body, {"number": "信2026-7", "unit": ""})
    assert words == "编号信2026-7，由[请填写承办单位]办理，[请填写承诺答复日期]前答复。"
    assert left_to_fill(words) == ["[请填写承办单位]", "[请填写承诺答复日期]"]


def test_a_variable_nobody_knows_stays_as_it_is_written() -> None:
    assert unknown_variables("{{number}}{{name}}") == ["name"]
    assert filled("{{name}}", {"name": ""}) == "{{name}}"


def test_a_value_that_looks_like_a_variable_is_not_filled_again() -> None:
    assert filled("{{source}}", {"source": "{{number}}", "number": "7"}) == "{{number}}"


@pytest.mark.parametrize(
    ("until", "day", "is_now"),
    [
        (None, date(2026, 1, 1), True),
        (None, date(2025, 12, 31), False),
        (date(2026, 1, 1), date(2026, 1, 1), True),
        (date(2026, 1, 1), date(2026, 1, 2), False),
    ],
)
def test_both_days_of_a_text_are_included(until: date | None, day: date, is_now: bool) -> None:
    assert is_in_force(date(2026, 1, 1), until, day) is is_now


def test_a_day_is_written_as_in_official_texts() -> None:
    assert day_in_text(date(2026, 12, 5)) == "2026年12月5日"


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.key)
def test_a_shipped_text_can_be_filled_and_names_no_repealed_law(text: object) -> None:
    shipped = next(one for one in TEXTS if one is text)
    assert unknown_variables(shipped.body) == []
    assert set(shipped.places) <= set(PLACES)
    assert shipped.places
    assert len(shipped.keywords) <= 200
    assert len(shipped.title) <= 100
    without_code = shipped.body.replace("生态环境法典", "")
    assert not re.search(r"噪声污染防治法|大气污染防治法|水污染防治法|环境保护法", without_code)
    if "生态环境法典" in shipped.body:
        assert "2026年8月15日起施行" in shipped.body
        assert shipped.valid_from >= date(2026, 8, 15)


def test_every_place_has_a_shipped_text_and_no_key_twice() -> None:
    assert {place for text in TEXTS for place in text.places} == set(PLACES)
    assert len({text.key for text in TEXTS}) == len(TEXTS)
    assert all("{{" not in filled(text.body, KNOWN) for text in TEXTS)


def test_texts_that_send_people_elsewhere_leave_the_local_assignment_open() -> None:
    """Who punishes is assigned by the local government; the program does not know it."""
    for key in ("to-urban-management", "to-housing", "not-ours"):
        body = next(text.body for text in TEXTS if text.key == key)
        assert any("文件名称和文号" in mark for mark in left_to_fill(body)), key
