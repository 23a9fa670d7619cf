"""Reading lists of holidays: the shipped ones go in, what would hide holidays is refused."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from caseflow.core.deadlines.calendar_data import (
    FIRST_YEAR,
    LAST_YEAR,
    parse_list,
    shipped_calendar,
)
from caseflow.ground.errors import BadInput


def shipped(year: int) -> dict[str, Any]:
    path = files("caseflow.core.deadlines") / "data" / f"{year}.json"
    body = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(body, dict)
    return body


def invented_2027() -> dict[str, Any]:
    """Return 2026's list a year later: no real list, but a whole one."""
    body = deepcopy(shipped(2026))
    body["year"] = 2027
    for day in body["days"]:
        day["date"] = day["date"].replace("2026", "2027")
    return body


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_a_shipped_list_is_read_whole(year: int):
    body = shipped(year)
    found, days = parse_list(body)
    assert found == year
    assert len(days) == len(body["days"])
    assert all(row.name for row in days)


def test_days_of_the_year_before_are_read_with_their_list():
    _, days = parse_list(shipped(2023))
    assert date(2022, 12, 31) in {row.day for row in days}
    assert not shipped_calendar().is_workday(date(2018, 12, 31))


def test_the_licence_of_the_lists_is_shipped_with_them():
    path = files("caseflow.core.deadlines") / "data" / "LICENSE.holiday-cn"
    assert "MIT License" in path.read_text(encoding="utf-8")


def test_a_list_keeps_the_papers_it_comes_from():
    _, days = parse_list(shipped(2026))
    assert days[0].source == "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"


def test_an_empty_list_is_refused_as_not_yet_published():
    with pytest.raises(BadInput, match="2027 names no holiday: it is not published yet"):
        parse_list({"year": 2027, "papers": [], "days": []})


def test_a_list_without_national_day_is_refused_as_not_whole():
    body = invented_2027()
    body["days"] = [day for day in body["days"] if "-10-" not in day["date"]]
    with pytest.raises(BadInput, match="not whole: 2027-10-01"):
        parse_list(body)


def test_a_list_of_another_year_is_refused():
    body = invented_2027()
    body["days"].append({"name": "元旦", "date": "2026-06-01", "isOffDay": True})
    with pytest.raises(BadInput, match="a day of another year: 2026-06-01"):
        parse_list(body)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"year": "next", "days": []},
        {"year": 2027},
        {"year": 2027, "days": [{"date": "2027-02-30", "name": "x", "isOffDay": True}]},
        {"year": 2027, "days": [{"date": "2027-01-01", "name": "x"}]},
        {"year": 2027, "days": [{"date": "2027-01-01", "name": "x", "isOffDay": "false"}]},
        {"year": 2027, "days": ["2027-01-01"]},
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(body: Any):
    with pytest.raises(BadInput, match=r"^This is not a list of holidays: .+\.$"):
        parse_list(body)
