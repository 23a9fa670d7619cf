"""The calendar's page and command: what is official, and taking in a new list."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.cli import main_group
from caseflow.core.deadlines.models import CalendarImport, DeadlineChange
from caseflow.core.deadlines.queries import current_calendar
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from tests.cast import present_cast, sign_in
from tests.factories import case_in
from workers.jobs.deadlines import watch_calendar

YEAR = 2030
DAYS = [{"name": "节", "date": f"{YEAR}-{day}", "isOffDay": True} for day in
        ("01-01", "05-01", "10-01", "10-02")]  # fmt: skip
LIST = {"year": YEAR, "papers": ["an invented notice"], "days": DAYS}


@pytest.fixture
def desk(as_: Callable[[str], FlaskClient]) -> FlaskClient:
    return as_("sunil")


def send(desk: FlaskClient, raw: bytes) -> Any:
    return desk.post("/calendar/", data={"file": (BytesIO(raw), "list.json")})


def seen(page: Any) -> dict[str, str]:
    """Return what the page of a preview sends on."""
    found = dict(re.findall(r'name="(body|key)"[^>]*value="([^"]*)"', page.text))
    assert set(found) == {"body", "key"}
    return found


def take_in(desk: FlaskClient, raw: bytes) -> Any:
    return desk.post("/calendar/apply", data=seen(send(desk, raw)))


def test_years_to_come_are_shown_as_provisional(desk: FlaskClient) -> None:
    page = desk.get("/calendar/").get_data(as_text=True)
    assert "暂定" in page
    assert "正式（随软件提供）" in page


def test_a_list_makes_its_year_official(app: Flask, desk: FlaskClient) -> None:
    answer = take_in(desk, json.dumps(LIST).encode())
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


INTO_2027 = datetime(2026, 12, 21, 10, tzinfo=clock.ZONE)
LIST_2027 = {
    "year": 2027,
    "papers": ["an invented notice"],
    "days": [
        {"name": "节", "date": f"2027-{day}", "isOffDay": True}
        for day in ("01-01", "01-04", "01-05", "01-06", "05-01", "10-01")
    ],
}


def a_case_into_2027(app: Flask) -> str:
    """Return the number of a case with clocks that end in 2027."""
    with app.app_context(), clock.pretend(INTO_2027):
        return case_in("accepted").number


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_would_move_is_shown_before_anything_moves(app: Flask, desk: FlaskClient) -> None:
    number = a_case_into_2027(app)
    page = send(desk, json.dumps(LIST_2027).encode())
    assert page.status_code == 200
    assert number in page.text
    assert "将变动1个未结期限" in page.text
    assert "2027年1月15日" in page.text  # the handling: three days of the list fall into it
    with app.app_context():
        assert 2027 not in current_calendar().official_years
        assert db.session.scalars(select(CalendarImport)).all() == []


def test_a_list_is_taken_in_as_one_recorded_act(app: Flask, desk: FlaskClient) -> None:
    a_case_into_2027(app)
    raw = json.dumps(LIST_2027, indent=2).encode()  # with line breaks, as files have them
    assert take_in(desk, raw).status_code == 303
    page = desk.get("/calendar/").text
    assert "列明6天，变动期限1个" in page
    with app.app_context():
        taken = db.session.scalars(select(CalendarImport)).one()
        assert (taken.year, taken.day_count, taken.moved_count) == (2027, 6, 1)
        assert taken.sha256 == hashlib.sha256(raw).hexdigest()
        assert taken.actor_id == present_cast().sunil.id
        assert taken.source == "an invented notice"
        changes = db.session.scalars(
            select(DeadlineChange).where(DeadlineChange.kind == "recalculated")
        )
        assert len(list(changes)) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_changed_since_the_look_is_shown_again(app: Flask, desk: FlaskClient) -> None:
    a_case_into_2027(app)
    looked_at = seen(send(desk, json.dumps(LIST_2027).encode()))
    another = a_case_into_2027(app)
    answer = desk.post("/calendar/apply", data=looked_at)
    assert answer.status_code == 409
    assert "请重新核对" in answer.text
    assert another in answer.text
    with app.app_context():
        assert 2027 not in current_calendar().official_years
    assert desk.post("/calendar/apply", data=seen(answer)).status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("body", ["", "!!", "bm90IGEgbGlzdA=="])
def test_a_page_without_its_list_takes_in_nothing(app: Flask, desk: FlaskClient, body: str) -> None:
    assert desk.post("/calendar/apply", data={"body": body, "key": "x"}).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(CalendarImport)).all() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("day", "year"),
    [
        (datetime(2026, 9, 30, 23, tzinfo=clock.ZONE), None),
        (datetime(2026, 10, 1, 0, tzinfo=clock.ZONE), 2027),
        (datetime(2026, 12, 31, 9, tzinfo=clock.ZONE), 2027),
        (datetime(2027, 3, 1, 9, tzinfo=clock.ZONE), 2027),  # still not taken in
    ],
)
def test_the_missing_list_is_warned_of_from_october_on(
    desk: FlaskClient, day: datetime, year: int | None
) -> None:
    with clock.pretend(day):
        sign_in(desk, "sunil")
        for path in ("/", "/supervision/", "/calendar/"):
            page = desk.get(path, follow_redirects=True).text
            assert (f"缺少{year}年放假安排" in page) == (year is not None), path
        sign_in(desk, "dong")
        assert "放假安排" not in desk.get("/", follow_redirects=True).text


def test_the_warning_ends_with_the_list(app: Flask, desk: FlaskClient) -> None:
    with clock.pretend(INTO_2027):
        sign_in(desk, "sunil")
        take_in(desk, json.dumps(LIST_2027).encode())
        assert "缺少2027年放假安排" not in desk.get("/", follow_redirects=True).text


def test_the_daily_job_tells_each_person_once_a_year(app: Flask, desk: FlaskClient) -> None:
    def told() -> list[str]:
        rows = select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "calendar_missing")
        people = {user.id: user.username for user in present_cast().everybody}
        return sorted(people[found] for found in db.session.scalars(rows))

    with app.app_context():
        with clock.pretend(datetime(2026, 9, 30, 9, tzinfo=clock.ZONE)):
            assert watch_calendar() == 0
        for day in (1, 2, 30):
            with clock.pretend(datetime(2026, 10, day, 9, tzinfo=clock.ZONE)):
                watch_calendar()
        assert told() == ["adam", "sunil"]
