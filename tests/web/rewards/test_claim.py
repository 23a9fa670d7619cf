"""The public page of rewards: who holds number and code learns of it, nobody else does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.petitions.actions import LOOKUP_CONTEXT
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.further_codes import add_further_code
from caseflow.core.petitions.models import Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db, limiter
from caseflow.ground.sealing import current_sealer
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.portal.models import PortalSubmission
from caseflow.public.rewards.actions import claiming
from caseflow.public.rewards.lifecycle import RewardState
from caseflow.public.rewards.models import Reward
from tests.cast import csrf_token_in, make_cast, present_cast
from tests.rewards import WAY_TO, S, closed_report, reward_in
from tests.statements import counted

CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")
SORRY = "没有与该编号和查询码相符的待领奖励"


@pytest.fixture
def office(app: Flask) -> Flask:
    with app.app_context(), unit_of_work():
        make_cast()
    return app


def waiting(state: RewardState = S.NOTIFIED) -> tuple[int, str, str]:
    """Return a reward of an anonymous report: its id, the petition's number, the lookup code."""
    petition_id, code = closed_report(person=Person(), is_anonymous=True, reply_way="phone")
    row = reward_in(S.NOTIFIED if state is S.CLAIMED or state is S.PAID else state,
                    petition_id=petition_id)  # fmt: skip
    return row.id, db.session.get_one(Petition, petition_id).number, code


def ask(client: FlaskClient, number: str, code: str) -> Any:
    return client.post("/reward/", data={"number": number, "code": code})


