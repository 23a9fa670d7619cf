"""Work orders that machines hand in, and what they read of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, event, func, select, update

from caseflow.api.clients.rules import ApiScope
from caseflow.api.v1.models import WorkOrder
from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import CaseCategory
from caseflow.core.petitions.models import ComplainantLook, Petition
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.api.conftest import SECRETS, Machine, work_order
from tests.factories import open_case

Make = Callable[..., Machine]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def counted(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(Petition.id))) or 0


def test_a_work_order_becomes_a_petition_with_number_and_promise(
    office: Flask, machine: Make
) -> None:
    answer = machine().post("/petitions", work_order())
    assert answer.status_code == 201, answer.text
    told = answer.json
    assert told["number"].startswith("忠环访〔")
    assert len(told["lookup_code"]) == 8
    with office.app_context():
        row = db.session.scalars(select(Petition)).one()
        assert (row.number, row.origin_system) == (told["number"], "city-12345")
        assert (row.origin_reference, row.channel_code) == ("GD-2026-1", "12345")
        assert row.subject == "果园路工地每天晚上十一点后还在打桩，无法入睡"
        assert row.township_code == "500233001"
        assert (row.promised_on.isoformat() if row.promised_on else None) == told["promised_on"]
        assert not row.is_anonymous
        assert row.reply_way == "channel"
        actor = db.session.scalars(select(CaseEvent.actor_id)).first()
        assert actor == row.registered_by_id
    client = office.test_client()
    form = {"number": told["number"], "code": told["lookup_code"]}
    assert "已收到" in client.post("/lookup", data=form).text


def test_the_same_reference_with_the_same_content_is_answered_as_at_first(
    office: Flask, machine: Make
) -> None:
    city = machine()
    first = city.post("/petitions", work_order())
    again = city.post("/petitions", work_order())
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    assert counted(office) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"body": "另一件事。"},
        {"wants_confidentiality": True},
        {"person": {"name": "别人"}},
        {"track": "petition"},
        {"township": "500233102"},
        {"township": "忠州街道"},
        {"longitude": 108.03, "latitude": 30.3},
        {"categories": ["noise-construction", "air-industry"]},
        {"categories": []},
        {"is_urgent": True},
    ],
)
@SQLITE
def test_the_same_reference_with_other_content_is_a_conflict(
    office: Flask, machine: Make, change: dict[str, Any]
) -> None:
    city = machine()
    city.post("/petitions", work_order())
    answer = city.post("/petitions", work_order(**change))
    assert answer.status_code == 409
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"] == "/api/v1/#conflict"
    assert counted(office) == 1


@SQLITE
def test_a_repeat_stays_one_whatever_was_done_to_the_case_or_is_sent_in_another_order(
    office: Flask, machine: Make
) -> None:
    city = machine()
    codes = ["noise-construction", "air-industry"]
    place = {"longitude": 108.03, "latitude": 30.3, "township": "忠州街道"}
    first = city.post("/petitions", work_order(categories=codes, **place))
    with office.app_context(), unit_of_work():
        db.session.execute(delete(CaseCategory))
        db.session.execute(update(Petition).values(township_code=None, longitude=None))
    again = city.post("/petitions", work_order(categories=codes[::-1], **place))
    assert (again.status_code, again.json) == (200, first.json)


@SQLITE
def test_an_order_from_before_what_it_said_was_kept_is_compared_by_its_words(
    office: Flask, machine: Make
) -> None:
    city = machine()
    city.post("/petitions", work_order())
    with office.app_context(), unit_of_work():
        db.session.execute(delete(WorkOrder))
    assert city.post("/petitions", work_order()).status_code == 200
    assert city.post("/petitions", work_order(body="另一件事。")).status_code == 409


def test_two_systems_may_have_the_same_reference(office: Flask, machine: Make) -> None:
    numbers = {machine(n).post("/petitions", work_order()).json["number"] for n in ("aa", "bb")}
    assert len(numbers) == 2


def test_sent_many_times_at_once_it_is_registered_once(office: Flask, machine: Make) -> None:
    city = machine()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _n: city.post("/petitions", work_order()), range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json["number"] for answer in answers}) == 1
    assert counted(office) == 1


@SQLITE
def test_wrong_fields_are_named(office: Flask, machine: Make) -> None:
    order = work_order(
        origin_reference="",
        channel="pigeon",
        township="火星",
        categories=["noise", "love"],
        longitude=108.0,
        submitted_at="2999-01-01T00:00:00Z",
        reply_way="sms",
        person={"name": "某"},
    )
    answer = machine().post("/petitions", order)
    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {
        "origin_reference",
        "channel",
        "township",
        "categories.1",
        "longitude",
        "submitted_at",
        "person.phone",
    }


@SQLITE
def test_shapes_are_checked_in_the_callers_language(office: Flask, machine: Make) -> None:
    order = {"person": {"shoe_size": 44}, "submitted_at": "2026-10-08T22:41:00", "body": 3}
    city = machine()
    errors = city.post("/petitions", order, headers={"Accept-Language": "en"}).json["errors"]
    assert errors["person.shoe_size"] == ["There is no such field."]
    assert errors["body"] == ["Must be text."]
    assert "with a zone" in errors["submitted_at"][0]
    errors = city.post("/petitions", order).json["errors"]
    assert errors["person.shoe_size"] == ["没有这个字段。"]


def test_a_body_that_is_no_json_and_an_unknown_number_are_told_in_the_callers_language(
    office: Flask, machine: Make
) -> None:
    city = machine()
    broken = city.call("POST", "/petitions", data="{", content_type="application/json")
    assert broken.status_code == 400
    assert broken.json["errors"] == {"body": ["请求正文不是有效的 JSON。"]}
    missing = city.get("/petitions/忠环访〔2026〕999号")
    assert (missing.status_code, missing.json["title"]) == (404, "所请求的对象不存在")


def test_signs_that_no_database_takes_are_cleaned(office: Flask, machine: Make) -> None:
    order = work_order(body="噪\x00声\ud800很大\x0b。", subject="\x00 ", respondent="\x7f厂")
    answer = machine().post("/petitions", order)
    assert answer.status_code == 201, answer.text
    with office.app_context():
        row = db.session.scalars(select(Petition)).one()
        assert row.body == "噪声\ufffd很大。"
        assert row.respondent_words == "厂"


def test_petitions_are_read_page_by_page_in_the_order_of_registration(
    office: Flask, machine: Make
) -> None:
    city = machine()
    for number in range(5):
        city.post("/petitions", work_order(origin_reference=f"R{number}"))
    seen: list[str] = []
    after = ""
    for _page in range(3):
        answer = city.get("/petitions", query_string={"limit": 2, "after": after})
        seen += [item["origin_reference"] for item in answer.json["items"]]
        after = answer.json["next"]
    assert seen == ["R0", "R1", "R2", "R3", "R4"]
    assert after is None
    wrong = city.get("/petitions", query_string={"after": "made-up"})
    assert wrong.status_code == 422
    assert "after" in wrong.json["errors"]


def test_filters_narrow_the_list(office: Flask, machine: Make) -> None:
    city = machine()
    number = city.post("/petitions", work_order()).json["number"]
    city.post(
        "/petitions",
        work_order(origin_reference="R2", submitted_at="2026-11-01T00:00:00Z"),
    )

    def found(**asked: str) -> list[str]:
        items = city.get("/petitions", query_string=asked).json["items"]
        return [item["origin_reference"] for item in items]

    assert found(origin_reference="R2") == ["R2"]
    assert found(number=number.replace("〔", "[").replace("〕", "]")) == ["GD-2026-1"]
    assert found(submitted_since="2026-10-20T00:00:00+08:00") == ["R2"]
    assert found(updated_since="2999-01-01T00:00:00Z") == []
    assert found(updated_since="2026-01-01T00:00:00Z") == ["GD-2026-1", "R2"]


def test_a_list_takes_as_many_statements_for_two_as_for_thirty(
    office: Flask, machine: Make
) -> None:
    city = machine()
    counts = []
    for batch in (2, 28):
        for number in range(batch):
            city.post("/petitions", work_order(origin_reference=f"{batch}-{number}"))
        city.get("/petitions")
        with office.app_context():
            engine = db.engine
        said: list[str] = []

        def note(_c: Any, _u: Any, text: str, *_rest: Any, said: list[str] = said) -> None:
            said.append(text)

        event.listen(engine, "before_cursor_execute", note)
        city.get("/petitions")
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len([text for text in said if text.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 3


def test_a_token_sees_what_its_system_handed_in_unless_it_may_see_the_county(
    office: Flask, machine: Make
) -> None:
    with office.app_context():
        number = open_case().petition.number
    narrow = machine("city-12345", scopes=set(ApiScope) - {ApiScope.COUNTY_READ})
    mine = narrow.post("/petitions", work_order()).json
    assert [i["number"] for i in narrow.get("/petitions").json["items"]] == [mine["number"]]
    assert narrow.get(f"/petitions/{number}").status_code == 404
    assert narrow.get(f"/cases/{mine['case_number']}").status_code == 200
    wide = machine("city-12345")
    assert wide.get(f"/petitions/{number}").status_code == 200
    assert len(wide.get("/petitions").json["items"]) == 2


def test_who_complained_is_told_by_a_look_that_is_recorded(office: Flask, machine: Make) -> None:
    city = machine()
    number = city.post("/petitions", work_order()).json["number"]
    for path in ("/petitions", f"/petitions/{number}"):
        assert not [secret for secret in SECRETS if secret in city.get(path).text]
    told = city.post(f"/petitions/{number}/looks", {"reason": "来电核实"})
    assert told.json == {"name": "邱独特", "phone": "13977778888", "address": "独珠路77号"}
    with office.app_context():
        look = db.session.scalars(select(ComplainantLook)).one()
        assert look.reason == "来电核实"
    without = machine("city-12345", scopes=set(ApiScope) - {ApiScope.COMPLAINANTS_READ})
    refused = without.post(f"/petitions/{number}/looks", {"reason": "来电核实"})
    assert refused.status_code == 403
    assert not [secret for secret in SECRETS if secret in refused.text]


def test_a_case_is_told_in_the_words_of_the_public(office: Flask, machine: Make) -> None:
    city = machine()
    told = city.post("/petitions", work_order()).json
    case = city.get(f"/cases/{told['case_number']}", headers={"Accept-Language": "en"}).json
    assert case["petition_numbers"] == [told["number"]]
    assert case["state"] == {"code": "registered", "words": "We have received your petition"}
    assert [step["words"] for step in case["history"]] == ["We have received your petition"]
    assert case["categories"] == ["noise-construction"]
    assert city.get("/cases/忠环案〔2026〕999号").status_code == 404


@SQLITE
def test_codes_are_told(office: Flask, machine: Make) -> None:
    city = machine()
    assert {"code": "water", "name": "水", "name_en": "Water", "parent": None} in city.get(
        "/categories"
    ).json["items"]
    assert "12345" in {item["code"] for item in city.get("/channels").json["items"]}
    assert len(city.get("/townships").json["items"]) == 29
