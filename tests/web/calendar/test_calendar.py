"""The calendar's page and command: what is official, and taking in a new list."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.cli import main_group
from caseflow.core.deadlines.queries import current_calendar
from tests.cast import sign_in

YEAR = 2030
DAYS = [{"name": "节", "date": f"{YEAR}-{day}", "isOffDay": True} for day in
        ("01-01", "05-01", "10-01", "10-02")]  # fmt: skip
LIST = {"year": YEAR, "papers": ["an invented notice"], "days": DAYS}


@pytest.fixture
def desk(as_: Callable[[str], FlaskClient]) -> FlaskClient:
    return as_("sunil")


def send(desk: FlaskClient, raw: bytes) -> Any:
    return desk.post("/calendar/", data={"file": (BytesIO(raw), "list.json")})


def test_years_to_come_are_shown_as_provisional(desk: FlaskClient) -> None:
    page = desk.get("/calendar/").get_data(as_text=True)
    assert "暂定" in page
    assert "正式（随软件提供）" in page


def test_a_list_makes_its_year_official(app: Flask, desk: FlaskClient) -> None:
    answer = send(desk, json.dumps(LIST).encode())
    assert answer.status_code == 303
    page = desk.get("/calendar/").get_data(as_text=True)
    assert f"已导入{YEAR}年安排表：0个未结期限随之变动。" in page
    with app.app_context():
        assert YEAR in current_calendar().official_years


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"not json", "这不是节假日安排表"),
        (json.dumps({**LIST, "days": []}).encode(), "尚未公布"),
        (json.dumps({**LIST, "days": DAYS[:1]}).encode(), "不完整"),
        (b"", "请选择"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_list_that_cannot_be_taken_is_refused_in_words(
    app: Flask, desk: FlaskClient, raw: bytes, sentence: str
) -> None:
    answer = send(desk, raw) if raw else desk.post("/calendar/", data={})
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    with app.app_context():
        assert YEAR not in current_calendar().official_years


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_operator_may_not_change_the_calendar(desk: FlaskClient) -> None:
    sign_in(desk, "olga")
    assert desk.get("/calendar/").status_code == 403
    assert send(desk, json.dumps(LIST).encode()).status_code == 403


def test_the_command_takes_in_a_list_and_tells_the_years(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps(LIST), encoding="utf-8")
    runner = app.test_cli_runner()
    told = runner.invoke(main_group, ["calendar", "import", str(file), "--json"])
    assert json.loads(told.stdout) == {"year": YEAR, "days": 4, "moved": 0}
    years = json.loads(runner.invoke(main_group, ["calendar", "list", "--json"]).stdout)
    assert {"official", "imported", "year"} == set(years[0])
    file.write_text("{}", encoding="utf-8")
    refused = runner.invoke(main_group, ["calendar", "import", str(file)])
    assert "not a list of holidays" in str(refused.exception)
