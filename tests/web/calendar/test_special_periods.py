"""Examination periods: noise near a school is flagged and runs by its shorter clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.deadlines.models import Deadline, QuietPlace, SpecialPeriod
from caseflow.ground import clock
from caseflow.ground.extensions import db
from tests.cast import sign_in
from tests.factories import case_in, open_case

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FIRST, LAST = date(2026, 6, 5), date(2026, 6, 10)
MONDAY = datetime(2026, 6, 8, 9, tzinfo=clock.ZONE)
SCHOOL = (108.0381, 30.3012)
NEAR, FAR = {"longitude": 108.0401, "latitude": 30.3021}, {"longitude": 108.06, "latitude": 30.3}
NOWHERE = {"address_text": "某处", "body": "夜里很吵。", "subject": "噪声"}


@pytest.fixture
def desk(as_: Callable[[str], FlaskClient]) -> FlaskClient:
    return as_("sunil")


def period(**changes: Any) -> dict[str, Any]:
    days = {"first_on": FIRST.isoformat(), "last_on": LAST.isoformat()}
    words = {"name": "2026年高考", "kind": "gaokao", "hours": "", "basis": "渝环〔2026〕9号"}
    return {**words, **days, "is_active": "y", **changes}


def school(**changes: Any) -> dict[str, Any]:
    place = {"point": f"{SCHOOL[0]}，{SCHOOL[1]}", "radius_m": "500", "address_words": "香山公馆"}
    return {"name": "忠县中学", "township_code": "", **place, "is_active": "y", **changes}


@pytest.fixture
def entered(desk: FlaskClient) -> FlaskClient:
    assert desk.post("/calendar/special/periods/new", data=period()).status_code == 303
    assert desk.post("/calendar/special/places/new", data=school()).status_code == 303
    return desk


def flag(app: Flask, at: datetime = MONDAY, **petition: Any) -> str | None:
    with app.app_context(), clock.pretend(at):
        return open_case(**{**NOWHERE, **petition}).case.special_period


@pytest.mark.parametrize(
    ("petition", "is_flagged"),
    [
        (NEAR, True),
        (FAR, False),
        ({"address_text": "忠县中学后门工地"}, True),
        ({"body": "香山公馆旁边的工地每晚施工。"}, True),
        ({"subject": "忠县中学旁噪声", **FAR}, True),  # the words say it
        ({}, False),
        ({**NEAR, "category_codes": ("air-fumes",)}, False),
        ({**NEAR, "category_codes": ("air-dust", "noise-social")}, True),
        ({**NEAR, "category_codes": ("noise",)}, True),
    ],
)
def test_noise_near_a_school_is_flagged(
    app: Flask, entered: FlaskClient, petition: dict[str, Any], is_flagged: bool
) -> None:
    assert flag(app, **petition) == ("2026年高考 · 忠县中学" if is_flagged else None)


@pytest.mark.parametrize(
    ("day", "is_flagged"),
    [
        (FIRST - timedelta(days=1), False),
        (FIRST, True),
        (LAST, True),
        (LAST + timedelta(days=1), False),
    ],
)
def test_only_within_the_days_of_the_period(
    app: Flask, entered: FlaskClient, day: date, is_flagged: bool
) -> None:
    at = datetime(day.year, day.month, day.day, 23, 30, tzinfo=clock.ZONE)
    assert bool(flag(app, at, **NEAR)) == is_flagged


def test_the_flag_brings_the_shorter_clock_and_stands_in_list_and_page(
    app: Flask, entered: FlaskClient
) -> None:
    with app.app_context(), clock.pretend(MONDAY):
        case = case_in("accepted", **NOWHERE, **NEAR)
        handling = db.session.scalars(
            select(Deadline).where(Deadline.case_id == case.id, Deadline.clock == "handling")
        ).one()
        assert (handling.rule_id, handling.due_on) == ("INT-EXAM", date(2026, 6, 9))
        number, case_id = case.number, case.id
    with clock.pretend(MONDAY):
        sign_in(entered, "sunil")
        assert "2026年高考 · 忠县中学" in entered.get(f"/cases/{case_id}").text
        page = entered.get("/cases/").text
        assert number in page
        assert "考试期间" in page


def test_a_case_keeps_the_flag_of_its_day(app: Flask, entered: FlaskClient) -> None:
    with app.app_context(), clock.pretend(MONDAY):
        case_id = open_case(**NOWHERE, **NEAR).case.id
        row = db.session.scalars(select(SpecialPeriod.id)).one()
    changed = period(is_active="")
    del changed["is_active"]
    assert entered.post(f"/calendar/special/periods/{row}", data=changed).status_code == 303
    with clock.pretend(MONDAY):
        sign_in(entered, "sunil")
        assert "2026年高考 · 忠县中学" in entered.get(f"/cases/{case_id}").text
    assert flag(app, **NEAR) is None


def test_a_school_not_in_use_protects_nobody(app: Flask, entered: FlaskClient) -> None:
    with app.app_context():
        row = db.session.scalars(select(QuietPlace.id)).one()
    changed = school()
    del changed["is_active"]
    entered.post(f"/calendar/special/places/{row}", data=changed)
    assert flag(app, **NEAR) is None
    assert "未启用" in entered.get("/calendar/special/").text


@pytest.mark.parametrize(
    ("path", "typed", "sentence"),
    [
        ("periods", period(name=""), "请填写名称"),
        ("periods", period(last_on="2026-06-01"), "早于"),
        ("periods", period(basis=""), "请填写"),
        ("places", school(point="somewhere"), "请输入经度和纬度"),
        ("places", school(point="30.3,108.0"), "请输入经度和纬度"),
        ("places", school(radius_m="10"), "50至5000"),
        ("places", school(name="中"), "2至60"),
    ],
)
def test_what_cannot_be_is_refused_and_kept(
    desk: FlaskClient, path: str, typed: dict[str, Any], sentence: str
) -> None:
    answer = desk.post(f"/calendar/special/{path}/new", data=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    if typed["name"]:
        assert typed["name"] in answer.text


def test_only_who_manages_the_calendar_enters_them(entered: FlaskClient) -> None:
    sign_in(entered, "olga")
    for path in ("", "periods/new", "places/1"):
        assert entered.get(f"/calendar/special/{path}").status_code == 403
    assert entered.post("/calendar/special/periods/new", data=period()).status_code == 403
    sign_in(entered, "sunil")
    assert entered.get("/calendar/special/places/99").status_code == 404


def test_an_urgent_work_order_is_due_the_same_day(app: Flask, desk: FlaskClient) -> None:
    with app.app_context(), clock.pretend(MONDAY):
        case = case_in("accepted", is_urgent=True)
        rows = {
            row.clock: row
            for row in db.session.scalars(select(Deadline).where(Deadline.case_id == case.id))
        }
        assert (rows["handling"].rule_id, rows["handling"].due_on) == (
            "12345-URGENT",
            MONDAY.date(),
        )
        other = case_in("accepted", is_urgent=True, channel_code="visit")
        handling = select(Deadline.rule_id).where(
            Deadline.case_id == other.id, Deadline.clock == "handling"
        )
        assert db.session.scalars(handling).one() == "HL-CLOSE"
