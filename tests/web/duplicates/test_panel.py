"""The panel of likely duplicates: what it shows, to whom, and that it keeps words out of URLs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, sign_in
from tests.factories import open_case

PANEL = "/desk/duplicates/"
TYPED = {"subject": "香怡花园餐馆油烟大", "body": "一楼餐馆的油烟直接排到楼道里。"}


@pytest.fixture
def number(app: Flask) -> str:
    """The number of a case about fumes at 香怡花园."""
    with app.app_context():
        with unit_of_work():
            make_cast()
        opened = open_case(
            subject="香怡花园<楼下>餐馆油烟扰民",
            body="一楼餐馆的油烟直接排到楼道里，不敢开窗。",
            address_text="香怡花园3栋",
            respondent_words="",
            category_codes=("air-fumes",),
        )
        return opened.case.number


@pytest.fixture
def olga(client: FlaskClient, number: str) -> FlaskClient:
    sign_in(client, "olga")
    return client


def test_the_panel_lists_what_may_be_repeated_with_its_reasons(
    olga: FlaskClient, number: str
) -> None:
    answer = olga.post(PANEL, data=TYPED)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert f'data-number="{number}"' in page
    assert "data-case-id=" in page
    assert "香怡花园&lt;楼下&gt;餐馆油烟扰民" in page
    assert "同一小区：香怡花园" in page
    assert "香怡花园3栋" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<html" not in page


def test_category_and_caller_are_asked_too(olga: FlaskClient, number: str) -> None:
    typed = {**TYPED, "categories": ["air-fumes"], "phone": "13812345678"}
    page = olga.post(PANEL, data=typed).get_data(as_text=True)
    assert "同一类别" in page
    assert "同一来电人" in page


def test_another_place_finds_nothing_and_the_panel_says_so(olga: FlaskClient) -> None:
    page = olga.post(PANEL, data={**TYPED, "subject": "碧云家园餐馆油烟大"}).get_data(as_text=True)
    assert "未发现可能重复的案件" in page
    assert "data-case-id" not in page


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"source_id": "x", "case_id": "-", "longitude": "east", "latitude": "1e9"},
        {"longitude": "108.03"},
        {"longitude": "nan", "latitude": "inf"},
        {"township": "no such place", "body": "\x00" * 20 + "油烟" * 9000},
    ],
)
def test_what_makes_no_sense_is_left_out(olga: FlaskClient, typed: dict[str, str]) -> None:
    assert olga.post(PANEL, data=typed).status_code == 200


def test_it_is_for_those_who_register_and_only_by_post(client: FlaskClient, number: str) -> None:
    assert client.post(PANEL, data=TYPED).status_code in (302, 303, 401)
    sign_in(client, "farid")
    assert client.post(PANEL, data=TYPED).status_code == 403
    assert client.get(PANEL).status_code == 405


def test_it_needs_the_token_of_the_page(make_app: Callable[..., Flask], number: str) -> None:
    app = make_app()
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post(PANEL, data=TYPED).status_code in (302, 400, 403)
