"""Registering by page: what is missing is said, nothing is lost, a page twice is one petition."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from caseflow.core.cases.models import Case
from caseflow.core.petitions.models import ComplainantLook, Petition, RegistrationDraft
from caseflow.core.replies.models import DeliveryProof, Reply
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, sign_in
from tests.factories import CALLER, open_case

PAGE = "/desk/registration/"
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def olga(app: Flask, client: FlaskClient) -> FlaskClient:
    with app.app_context(), unit_of_work():
        make_cast()
    sign_in(client, "olga")
    return client


def typed(olga: FlaskClient, **changes: Any) -> dict[str, Any]:
    page = olga.get(PAGE).get_data(as_text=True)
    key = re.search(r'name="page_key"[^>]*value="([^"]+)"', page)
    assert key
    fields = {
        "page_key": key[1],
        "phone": "１３８ 1234-5678",
        "name": CALLER.name,
        "identity": "named",
        "track": "report",
        "body": "果园路工地夜间打桩。",
        "categories": "noise-construction",
        "township": "zz",
        "address_text": "果园路3号",
        "reply_way": "phone",
        "channel": "54812369",
        "action": "register",
    }
    return {**fields, **changes}


def count(app: Flask, column: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(column))) or 0


def test_a_call_becomes_a_petition_whose_number_and_code_are_read_out(
    app: Flask, olga: FlaskClient
) -> None:
    answer = olga.post(PAGE, data=typed(olga))
    assert answer.status_code == 303
    slip = olga.get(answer.location).get_data(as_text=True)
    with app.app_context():
        petition = db.session.scalars(select(Petition)).one()
        assert petition.township_code == "500233001"
        assert petition.number in slip
    assert CALLER.phone in slip
    assert "查询码" in slip


def test_what_is_missing_is_said_and_what_was_typed_stays(app: Flask, olga: FlaskClient) -> None:
    answer = olga.post(PAGE, data=typed(olga, categories=[], phone="12"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "果园路工地夜间打桩。" in page
    assert page.count("cf-field-wrong") >= 2
    assert count(app, Petition.id) == 0


def test_a_page_sent_twice_is_one_petition(app: Flask, olga: FlaskClient) -> None:
    fields = typed(olga)
    first = olga.post(PAGE, data=fields)
    again = olga.post(PAGE, data=fields)
    assert first.location == again.location
    assert count(app, Petition.id) == 1


def test_a_consultation_is_registered_answered_and_closed_in_one_step(
    app: Flask, olga: FlaskClient
) -> None:
    fields = typed(olga, track="consultation", action="answer", reply_words="夜间须有证明。")
    assert olga.post(PAGE, data=fields).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Case.state)).one() == "closed"


@pytest.mark.parametrize("way", ["letter", "sms", "email", "channel"])
def test_an_answer_that_nothing_sends_was_said_on_the_call(
    app: Flask, olga: FlaskClient, way: str
) -> None:
    answered = {"track": "consultation", "action": "answer", "reply_words": "夜间须有证明。"}
    fields = typed(olga, **answered, reply_way=way, person_address="果园路3号")
    assert olga.post(PAGE, data=fields).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Case.state)).one() == "closed"
        assert db.session.scalars(select(Reply.way)).one() == "phone"
        assert db.session.scalars(select(DeliveryProof.kind)).one() == "read_out"
        assert db.session.scalars(select(Petition.reply_way)).one() == way


def test_a_draft_is_kept_opened_again_and_gone_when_registered(
    app: Flask, olga: FlaskClient
) -> None:
    fields = typed(olga)
    kept = olga.post(f"{PAGE}draft", data=fields, headers=SCRIPT)
    assert kept.status_code == 200
    page = olga.get(PAGE, query_string={"page_key": fields["page_key"]}).get_data(as_text=True)
    assert "果园路工地夜间打桩。" in page
    olga.post(PAGE, data=fields)
    assert count(app, RegistrationDraft.id) == 0
    assert olga.post(f"{PAGE}draft", data=fields).status_code == 409
    assert olga.post(f"{PAGE}draft", data={**fields, "page_key": ""}).status_code == 422


def test_the_next_call_still_leads_to_the_number_of_the_last(olga: FlaskClient) -> None:
    answer = olga.post(PAGE, data=typed(olga, action="register_next"))
    assert "/desk/registration/done/" in olga.get(answer.location).get_data(as_text=True)


def test_a_callers_earlier_petitions_are_shown_and_the_look_is_recorded(
    app: Flask, olga: FlaskClient
) -> None:
    with app.app_context():
        open_case()
    panel = olga.post(f"{PAGE}caller", data={"phone": CALLER.phone}).get_data(as_text=True)
    assert "夜间施工噪声扰民" in panel
    assert CALLER.name in panel
    with app.app_context():
        assert db.session.scalars(select(ComplainantLook.reason)).one() == "call in progress"


@pytest.mark.parametrize("who", ["farid", "pia", "aude", "adam"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_others_do_not_register(olga: FlaskClient, who: str) -> None:
    sign_in(olga, who)
    assert olga.get(PAGE).status_code == 403
    assert olga.post(f"{PAGE}caller", data={"phone": CALLER.phone}).status_code == 403
