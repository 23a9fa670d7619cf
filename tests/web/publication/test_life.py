"""One publication through its pages: draft, decisions, second person, worker, public page."""

from __future__ import annotations

import html
import re
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.petitions.actions import lookup_code
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Reply
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.publication.actions import publish_approved
from caseflow.public.publication.models import Publication
from tests.cast import make_cast, sign_in
from tests.factories import WAYS, do, open_case

FINDINGS = "现场联系陈小河，电话１３８ 1234-5678，工地正在打桩。对张三进行询问。"


@pytest.fixture
def case_id(app: Flask) -> int:
    """A closed case whose findings name its complainant."""
    with app.app_context():
        with unit_of_work():
            make_cast()
        case = open_case().case
        for name in WAYS["closed"]:
            do(case, name, **({"findings": FINDINGS} if name == "record_inspection" else {}))
        return int(case.id)


def as_(app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    assert sign_in(client, who).status_code == 303
    return client


def begun(app: Flask, case_id: int) -> tuple[FlaskClient, str]:
    dong = as_(app, "dong")
    answer = dong.post(f"/desk/publications/of/{case_id}")
    assert answer.status_code == 303, answer.text
    return dong, str(answer.location)


def fields(page: str, decision: str = "hide") -> dict[str, str]:
    """Return what the page's form of marks sends with one decision for all."""
    keys = re.findall(r'name="replacement_(\w+)"', page)
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version
    typed = {"version": version[1]}
    for key in keys:
        found = re.search(rf'name="replacement_{key}"[^>]*value="([^"]*)"', page)
        typed |= {
            f"decision_{key}": decision,
            f"replacement_{key}": html.unescape(found[1]) if found else "",
        }
    return typed


def step(client: FlaskClient, address: str, name: str, **more: str) -> Any:
    version = re.search(r'name="version"[^>]*value="(\d+)"', client.get(f"{address}/{name}").text)
    return client.post(
        f"{address}/{name}", data={"version": version[1] if version else "0", **more}
    )


def test_a_draft_becomes_public_by_two_people_and_a_worker(app: Flask, case_id: int) -> None:
    dong, address = begun(app, case_id)
    page = dong.get(address)
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert step(dong, address, "propose").status_code == 409
    assert dong.post(f"{address}/marks", data=fields(page.text)).status_code == 303
    assert step(dong, address, "propose").status_code == 303
    assert step(dong, address, "approve").status_code == 403
    sunil = as_(app, "sunil")
    assert step(sunil, address, "approve").status_code == 303
    with app.app_context():
        assert publish_approved() == 1
        assert publish_approved() == 0
    stranger = app.test_client()
    listed = stranger.get("/results/").text
    slug = re.search(r"/results/(\d+-\d+)", listed)
    assert slug
    shown = stranger.get(slug.group())
    assert shown.status_code == 200
    html5lib.HTMLParser(strict=True).parse(shown.text)
    for secret in ("陈小河", "5678", "张三"):
        assert secret not in shown.text
    assert step(sunil, address, "withdraw", reason="表述有误，正在更正。").status_code == 303
    grave = stranger.get(slug.group())
    assert grave.status_code == 410
    assert "表述有误" in grave.text
    assert "打桩" not in grave.text


def test_the_drafter_does_not_approve_and_a_draft_goes_back_with_a_reason(
    app: Flask, case_id: int
) -> None:
    pia = as_(app, "pia")
    address = str(pia.post(f"/desk/publications/of/{case_id}").location)
    pia.post(f"{address}/marks", data=fields(pia.get(address).text))
    assert step(pia, address, "propose").status_code == 303
    refused = pia.get(f"{address}/approve")
    assert refused.status_code == 409
    assert "起草" in refused.text
    sunil = as_(app, "sunil")
    assert step(sunil, address, "send_back").status_code == 422
    assert step(sunil, address, "send_back", reason="请补充复查情况。").status_code == 303
    assert "请补充复查情况。" in pia.get(address).text


def test_what_the_case_knows_cannot_be_kept(app: Flask, case_id: int) -> None:
    dong, address = begun(app, case_id)
    assert dong.post(
        f"{address}/marks", data=fields(dong.get(address).text, "keep")
    ).status_code in {422}


def test_a_stale_page_keeps_what_was_typed(app: Flask, case_id: int) -> None:
    dong, address = begun(app, case_id)
    old = fields(dong.get(address).text)
    typed = {"version": "1", "title": "新标题", "original": "新正文第一段。"}
    assert dong.post(f"{address}/words", data=typed).status_code == 303
    late = dong.post(f"{address}/words", data={**typed, "title": "迟到的标题"})
    assert late.status_code == 409
    assert "迟到的标题" in late.text
    assert dong.post(f"{address}/marks", data=old).status_code in {409, 422}


def test_a_person_hides_more_words(app: Flask, case_id: int) -> None:
    dong, address = begun(app, case_id)
    more = {"version": "1", "hidden": "工地", "replacement": "某处", "reason": "可识别"}
    assert dong.post(f"{address}/marks/new", data=more).status_code == 303
    with app.app_context():
        row = db.session.scalars(select(Publication)).one()
        assert "工地" not in row.body
        assert any(mark["reason"] == "可识别" for mark in row.marks)
    absent = {**more, "version": "2", "hidden": "没有这些字"}
    assert dong.post(f"{address}/marks/new", data=absent).status_code == 422


@pytest.mark.parametrize("who", ["olga", "farid", "adam"])
def test_others_do_not_see_publications(app: Flask, case_id: int, who: str) -> None:
    _dong, address = begun(app, case_id)
    client = as_(app, who)
    assert client.get("/desk/publications/").status_code == 403
    assert client.get(address).status_code == 403


def test_the_lookup_tells_state_and_reply_to_whoever_has_the_code(app: Flask, case_id: int) -> None:
    with app.app_context():
        petition = db.session.scalars(select(Petition)).one()
        number, code = petition.number, lookup_code(petition)
        reply = db.session.scalars(select(Reply.words)).one().splitlines()[0]
    stranger = app.test_client()
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in code.lower())
    typed = {
        "number": f" {number.replace('〔', '（').replace('〕', '）')} ",
        "code": f"{wide[:4]} {wide[4:]}",
    }
    answer = stranger.post("/lookup", data=typed)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert reply in answer.text
    for secret in ("陈小河", "5678", "方立德"):
        assert secret not in answer.text
    wrong = [
        stranger.post("/lookup", data={**typed, **change})
        for change in ({"code": "22222222"}, {"number": "忠环访〔2026〕999号"})
    ]
    assert {answer.status_code for answer in wrong} == {422}
    assert all("没有与该编号和查询码相符的信访件" in answer.text for answer in wrong)
    assert all(reply not in answer.text for answer in wrong)
