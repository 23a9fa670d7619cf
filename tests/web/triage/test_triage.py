"""The panel while one types, its way into the registration, and the administrator's page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.cases.models import CaseCategory
from caseflow.desk.triage.models import TriageOutcome, TriageTraining
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import csrf_token, make_cast, sign_in

PANEL = "/desk/triage/"
MODELS = "/desk/triage/models"
As = Callable[[str], FlaskClient]
FIGURES = (
    '{"in_force": null, "keywords": {"top1": 0.5, "top3": 0.7}, "new": {"top1": 0.9, "top3": 1}}'
)


def ask(client: FlaskClient, text: str, **more: Any) -> str:
    answer = client.post(PANEL, data={"text": text, "track": "report", **more})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.text


def codes(panel: str) -> list[str]:
    return re.findall(r'data-triage-code="([^"]+)"', panel)


def test_words_lead_to_a_category_a_unit_and_the_words_are_shown(as_: As) -> None:
    panel = ask(as_("olga"), "工地凌晨还在打桩", address="忠州街道果园路3号")
    assert codes(panel)[0] == "noise-construction"
    assert "打桩" in panel
    assert "县住房城乡建委" in panel
    assert 'data-alt-key="1"' in panel
    assert "checked" not in panel


def test_what_is_chosen_already_decides_the_likely_unit(as_: As) -> None:
    panel = ask(as_("olga"), "工地凌晨还在打桩", categories=["noise-traffic"])
    assert "县公安局" in panel
    burning = ask(as_("olga"), "有人烧秸秆", address="忠州街道三组", categories=["air-burning"])
    assert "忠州街道" in burning


def test_another_kind_and_an_emergency_are_suggested_not_set(as_: As) -> None:
    olga = as_("olga")
    panel = ask(olga, "请问怎么办理排污登记,需要哪些材料")
    assert 'data-triage-track="consultation"' in panel
    same = ask(olga, "请问怎么办理排污登记,需要哪些材料", track="consultation")
    assert "data-triage-track" not in same
    alarm = ask(olga, "油罐车侧翻泄漏,有人晕倒")
    assert 'data-triage-emergency="' in alarm
    assert "侧翻" in alarm


@pytest.mark.parametrize("text", ["", " ", "好", "谢谢再见"])
def test_words_that_say_nothing_show_nothing(as_: As, text: str) -> None:
    assert ask(as_("olga"), text).strip() == ""


@pytest.mark.parametrize("wrong", [{"text": "长" * 25_001}, {"track": "nonsense"}])
def test_what_cannot_be_is_refused(as_: As, wrong: dict[str, str]) -> None:
    assert as_("olga").post(PANEL, data={"text": "噪声", **wrong}).status_code == 422


def test_typed_markup_stays_text(as_: As) -> None:
    panel = ask(as_("olga"), "<script>alert(1)</script>打桩")
    assert "<script" not in panel


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["farid", "pia", "aude", "adam"])
def test_who_registers_nothing_gets_no_panel(as_: As, who: str) -> None:
    assert as_(who).post(PANEL, data={"text": "打桩"}).status_code == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_panel_wants_the_pages_token(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context(), unit_of_work():
        make_cast()
    client = app.test_client()
    assert sign_in(client, "olga").status_code == 303
    assert client.post(PANEL, data={"text": "打桩"}).status_code == 400
    token = csrf_token(client.get("/desk/registration/"))
    sent = client.post(PANEL, data={"text": "打桩"}, headers={"X-CSRFToken": token})
    assert sent.status_code == 200


def test_registering_counts_what_became_of_the_suggestion(as_: As, office: Flask) -> None:
    olga = as_("olga")
    page = olga.get("/desk/registration/").text
    assert f'data-triage="{PANEL}"' in page
    key = re.search(r'name="page_key"[^>]*value="([^"]+)"', page)
    assert key
    shown = re.search(r'data-triage-shown="([^"]+)"', ask(olga, "工地凌晨还在打桩"))
    assert shown
    fields = {
        "page_key": key[1], "phone": "13812345678", "name": "陈小河", "identity": "named",
        "track": "report", "body": "工地凌晨还在打桩", "categories": "noise-construction",
        "township": "zz", "reply_way": "phone", "channel": "54812369", "action": "register",
        "triage_shown": shown[1],
    }  # fmt: skip
    assert olga.post("/desk/registration/", data=fields).status_code == 303
    with office.app_context():
        outcome = db.session.scalars(select(TriageOutcome)).one()
        assert outcome.shown.split(",")[0] == "noise-construction"
        assert outcome.is_first_taken
        assert outcome.model_id is None
        assert list(db.session.scalars(select(CaseCategory.category_code))) == [
            "noise-construction"
        ]


def test_the_administrator_sees_the_figures_and_switches_off(as_: As, office: Flask) -> None:
    with office.app_context(), unit_of_work():
        row = TriageTraining(
            kind="category", trained_at=clock.now(), training_count=900, measured_count=80,
            measured_month="2026-10", figures=FIGURES, content=b"x", content_hash="0" * 64,
            in_force_from=clock.now(),
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        model_id = row.id
    adam = as_("adam")
    page = adam.get(MODELS).text
    assert "90.0 %" in page
    assert "使用中" in page
    assert adam.post(f"{MODELS}/{model_id}/off").status_code == 303
    after = adam.get(MODELS).text
    assert "使用中" not in after
    assert "安管理" in after
    again = adam.post(f"{MODELS}/{model_id}/off", follow_redirects=True)
    assert "这个模型已不再使用" in again.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["olga", "sunil", "aude"])
def test_the_models_are_the_administrators(as_: As, who: str) -> None:
    client = as_(who)
    assert client.get(MODELS).status_code == 403
    assert client.post(f"{MODELS}/1/off").status_code == 403
