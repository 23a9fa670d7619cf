"""Pages of pollution sources and of opening an inspection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.sources.models import PollutionSource
from caseflow.ground.extensions import db
from tests.cast import sign_in
from tests.factories import a_source, case_in, do

CODE = "91350100M000100Y43"


@pytest.fixture
def desk(as_: Callable[[str], FlaskClient]) -> FlaskClient:
    return as_("farid")


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "name": "白公路石材加工厂",
        "credit_code": CODE.lower(),
        "sector": "非金属加工",
        "township_code": "500233001",
        "address_text": "白公路18号",
        "risk_grade": "elevated",
        **changes,
    }


def sources(app: Flask) -> list[PollutionSource]:
    with app.app_context():
        return list(db.session.scalars(select(PollutionSource).order_by(PollutionSource.id)))


def test_a_file_is_opened_found_and_shown(app: Flask, desk: FlaskClient) -> None:
    answer = desk.post("/sources/new", data=typed())
    assert answer.status_code == 303
    made = sources(app)[0]
    assert (made.credit_code, made.risk_grade) == (CODE, "elevated")
    page = desk.get(answer.location).text
    assert "白公路石材加工厂" in page
    assert CODE in page
    for search in ("石材", "bgl", "baigonglu", "9135 0100"):
        assert f"/sources/{made.id}" in desk.get("/sources/", query_string={"q": search}).text
    assert f"/sources/{made.id}" not in desk.get("/sources/?q=养殖场").text
    assert f"/sources/{made.id}" not in desk.get("/sources/?grade=major").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "请填写"),
        ({"credit_code": CODE[:-1] + "4"}, "校验"),
        ({"credit_code": "123"}, "18位"),
        ({"risk_grade": "huge"}, "请从所列选项中选择。"),
        ({"township_code": "1"}, "请从所列选项中选择。"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_is_said_and_the_typing_stays(
    app: Flask, desk: FlaskClient, changes: dict[str, Any], sentence: str
) -> None:
    answer = desk.post("/sources/new", data=typed(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "白公路18号" in answer.text
    assert sources(app) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_of_a_like_name_is_shown_first(app: Flask, desk: FlaskClient) -> None:
    desk.post("/sources/new", data=typed())
    again = typed(name="石材加工厂", credit_code="")
    answer = desk.post("/sources/new", data=again)
    assert answer.status_code == 422
    assert "/sources/1" in answer.text
    assert len(sources(app)) == 1
    assert desk.post("/sources/new", data={**again, "is_another": "y"}).status_code == 303
    assert len(sources(app)) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_credit_code_stands_in_one_file_only(app: Flask, desk: FlaskClient) -> None:
    desk.post("/sources/new", data=typed())
    answer = desk.post("/sources/new", data=typed(name="另一家企业"))
    assert answer.status_code == 422
    assert "白公路石材加工厂" in answer.text


def test_a_change_is_written_down_and_a_stale_one_is_told(app: Flask, desk: FlaskClient) -> None:
    desk.post("/sources/new", data=typed())
    assert desk.post("/sources/1/edit", data=typed(risk_grade="major")).status_code == 303
    page = desk.get("/sources/1").text
    assert "→" in page
    for code in ("elevated", "major", "500233001"):
        assert code not in page, "codes are named"
    answer = desk.post("/sources/1/edit", data=typed(note="夜间作业"))
    assert answer.status_code == 409
    assert "夜间作业" in answer.text
    assert 'value="2"' in answer.text, "saving again puts it on top"
    assert "档案的当前内容" in answer.text
    assert desk.post("/sources/1/edit", data=typed(note="夜间作业", version=2)).status_code == 303


def test_a_new_file_leads_back_to_linking_it(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        case_id = case_in("investigating").id
    step = desk.get(f"/cases/{case_id}/link_source?q=石材").text
    assert f"/sources/new?case={case_id}" in step
    answer = desk.post(f"/sources/new?case={case_id}", data=typed())
    assert answer.location.startswith(f"/cases/{case_id}/link_source")
    assert "白公路石材加工厂" in desk.get(answer.location).text


def test_every_case_within_reach_stands_in_the_file(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        source_id = a_source().id
        mine = do(case_in("investigating"), "link_source").id
    assert f"/cases/{mine}" in desk.get(f"/sources/{source_id}").text
    sign_in(desk, "zoe")
    assert f"/cases/{mine}" not in desk.get(f"/sources/{source_id}").text
    assert desk.get("/sources/99").status_code == 404


def test_an_inspection_is_opened_against_a_source(app: Flask, desk: FlaskClient) -> None:
    with app.app_context():
        source_id = a_source().id
    sign_in(desk, "dong")
    path = f"/cases/inspections/new?source={source_id}"
    assert path.replace("&", "&amp;") in desk.get(f"/sources/{source_id}").text
    fields = {
        "title": "双随机检查：夜间施工",
        "channel_code": "random",
        "categories": ["noise-construction", "air-dust"],
        "township_code": "500233001",
        "address_text": "果园路工地",
    }
    answer = desk.post(path, data=fields)
    assert answer.status_code == 303
    with app.app_context():
        case = db.session.scalars(select(Case)).one()
        kinds = set(db.session.scalars(select(CaseCategory.category_code)))
        assert (case.state, case.track, case.source_id) == ("accepted", "inspection", source_id)
        assert kinds == {"noise-construction", "air-dust"}
    refused = desk.post(path, data={"address_text": "果园路"})
    assert refused.status_code == 422
    assert "果园路" in refused.text
    sign_in(desk, "farid")
    assert desk.get(path).status_code == 403
