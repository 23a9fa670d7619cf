"""The pages of canned texts: who may what, what is refused, history, and what a field is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.core.texts.queries import text_rows, text_versions
from caseflow.core.texts.reference import TEXTS
from caseflow.ground import clock
from tests.factories import case_in

As = Callable[[str], FlaskClient]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "version": "1",
        "keywords": "试用",
        "title": "试用的话",
        "body": "编号{{number}}。",
        "places": ["reply"],
        "valid_from": clock.today().isoformat(),
        **changes,
    }


def written(as_: As, **changes: Any) -> str:
    answer = as_("sunil").post("/desk/texts/new", data=typed(**changes))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_text_is_written_changed_and_its_history_shown(office: Flask, as_: As) -> None:
    page = written(as_)
    change = typed(body="改后的话。", reason="改短")
    assert as_("dong").post(f"{page}/edit", data=change).status_code == 303
    shown = as_("olga").get(page).text
    assert "改后的话。" in shown
    assert "编号{{number}}。" in shown, "the version before is still there to be read"
    assert "改短" in shown
    assert "董调度" in shown
    assert "/edit" not in shown, "an operator reads; writing is not offered"
    again = as_("dong").get(f"{page}/edit?version=1").text
    assert "编号{{number}}。" in again
    assert 'name="version" type="hidden" value="2"' in again.replace("  ", " ")


@SQLITE
@pytest.mark.parametrize("name", ["olga", "farid", "pia", "aude"])
def test_without_the_right_nobody_writes(as_: As, name: str) -> None:
    client = as_(name)
    assert client.get("/desk/texts/").status_code == 200
    assert client.get("/desk/texts/1").status_code == 200
    assert client.get("/desk/texts/new").status_code == 403
    assert client.post("/desk/texts/new", data=typed()).status_code == 403
    assert client.post("/desk/texts/1/edit", data=typed(reason="x")).status_code == 403


@SQLITE
@pytest.mark.parametrize("name", ["dong", "sunil", "adam"])
def test_dispatcher_supervisor_and_administrator_write(as_: As, name: str) -> None:
    assert as_(name).post("/desk/texts/new", data=typed()).status_code == 303


@SQLITE
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": "{{name}}"}, "没有名为{{name}}的变量"),
        ({"keywords": ""}, "请填写关键词"),
        ({"places": []}, "适用位置"),
        ({"valid_until": "2020-01-01"}, "结束日期早于"),
        ({"valid_from": "someday"}, "试用的话"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    office: Flask, as_: As, changes: dict[str, Any], words: str
) -> None:
    answer = as_("sunil").post("/desk/texts/new", data=typed(**changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "试用的话" in answer.text
    with office.app_context():
        assert len(text_rows()) == len(TEXTS)


@SQLITE
def test_a_change_without_a_reason_or_on_an_old_page_is_not_taken(office: Flask, as_: As) -> None:
    page = written(as_)
    text_id = int(page.rpartition("/")[2])
    client = as_("dong")
    assert client.post(f"{page}/edit", data=typed(body="甲")).status_code == 422
    assert client.post(f"{page}/edit", data=typed(body="甲", reason="一")).status_code == 303
    stale = client.post(f"{page}/edit", data=typed(body="乙", reason="二"))
    assert stale.status_code == 409
    assert "甲" in stale.text
    assert "乙" in stale.text
    on_top = typed(body="乙", reason="二", version="2")
    assert client.post(f"{page}/edit", data=on_top).status_code == 303
    with office.app_context():
        assert [row.body for row in text_versions(text_id)] == ["乙", "甲", "编号{{number}}。"]


@SQLITE
def test_the_list_is_narrowed_by_place_and_standing(as_: As) -> None:
    old = {"valid_from": "2026-01-01", "valid_until": "2026-01-31", "title": "过了期的话"}
    written(as_, **old)
    client = as_("olga")
    assert "过了期的话" not in client.get("/desk/texts/").text
    assert "过了期的话" in client.get("/desk/texts/?standing=all").text
    notices = client.get("/desk/texts/?place=notice").text
    assert "受理告知" in notices
    assert "交班说明" not in notices
    assert client.get("/desk/texts/999999").status_code == 404


def test_a_field_is_given_texts_facts_and_marks(office: Flask, as_: As) -> None:
    with office.app_context():
        case = case_in("investigating")
        case_id, number = case.id, case.number
    answer = as_("farid").get(f"/desk/texts/for/reply?case={case_id}")
    given = answer.get_json()
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"夜间施工和连续施工证明"} <= {text["title"] for text in given["texts"]}
    assert given["facts"]["case_number"] == number
    assert given["facts"]["operator"] == "方立德"
    assert given["marks"]["number"] == "受理编号"
    assert as_("zoe").get(f"/desk/texts/for/reply?case={case_id}").status_code == 404
    assert as_("farid").get("/desk/texts/for/elsewhere").status_code == 404
    assert as_("farid").get("/desk/texts/for/reply?case=999999").status_code == 404


def test_marked_words_are_not_sent(office: Flask, as_: As) -> None:
    with office.app_context():
        case = case_in("assigned")
        case_id, version = case.id, case.version
    path = f"/cases/{case_id}/extend"
    form = as_("sunil").get(path).text
    assert f'data-texts-case="{case_id}"' in form
    assert 'data-texts="notice"' in form
    words = {
        "version": version,
        "extend_days": "3",
        "reason": "需要监测。",
        "notice_words": "编号[请填写受理编号]。",
        "reply_way": "phone",
    }
    refused = as_("sunil").post(path, data=words)
    assert refused.status_code == 422
    assert "请填写或删去标记的内容" in refused.text
    with office.app_context():
        from caseflow.core.cases.models import Case
        from caseflow.ground.extensions import db

        assert db.session.get_one(Case, case_id).version == version
