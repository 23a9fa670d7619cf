"""Looking a petition up, a lost code, further words: by code only, one answer for any guess."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.messages.delivery import deliver_outbox
from caseflow.core.petitions.actions import lookup_code
from caseflow.core.petitions.further_codes import MOST_CODES
from caseflow.core.petitions.models import FurtherCode, Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.portal.actions.handing_in import ask
from caseflow.public.portal.models import PortalRequest
from caseflow.public.portal.queries import status_of
from tests.cast import make_cast
from tests.factories import CALLER, WAYS, case_in, case_petition, do, open_case
from tests.receivers import Gateway
from tests.resident import hand_in, look_up, type_all, unhurried
from workers.jobs.portal import work_off_portal

__all__ = ["unhurried"]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


@pytest.mark.usefixtures("unhurried")
def test_the_number_given_at_once_tells_where_it_is_from_the_first_second(office: Flask) -> None:
    client = office.test_client()
    type_all(client, with_picture=False)
    number, code = hand_in(client)
    stranger = office.test_client()
    typed = number.replace("-", "－").replace("网", " 网 ")
    waiting = look_up(stranger, typed, code.lower())
    assert waiting.status_code == 200
    assert "已收到，正在登记" in waiting.text
    html5lib.HTMLParser(strict=True).parse(waiting.text)
    with office.app_context():
        work_off_portal()
        petition = db.session.scalars(select(Petition)).one()
        own = petition.number
        assert lookup_code(petition) == code
    for known in (number, own):
        page = look_up(stranger, known, code)
        assert own in page.text
        assert number in page.text
        assert page.headers["Cache-Control"] == "no-store"


def test_wrong_numbers_and_wrong_codes_get_one_answer(office: Flask) -> None:
    client = office.test_client()
    with office.app_context():
        petition = open_case().petition
        number, code = petition.number, lookup_code(petition)
    pages = {
        bare(look_up(client, typed, guess).text)
        for typed, guess in (
            (number, "22222222"), ("忠环访〔2026〕999号", code), ("网-00000-00000", code)
        )
    }  # fmt: skip
    assert len(pages) == 1


def test_control_characters_neither_break_a_look_up_nor_hinder_it(office: Flask) -> None:
    client = office.test_client()
    with office.app_context():
        petition = open_case().petition
        number, code = petition.number, lookup_code(petition)
        assert status_of(f"{number}\x00", f"{code}\x00") is not None
    for path in ("/lookup", "/reward/"):
        typed = {"number": f"\x00{number}\x01", "code": f"{code}\x00"}
        assert client.post(path, data={**typed, "number": "\x00x\x1b"}).status_code == 422
        assert client.post(path, data=typed).status_code == (200 if path == "/lookup" else 422)
    typed = {"number": f"{number}\x00", "code": f"{code}\x00", "request_id": str(uuid.uuid4()),
             "words": "\x00又打桩\x00"}  # fmt: skip
    assert client.post("/lookup/words", data=typed).status_code == 200
    with office.app_context():
        assert work_off_portal() == 1
        event = db.session.scalars(select(CaseEvent).where(CaseEvent.act == "chase")).one()
        assert "又打桩" in str(event.words)


@pytest.mark.parametrize("state", sorted(WAYS))
def test_every_state_has_a_page_that_names_nobody(office: Flask, state: str) -> None:
    if state == "inspection":
        return
    with office.app_context():
        case = case_in(state)
        petition = db.session.scalar(select(Petition).where(Petition.case_id == case.id))
        if petition is None:
            return
        number, code = petition.number, lookup_code(petition)
        assert status_of(number, code) is not None
    page = look_up(office.test_client(), number, code)
    assert page.status_code == 200
    html5lib.HTMLParser(strict=True).parse(page.text)
    for secret in (CALLER.name, CALLER.phone, CALLER.phone[-4:]):
        assert secret not in page.text


def test_the_status_names_unit_reply_and_notices(office: Flask) -> None:
    with office.app_context():
        case = open_case().case
        for name in WAYS["closed"]:
            do(case, name)
        petition = db.session.scalars(select(Petition)).one()
        status = status_of(petition.number, lookup_code(petition))
        assert status is not None
        assert (status.number, status.registered_at) == (petition.number, petition.registered_at)
        assert status.promised_on == petition.promised_on
        assert status.answered_at == petition.answered_at
        assert status.unit
        assert status.reply
        assert status.notices == ()
        refused = case_in("declined")
        petition = db.session.scalars(select(Petition).where(Petition.case_id == refused.id)).one()
        status = status_of(petition.number, lookup_code(petition))
        assert status is not None
        assert [said.kind for said in status.notices] == ["refusal"]
        assert status.notices[0].words


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """A gateway of text messages."""
    with Gateway() as found:
        yield found


@pytest.fixture
def texting(make_app: Callable[..., Flask], gateway: Gateway) -> Callable[[], list[dict[str, Any]]]:
    """An office that sends text messages; returns those that went out, delivered now."""
    app = make_app(CASEFLOW_SMS_URL=gateway.url)
    with app.app_context(), unit_of_work():
        make_cast()

    def sent() -> list[dict[str, Any]]:
        with app.app_context():
            deliver_outbox()
        return [request.body for request in gateway.requests]

    sent.app = app  # type: ignore[attr-defined]
    return sent


def ask_code(client: FlaskClient, number: str, phone: str) -> Any:
    request_id = hidden(client.get("/lookup/code").text, "request_id")
    typed = {"request_id": request_id, "number": number, "phone": phone}
    answer = client.post("/lookup/code", data=typed)
    assert bare(client.post("/lookup/code", data=typed).text) == bare(answer.text)
    return answer


def bare(page: str) -> str:
    """Return a page without what differs for every browser."""
    return re.sub(r'value="[^"]*"|content="[^"]*"', "", page)


def test_a_lost_code_comes_to_the_telephone_of_the_petition_only(texting: Any) -> None:
    app = texting.app
    client = app.test_client()
    with app.app_context():
        petition = open_case().petition
        number, first = petition.number, lookup_code(petition)
    right = ask_code(client, number, "138 1234-5678")
    wrong = [
        ask_code(client, number, "13900000000"),
        ask_code(client, "忠环访〔2026〕999号", "13812345678"),
    ]
    assert {bare(answer.text) for answer in wrong} == {bare(right.text)}
    assert right.status_code == 200
    with app.app_context():
        assert work_off_portal() == 3
        assert work_off_portal() == 0
        for row in db.session.scalars(select(PortalRequest)):
            assert row.sealed is None
        held = db.session.scalars(select(OutboxMessage).where(OutboxMessage.channel == "sms")).one()
        assert "1381234" not in str(held.params)
    messages = texting()
    assert [message["phone"] for message in messages] == [CALLER.phone]
    code = re.search(r"查询码：([A-Z0-9]{8})", messages[0]["text"])
    assert code
    assert code[1] != first
    assert code[1] not in right.text
    for good in (first, code[1]):
        assert look_up(client, number, good).status_code == 200
    with app.app_context(), unit_of_work():
        row = db.session.scalars(select(FurtherCode)).one()
        row.expires_at = clock.now() - timedelta(minutes=1)
    assert look_up(client, number, code[1]).status_code == 422
    assert look_up(client, number, first).status_code == 200


def test_one_petition_gets_so_many_new_codes_a_day(texting: Any) -> None:
    app = texting.app
    with app.app_context():
        number = open_case().petition.number
    for _number in range(MOST_CODES + 2):
        ask_code(app.test_client(), number, CALLER.phone)
    with app.app_context():
        work_off_portal()
    assert len(texting()) == MOST_CODES


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_text_messages_the_page_says_whom_to_call(office: Flask) -> None:
    client = office.test_client()
    assert "12345" in client.get("/lookup/code").text
    assert client.post("/lookup/code", data={"number": "x", "phone": "13812345678"}).text
    with office.app_context():
        assert db.session.scalar(select(PortalRequest.id)) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": ""}, "请填写信访件编号。"),
        ({"phone": ""}, "请填写电话号码"),
        ({"phone": "12"}, "请填写7至15位的电话号码"),
        ({"website": "x"}, "正常不可见的栏目"),
    ],
)
def test_what_is_wrong_with_the_request_of_a_code_is_said(
    texting: Any, changes: dict[str, str], sentence: str
) -> None:
    client = texting.app.test_client()
    request_id = hidden(client.get("/lookup/code").text, "request_id")
    typed = {"request_id": request_id, "number": "忠环访〔2026〕1号", "phone": "13812345678"}
    answer = client.post("/lookup/code", data={**typed, **changes})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == (1 if "website" in changes else 2)


def test_further_words_stand_in_the_history_once_and_need_the_code(office: Flask) -> None:
    client = office.test_client()
    with office.app_context():
        petition = open_case().petition
        number, code = petition.number, lookup_code(petition)
    page = look_up(client, number, code).text
    typed = {
        "number": hidden(page, "number"),
        "code": hidden(page, "code"),
        "request_id": hidden(page, "request_id"),
        "words": "昨晚又打桩到凌晨两点。",
    }
    empty = client.post("/lookup/words", data={**typed, "words": " "})
    assert empty.status_code == 422
    assert client.post("/lookup/words", data={**typed, "code": "22222222"}).status_code == 303
    for _time in range(2):
        answer = client.post("/lookup/words", data=typed)
        assert answer.status_code == 200
        assert "已收到您补充的内容" in answer.text
    with office.app_context():
        assert work_off_portal() == 1
        case = db.session.scalars(select(Case)).one()
        assert case.chase_count == 1
        event = db.session.scalars(select(CaseEvent).where(CaseEvent.act == "chase")).one()
        assert "昨晚又打桩" in str(event.words)


WORDS_SENT = "昨晚又打桩到凌晨两点。"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("last", "sentence"), [("reply", "已经答复"), ("withdraw", "不再接收补充内容")]
)
def test_words_for_a_petition_that_has_ended_are_not_taken_and_stay_on_the_page(
    office: Flask, last: str, sentence: str
) -> None:
    client = office.test_client()
    with office.app_context():
        petition = case_petition("registered" if last == "withdraw" else "reply_owed")
        number, code = petition.number, lookup_code(petition)
    page = look_up(client, number, code).text
    with office.app_context():
        do(db.session.scalars(select(Case)).one(), last)
    typed = {name: hidden(page, name) for name in ("number", "code", "request_id")}
    answer = client.post("/lookup/words", data={**typed, "words": WORDS_SENT})
    assert answer.status_code == 422
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert sentence in answer.text
    assert "已收到您补充的内容" not in answer.text
    assert answer.text.count(WORDS_SENT) == 1
    with office.app_context():
        assert db.session.scalars(select(PortalRequest)).all() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_words_that_came_too_late_are_kept_as_a_note(office: Flask) -> None:
    with office.app_context():
        petition = case_petition("closed")
        payload = {"number": petition.number, "code": lookup_code(petition), "words": WORDS_SENT}
        ask("words", "0" * 36, payload)
        ask("words", "1" * 36, {**payload, "code": "22222222"})
    with office.app_context():
        assert work_off_portal() == 2
        rows = db.session.execute(
            select(PortalRequest.outcome, PortalRequest.sealed).order_by(PortalRequest.id)
        )
        assert [tuple(row) for row in rows] == [("noted", None), ("refused", None)]
        note = db.session.scalars(select(CaseEvent).where(CaseEvent.act == "note")).one()
        assert WORDS_SENT in str(note.words)