def ticket_in(page: str) -> str:
    found = re.search(r'name="ticket"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def make(client: FlaskClient, number: str, code: str) -> str:
    """Ask for a claim code and return it."""
    page = client.post("/reward/code", data={"ticket": ticket_in(ask(client, number, code).text)})
    assert page.status_code == 200
    found = CODE.search(page.text)
    assert found
    return found[0]


def test_a_further_code_is_as_good_as_the_first_until_it_runs_out(
    office: Flask, client: FlaskClient
) -> None:
    with office.app_context():
        reward_id, number, _code = waiting()
        row = db.session.get_one(Reward, reward_id)
        petition = db.session.get_one(Petition, row.petition_id)
        with unit_of_work():
            further = add_further_code(petition, clock.now())
        assert further is not None
        code = current_sealer().unseal(further.code_sealed, LOOKUP_CONTEXT)
    assert "500元" in ask(client, number, code).text
    assert CODE.search(make(client, number, code))
    with clock.pretend(clock.now() + timedelta(hours=25)):
        assert SORRY in ask(client, number, code).text


def test_number_and_code_tell_of_the_reward_and_make_a_code_that_the_desk_takes(
    office: Flask, client: FlaskClient
) -> None:
    with office.app_context():
        reward_id, number, code = waiting()
    told = ask(client, number.removesuffix("号"), code.lower())
    html5lib.HTMLParser(strict=True).parse(told.text)
    assert told.status_code == 200
    assert "500元" in told.text
    assert "忠环奖〔" in told.text
    assert code not in told.text, "the lookup code does not come back"
    made = make(client, number, code)
    with office.app_context():
        row = db.session.get_one(Reward, reward_id)
        assert made not in str(row.claim_code_hash)
        with unit_of_work():
            claiming.claim(row, present_cast().rita, version=row.version,
                           way=claiming.BY_CODE, code=made)  # fmt: skip
    assert ask(client, number, code).status_code == 422, "what was claimed waits no more"


def test_the_receipt_of_the_website_tells_of_it_as_well(office: Flask, client: FlaskClient) -> None:
    with office.app_context():
        _reward_id, number, code = waiting()
        petition_id = db.session.scalar(select(Petition.id).where(Petition.number == number))
        row = PortalSubmission(key="k", number="网-12345-67890", code_hash="", attempts=1,
                               received_at=clock.now(), petition_id=petition_id)  # fmt: skip
        with unit_of_work():
            db.session.add(row)
    assert "500元" in ask(client, "网-12345-67890", code).text
    assert "500元" in ask(client, "网 12345 67890", code).text
    assert SORRY in ask(client, "网-12345-67890", "ABCD2345").text
    assert SORRY in ask(client, "网-12345-67891", code).text


def test_every_other_answer_is_one_and_the_same(office: Flask, client: FlaskClient) -> None:
    with office.app_context():
        _id, number, code = waiting()
        bare_id, bare_code = closed_report()
        bare = db.session.get_one(Petition, bare_id).number
        others = [
            waiting(state) for state in WAY_TO if state not in (S.NOTIFIED, S.CLAIMED, S.PAID)
        ]
    asked = [
        (number, "AAAA2222"),
        ("忠环访〔1999〕9号", code),
        (number, bare_code),
        (bare, bare_code),
    ]
    asked += [(other_number, other_code) for _other, other_number, other_code in others]
    answers = [ask(client, *pair) for pair in asked]
    assert {answer.status_code for answer in answers} == {422}
    bodies = {plain(answer.text, *pair) for answer, pair in zip(answers, asked, strict=True)}
    assert len(bodies) == 1
    assert SORRY in bodies.pop()


def plain(page: str, *typed: str) -> str:
    """Return a page without what was typed and without its token."""
    for words in (*typed, csrf_token_in(page)):
        page = page.replace(words, "")
    return page


def test_a_wrong_number_costs_the_same_work_as_a_wrong_code(
    office: Flask, client: FlaskClient
) -> None:
    with office.app_context():
        _id, number, code = waiting()
    sent = []
    for pair in ((number, "AAAA2222"), ("忠环访〔1999〕9号", code)):
        with counted(office) as statements:
            ask(client, *pair)
        sent.append(statements)
    assert sent[0] == sent[1]
    assert len(sent[0]) <= 2


def test_a_code_is_shown_once_and_a_new_one_ends_it(office: Flask, client: FlaskClient) -> None:
    with office.app_context():
        reward_id, number, code = waiting()
    first, second = make(client, number, code), make(client, number, code)
    assert first != second
    assert CODE.search(ask(client, number, code).text) is None
    with office.app_context():
        row, rita = db.session.get_one(Reward, reward_id), present_cast().rita
        with unit_of_work():
            assert claiming.note_wrong_code(row, rita, version=row.version, code=first)
        with unit_of_work():
            assert not claiming.note_wrong_code(row, rita, version=row.version, code=second)


@pytest.mark.parametrize("ticket", ["", "nothing", "aesgcm:k1:AAAA"])
def test_a_ticket_of_ones_own_making_makes_nothing(
    office: Flask, client: FlaskClient, ticket: str
) -> None:
    with office.app_context():
        reward_id, _number, _code = waiting()
    answer = client.post("/reward/code", data={"ticket": ticket})
    assert (answer.status_code, SORRY in answer.text) == (422, True)
    with office.app_context():
        assert db.session.get_one(Reward, reward_id).claim_code_hash is None


def test_a_ticket_lasts_ten_minutes_and_only_while_the_reward_waits(
    office: Flask, client: FlaskClient
) -> None:
    with office.app_context():
        reward_id, number, code = waiting()
    with clock.pretend(clock.now() - timedelta(minutes=11)):
        old = ticket_in(ask(client, number, code).text)
    assert client.post("/reward/code", data={"ticket": old}).status_code == 422
    fresh = ticket_in(ask(client, number, code).text)
    made = client.post("/reward/code", data={"ticket": fresh})
    replayed = client.post("/reward/code", data={"ticket": fresh})
    codes = [CODE.search(page.text)[0] for page in (made, replayed)]  # type: ignore[index]
    assert codes[0] != codes[1], "a replay makes another code, and the first is worthless"
    with office.app_context():
        row = db.session.get_one(Reward, reward_id)
        with unit_of_work():
            claiming.claim(row, present_cast().rita, version=row.version,
                           way=claiming.BY_CODE, code=codes[1])  # fmt: skip
    late = client.post("/reward/code", data={"ticket": fresh})
    assert (late.status_code, CODE.search(late.text)) == (422, None)


def test_the_pages_are_kept_by_nobody_and_lead_no_robot(office: Flask, client: FlaskClient) -> None:
    with office.app_context():
        _id, number, code = waiting()
    told = ask(client, number, code)
    for page in (client.get("/reward"), client.get("/reward/"), told,
                 client.post("/reward/code", data={"ticket": ticket_in(told.text)})):  # fmt: skip
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"
        assert 'name="robots" content="noindex"' in page.text
        assert len(page.data) < 100_000
        html5lib.HTMLParser(strict=True).parse(page.text)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_guessing_is_limited_and_right_answers_are_not(
    make_app: Callable[..., Flask], redis_url: str
) -> None:
    app = make_app(CASEFLOW_RATE_LIMITS="1")
    with app.app_context():
        with unit_of_work():
            make_cast()
        _id, number, code = waiting()
        limiter.reset()
    client = app.test_client()
    for _right in range(12):
        assert ask(client, number, code).status_code == 200
    wrong = [ask(client, number, "AAAA2222").status_code for _guess in range(12)]
    assert wrong == [422] * 10 + [429] * 2
    given = {"number": number, "code": "AAAA2222"}
    assert client.post("/lookup", data=given).status_code == 429, "no second door to guess at"
    tickets = [client.post("/reward/code", data={"ticket": "x"}).status_code for _ in range(12)]
    assert tickets == [422] * 10 + [429] * 2
