"""The map of cases: its points by right and filter, paged, naming nobody; tiles by setting only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, update

from caseflow.core.cases.models import Case
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.boundary import keep_boundary
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.map import queries, views
from tests.cast import make_cast, present_cast, sign_in
from tests.factories import CALLER, case_in, open_case

HERE = {"longitude": 108.036, "latitude": 30.302}


@pytest.fixture
def office(app: Flask) -> Flask:
    with app.app_context():
        with unit_of_work():
            make_cast()
        open_case(subject="夜间打桩", **HERE)
        open_case(subject="油烟", category_codes=("air-fumes",), longitude=108.1, latitude=30.3)
        open_case(subject="没有位置")
    return app


@pytest.fixture
def sunil(office: Flask, client: FlaskClient) -> FlaskClient:
    assert sign_in(client, "sunil").status_code == 303
    return client


def features(client: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    found = client.get(f"/supervision/map/points.json?{query}")
    assert found.status_code == 200
    assert found.json
    assert found.json["type"] == "FeatureCollection"
    return found.json["features"]  # type: ignore[no-any-return]


def test_points_say_where_and_how_it_stands_and_name_nobody(sunil: FlaskClient) -> None:
    found = features(sunil)
    assert len(found) == 2
    (point,) = [one for one in found if one["properties"]["title"] == "夜间打桩"]
    assert point["geometry"] == {"type": "Point", "coordinates": [108.036, 30.302]}
    assert set(point["properties"]) == {
        "id", "number", "title", "state", "due", "mark", "township"
    }  # fmt: skip
    text = sunil.get("/supervision/map/points.json").text
    for word in (CALLER.name, CALLER.phone, CALLER.address, "无法入睡"):
        assert word not in text


def test_filters_and_periods_narrow_points_and_table_alike(
    office: Flask, sunil: FlaskClient
) -> None:
    titles = [one["properties"]["title"] for one in features(sunil, "category=noise")]
    assert titles == ["夜间打桩"]
    page = sunil.get("/supervision/map/?category=noise").text
    assert "夜间打桩" in page
    assert page.count("油烟") == 1  # the choice of a category
    with office.app_context(), unit_of_work():
        db.session.execute(update(Case).values(opened_at=clock.now() - timedelta(days=40)))
    assert features(sunil, "period=30") == []
    assert len(features(sunil, "period=90")) == 2
    assert len(features(sunil, "period=nonsense")) == 2
    assert len(features(sunil, "due=late&period=all")) == 0
    with clock.pretend(clock.now() + timedelta(days=300)):
        sign_in(sunil, "sunil")
        late = features(sunil, "due=late&period=all")
    assert {one["properties"]["mark"] for one in late} == {"late"}


def test_points_come_in_pages(
    office: Flask, sunil: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "POINTS_A_PAGE", 1)
    first = sunil.get("/supervision/map/points.json?period=all").json
    assert first
    second = sunil.get(first["next"]).json
    assert second
    assert second["next"] is None
    ids = [one["properties"]["id"] for page in (first, second) for one in page["features"]]
    assert len(set(ids)) == 2


def test_cases_without_a_place_are_counted(sunil: FlaskClient) -> None:
    page = sunil.get("/supervision/map/").text
    assert "2件有位置的案件" in page
    assert "另有1件案件没有地图位置" in page


@pytest.mark.parametrize(("who", "status"), [("dong", 200), ("aude", 200), ("farid", 403)])
def test_supervision_sees_the_map(
    office: Flask, client: FlaskClient, who: str, status: int
) -> None:
    sign_in(client, who)
    for path in ("", "points.json", "boundary.json"):
        assert client.get(f"/supervision/map/{path}").status_code == status


def test_points_are_those_of_the_person_s_reach(office: Flask) -> None:
    with office.app_context():
        case = case_in("assigned")
        with unit_of_work():
            db.session.execute(update(Case).where(Case.id == case.id).values(**HERE))
        people = present_cast()
        seen = {}
        for name in ("sunil", "farid", "zoe"):
            user = getattr(people, name)
            wanted, _period = queries.map_filter({}, user)
            seen[name] = [p.id for p in queries.points(wanted, user, None, 100).items]
        assert len(seen["sunil"]) == 3
        assert seen["farid"] == [case.id]
        assert seen["zoe"] == []


def test_the_boundary_is_drawn_where_one_was_brought_in(office: Flask, sunil: FlaskClient) -> None:
    assert sunil.get("/supervision/map/boundary.json").json == {"rings": []}
    ring = [[108.0, 30.0], [108.1, 30.0], [108.1, 30.1], [108.0, 30.1], [108.0, 30.0]]
    with office.app_context():
        keep_boundary(b'{"type": "Polygon", "coordinates": [%s]}' % str(ring).encode())
    assert sunil.get("/supervision/map/boundary.json").json == {"rings": [ring]}


def test_outside_tiles_are_let_in_by_setting_on_this_page_only(
    office: Flask, sunil: FlaskClient, make_app: Callable[..., Flask]
) -> None:
    plain = sunil.get("/supervision/map/")
    assert "tianditu" not in plain.text
    assert "tianditu" not in plain.headers["Content-Security-Policy"]
    other = make_app(CASEFLOW_TIANDITU_KEY="k&y").test_client()
    sign_in(other, "sunil")
    page = other.get("/supervision/map/")
    assert "tk=k%26y" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "img-src 'self' data: blob: https://*.tianditu.gov.cn" in policy
    assert policy.count("tianditu") == 1
    assert "tianditu" not in other.get("/cases/").headers["Content-Security-Policy"]


def test_a_page_of_points_costs_the_same_few_statements(office: Flask) -> None:
    with office.app_context():
        user = present_cast().sunil
        wanted, _period = queries.map_filter({}, user)
        queries.points(wanted, user, None, 1)  # the calendar of working days is read once
        counts = []
        for size in (1, 1, 100):  # the first reads what a request reads once
            db.session.rollback()
            assert user.role
            said: list[str] = []
            note: Any = lambda *a: said.append(a[2])  # noqa: E731, B023
            event.listen(db.engine, "before_cursor_execute", note)
            queries.points(wanted, user, None, size)
            event.remove(db.engine, "before_cursor_execute", note)
            counts.append(len(said))
        assert counts[1] == counts[2] <= 3
