"""The pages of the knowledge base: looking, who may write, checks that stand, answers on a call."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from caseflow.desk.knowledge.queries import answer_versions
from caseflow.ground import clock

As = Callable[[str], FlaskClient]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "version": "1",
        "topic": "waste",
        "question": "旧沙发怎么处理？",
        "answer": "联系大件垃圾收运。",
        "keywords": "大件垃圾",
        "is_checked": "y",
        **changes,
    }


def written(as_: As, **changes: Any) -> tuple[str, int]:
    answer = as_("sunil").post("/desk/knowledge/new", data=typed(**changes))
    assert answer.status_code == 303, answer.text
    return str(answer.location), int(answer.location.rpartition("/")[2])


def on_a_call(client: FlaskClient, words: str) -> str:
    answer = client.post("/desk/knowledge/answers", data={"words": words})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.text


def test_an_answer_is_found_on_a_call_with_its_source_and_mark(as_: As) -> None:
    client = as_("olga")
    found = on_a_call(client, "工地晚上能不能施工")
    assert "第五百七十二条" in found
    assert 'data-take-answer="在噪声敏感建筑物集中区域' in found
    unread = on_a_call(client, "工地噪声限值多少分贝")
    assert "（依据：《建筑施工噪声排放标准》GB 12523-2025；示例，以本地规定为准）" in unread
    assert "没有与这些词相符的答复" in on_a_call(client, "彩票")


def test_a_change_is_kept_and_the_check_before_stands_unless_renewed(
    office: Flask, as_: As
) -> None:
    page, entry_id = written(as_)
    change = typed(answer="打电话预约收运。", reason="改", is_checked="")
    assert as_("dong").post(f"{page}/edit", data=change).status_code == 303
    renewed = typed(answer="打电话预约收运。", reason="再查", version="2")
    assert as_("dong").post(f"{page}/edit", data=renewed).status_code == 303
    with office.app_context():
        rows = answer_versions(entry_id)
        assert [row.checked_by for row in rows] == ["董调度", "苏领导", "苏领导"]
        assert {row.checked_on for row in rows} == {clock.today()}
    shown = as_("olga").get(page).text
    assert "联系大件垃圾收运。" in shown
    assert "打电话预约收运。" in shown
    assert "/edit" not in shown


def test_an_answer_out_of_date_says_so_and_is_not_given(as_: As) -> None:
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    page, _entry_id = written(as_, valid_until=yesterday)
    client = as_("olga")
    assert "来电页面不提供" in client.get(page).text
    assert "已过期" in client.get("/desk/knowledge/?q=沙发").text
    assert "沙发" not in on_a_call(client, "大件垃圾").replace("旧沙发？", "")


@SQLITE
@pytest.mark.parametrize("name", ["olga", "farid", "pia", "aude"])
def test_without_the_right_nobody_writes(as_: As, name: str) -> None:
    client = as_(name)
    assert client.get("/desk/knowledge/").status_code == 200
    assert client.get("/desk/knowledge/1").status_code == 200
    assert client.get("/desk/knowledge/new").status_code == 403
    assert client.post("/desk/knowledge/1/edit", data=typed(reason="x")).status_code == 403


@SQLITE
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"topic": "", "question": "旧沙发怎么办？"}, "请选择主题"),
        ({"answer": ""}, "请填写答复"),
        ({"is_verified": "y"}, "有依据的答复才能"),
        ({"in_force_from": "2026-08-15", "in_force_until": "2026-08-01"}, "结束日期早于"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(as_: As, changes: dict[str, Any], words: str) -> None:
    answer = as_("sunil").post("/desk/knowledge/new", data=typed(**changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "旧沙发" in answer.text


@SQLITE
def test_an_old_page_is_told_and_may_be_put_on_top(as_: As) -> None:
    page, _entry_id = written(as_)
    client = as_("dong")
    assert client.post(f"{page}/edit", data=typed(answer="甲甲", reason="一")).status_code == 303
    stale = client.post(f"{page}/edit", data=typed(answer="乙乙", reason="二"))
    assert stale.status_code == 409
    assert "甲甲" in stale.text
    assert "乙乙" in stale.text
    top = typed(answer="乙乙", reason="二", version="2")
    assert client.post(f"{page}/edit", data=top).status_code == 303
    assert client.post(f"{page}/edit", data=typed(version="3")).status_code == 422, "no reason"


@SQLITE
def test_the_page_finds_by_words_letters_and_topic(as_: As) -> None:
    client = as_("olga")
    assert "晚上几点以后不能施工" in client.get("/desk/knowledge/?q=yjsg").text
    only_who = client.get("/desk/knowledge/?q=yjsg&topic=who").text
    assert "由谁查处" in only_who
    assert "晚上几点以后不能施工" not in only_who
    assert "没有与这些词相符的答复" in client.get("/desk/knowledge/?q=彩票").text
    assert client.get("/desk/knowledge/999999").status_code == 404


@SQLITE
def test_only_topics_with_an_answer_are_offered(as_: As) -> None:
    client = as_("sunil")
    page = client.get("/desk/knowledge/").text
    assert "topic=waste" in page
    assert "topic=water" not in page
    written(as_, topic="water", question="污水找谁？", answer="登记后转有权部门。", keywords="污水")
    assert "topic=water" in client.get("/desk/knowledge/").text


@SQLITE
def test_each_topic_offered_at_first_has_an_answer_that_may_be_given(as_: As) -> None:
    client = as_("olga")
    offered = set(re.findall(r"[?&;]topic=(\w+)", client.get("/desk/knowledge/").text))
    assert len(offered) > 5
    for topic in offered:
        assert "cf-answer-question" in client.get(f"/desk/knowledge/?topic={topic}").text, topic
    assert "不得超过一年" in on_a_call(client, "危险废物能存放多久")
