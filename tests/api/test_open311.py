"""Open311 GeoReport v2: the standard's shapes, and nothing that names anybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
from defusedxml import ElementTree
from flask import Flask
from sqlalchemy import event, select, update

from caseflow.api.clients.rules import ApiScope
from caseflow.api.idempotency.models import IdempotencyKey
from caseflow.core.petitions.actions import lookup_code
from caseflow.core.petitions.complainants import unseal_person
from caseflow.core.petitions.models import Category, Complainant, Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.api.conftest import Machine, shared_data
from tests.factories import case_in, do, open_case

Make = Callable[..., Machine]
FIXTURES = Path(__file__).parent / "fixtures"
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BASE = "/open311/v2"
PERSON = {"first_name": "独特", "last_name": "邱", "phone": "13977778888", "email": "q@x.test"}
SECRETS = ("邱独特", "独特", "13977778888", "q@x.test", "独珠路77号", "桂花树下")


def filed(**changes: str) -> dict[str, str]:
    """Return what a client files."""
    found = {
        "jurisdiction_id": "zhongxian.cq.cn",
        "service_code": "noise-construction",
        "address_string": "忠州街道独珠路77号",
        "lat": "30.3",
        "long": "108.03",
        "description": "桂花树下的工地半夜打桩 <b>&\x00",
        "attribute[WHEN]": "night",
        "attribute[WHO]": "某建筑公司",
        "media_url": "http://example.test/a.jpg",
        **PERSON,
    }
    return {**found, **changes}


def send(app: Flask, token: str, fmt: str = "json", **changes: str) -> Any:
    form = {"api_key": token, **filed(**changes)}
    return app.test_client().post(f"{BASE}/requests.{fmt}", data=form)


def ask(app: Flask, path: str, **asked: Any) -> Any:
    return app.test_client().get(f"{BASE}/{path}", query_string=asked)


def valid(value: Any, schema: str) -> None:
    """Demand that `value` fits a schema of the standard; its file names another beside it."""
    folder = shared_data() / "open311" / "schema"
    whole = json.loads((folder / schema).read_text(encoding="utf-8"))
    if "items" in whole:
        item = json.loads((folder / whole["items"]["$ref"]).read_text(encoding="utf-8"))
        whole = {"type": "array", "items": item}
    jsonschema_rs.validate(whole, value)


def shape(*elements: Any) -> Any:
    """Return the names of the elements' children, each with its own; repeats are put together."""
    found: dict[str, list[Any]] = {}
    for element in elements:
        for child in element:
            found.setdefault(child.tag, []).append(child)
    return {tag: shape(*children) for tag, children in found.items()}


def fixture(name: str) -> Any:
    return ElementTree.fromstring((FIXTURES / name).read_text(encoding="utf-8"))


def xml(answer: Any) -> Any:
    assert answer.content_type == "text/xml; charset=utf-8"
    return ElementTree.fromstring(answer.data)


def test_answers_fit_the_schemas_of_the_standard(office: Flask, machine: Make) -> None:
    assert send(office, machine().token).status_code == 200
    valid(ask(office, "services.json").json, "services.json")
    valid(ask(office, "services/water.json").json, "service-definition.json")
    listed = ask(office, "requests.json").json
    assert len(listed) == 1
    valid(listed, "requests.json")
    valid(ask(office, f"requests/{listed[0]['service_request_id']}.json").json, "requests.json")


@SQLITE
def test_xml_has_the_names_and_nesting_of_the_standards_fixtures(
    office: Flask, machine: Make
) -> None:
    token = machine().token
    posted = xml(send(office, token, "xml"))
    assert shape(posted) == shape(fixture("post_service_request.xml"))
    wanted = posted.findtext("request/service_request_id")
    pairs = {
        "services.xml": "services.xml",
        "services/noise-construction.xml": "service_definition.xml",
        "requests.xml": "service_requests.xml",
        f"requests/{wanted}.xml": "get_service_request.xml",
        f"tokens/{wanted}.xml": "request_id_from_token.xml",
        "requests/not-an-id.xml": "get_service_request_not_found.xml",
        "requests.xml?service_code=water": "service_requests_empty.xml",
    }
    for path, name in pairs.items():
        ours, theirs = xml(office.test_client().get(f"{BASE}/{path}")), fixture(name)
        assert ours.tag == theirs.tag, path
        assert shape(ours) == shape(theirs), path
    assert xml(ask(office, "discovery.xml")).findtext("endpoints/endpoint/formats/format")


@SQLITE
def test_values_have_the_types_of_the_fixtures(office: Flask) -> None:
    attribute = xml(ask(office, "services/water.xml")).find("attribute")
    theirs = fixture("service_definition.xml").find("attribute")
    for name in ("variable", "required"):
        assert attribute.findtext(name) in {"true", "false"}
        assert theirs.findtext(name) in {"true", "false"}
    assert attribute.findtext("order") == theirs.findtext("order") == "1"
    service = xml(ask(office, "services.xml")).find("service")
    assert service.findtext("type") == fixture("services.xml").findtext("service/type")
    assert ask(office, "services/water.json").json["attributes"][0]["order"] == 1


def test_what_was_filed_becomes_a_petition_with_all_that_was_said(
    office: Flask, machine: Make
) -> None:
    told = send(office, machine().token).json[0]
    with office.app_context():
        row = db.session.scalars(select(Petition)).one()
        assert str(row.id) == told["service_request_id"]
        assert row.number in told["service_notice"]
        assert row.body.startswith("桂花树下的工地半夜打桩 <b>&\n")
        assert "http://example.test/a.jpg" in row.body
        assert (row.township_code, row.respondent_words) == ("500233001", "某建筑公司")
        assert (row.longitude, row.latitude, row.reply_way) == (108.03, 30.3, "phone")
        person = unseal_person(db.session.scalars(select(Complainant)).one())
        assert (person.name, person.phone) == ("邱独特", "13977778888")


def test_nothing_private_is_read_back(office: Flask, machine: Make) -> None:
    wanted = send(office, machine().token).json[0]["service_request_id"]
    for path in ("requests", f"requests/{wanted}", f"tokens/{wanted}", "services"):
        for fmt in ("json", "xml"):
            text = ask(office, f"{path}.{fmt}").text
            assert not [secret for secret in SECRETS if secret in text], path
    one = ask(office, f"requests/{wanted}.json").json[0]
    assert one["address"] == "忠州街道"
    assert (one["lat"], one["long"], one["media_url"]) == (None, None, None)
    assert one["status"] == "open"


def test_a_confidential_petition_is_not_shown(office: Flask, machine: Make) -> None:
    with office.app_context():
        hidden = open_case(wants_confidentiality=True).petition.id
        shown = open_case().petition.id
    ids = [row["service_request_id"] for row in ask(office, "requests.json").json]
    assert ids == [str(shown)]
    assert ask(office, f"requests/{hidden}.json").status_code == 404
    assert ask(office, "requests.json", service_request_id=str(hidden)).json == []


def test_requests_are_narrowed_by_every_argument(office: Flask) -> None:
    with office.app_context():
        closed = open_case(category_codes=("water",))
        do(closed.case, "decline", decline_reason="not_ours", reason="不属于本机关职权范围。")
        first, second = closed.petition.id, open_case().petition.id

    def found(**asked: Any) -> list[int]:
        answer = ask(office, "requests.json", **asked)
        assert answer.status_code == 200, answer.text
        return [int(row["service_request_id"]) for row in answer.json]

    now = clock.now()
    day = timedelta(days=1)
    assert found() == [second, first]
    assert found(status="closed") == [first]
    assert found(status="open") == [second]
    assert found(service_code="water") == [first]
    assert found(service_code="water,noise-construction") == [second, first]
    assert found(service_request_id=f"{first},{second},x") == [second, first]
    assert found(start_date=(now - day).isoformat(), end_date=now.isoformat()) == [second, first]
    assert found(end_date=(now - day).isoformat()) == []
    assert found(start_date=(now + day).isoformat()) == []
    assert found(page=2, page_size=1) == [first]
    assert found(updated_after=(now + day).isoformat()) == []
    assert found(updated_before=(now + day).isoformat()) == [second, first]


def test_a_petition_of_a_merged_case_shows_how_far_the_leading_case_is(office: Flask) -> None:
    with office.app_context():
        merged = case_in("merged")
        petition = db.session.scalars(select(Petition).where(Petition.case_id == merged.id)).first()
        assert petition is not None
        wanted = petition.id
    assert ask(office, f"requests/{wanted}.json").json[0]["status"] == "open"


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"status": "lost"}, "status"),
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-12-01T00:00:00Z"}, "90"),
        ({"start_date": "yesterday"}, "start_date"),
        ({"page": "0"}, "page"),
        ({"page_size": "1001"}, "page_size"),
        ({"updated_after": "0001-01-01"}, "updated_after"),
    ],
)
@SQLITE
def test_a_wrong_question_is_400_with_the_errors_of_the_standard(
    office: Flask, asked: dict[str, str], word: str
) -> None:
    answer = ask(office, "requests.json", **asked)
    assert answer.status_code == 400
    assert [row["code"] for row in answer.json] == [400]
    assert word in answer.json[0]["description"]
    errors = xml(ask(office, "requests.xml", **asked))
    assert (errors.tag, errors.findtext("error/code")) == ("errors", "400")


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"service_code": "love"}, "服务"),
        ({"lat": "", "long": "", "address_string": ""}, "address_string"),
        ({"lat": "39.9", "long": "116.4"}, "县"),
        ({"lat": "nan"}, "lat"),
        ({"attribute[WHEN]": "never"}, "WHEN"),
        ({"address_id": "1"}, "address_id"),
    ],
)
@SQLITE
def test_what_cannot_be_filed_is_400_and_nothing_is_registered(
    office: Flask, machine: Make, change: dict[str, str], word: str
) -> None:
    answer = send(office, machine().token, **change)
    assert answer.status_code == 400, answer.text
    assert word in answer.json[0]["description"]
    with office.app_context():
        assert db.session.scalars(select(Petition)).all() == []


def test_filing_needs_a_key_that_may(office: Flask, machine: Make) -> None:
    reader = machine("reader", scopes={ApiScope.PETITIONS_READ}).token
    for token in ("", "made-up", reader):
        answer = send(office, token, "xml")
        assert answer.status_code == 403
        assert xml(answer).findtext("error/code") == "403"
    unsigned = office.test_client().post(f"{BASE}/requests.json", data=filed())
    assert unsigned.status_code == 403


@SQLITE
def test_an_unknown_address_is_answered_in_the_errors_of_the_standard(office: Flask) -> None:
    for path in ("nothing.json", f"services/{quote('没有')}.json", "tokens/9.json"):
        answer = ask(office, path)
        assert (answer.status_code, answer.json[0]["code"]) == (404, 404), path
    assert office.test_client().put(f"{BASE}/requests.json").json[0]["code"] == 405


def test_a_list_takes_one_statement_however_long_it_is(office: Flask) -> None:
    with office.app_context():
        engine = db.engine
        for _number in range(8):
            open_case()
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *a: said.append(a[2]))
    assert len(ask(office, "requests.json").json) == 8
    assert len([text for text in said if text.startswith("SELECT")]) == 1


KEYED = {"Idempotency-Key": "f-1"}


def file_as(app: Flask, form: dict[str, str], fmt: str = "json", **more: Any) -> Any:
    return app.test_client().post(f"{BASE}/requests.{fmt}", data=form, headers=KEYED, **more)


def test_a_filing_sent_again_under_its_key_is_answered_as_at_first(
    office: Flask, machine: Make
) -> None:
    city = machine()
    form = {"api_key": city.token, **filed()}
    first = file_as(office, form)
    assert first.status_code == 200, first.text
    with office.app_context(), unit_of_work():
        db.session.execute(update(Category).values(is_active=False))
    new_key = {**form, "api_key": machine().token}
    multipart = {"content_type": "multipart/form-data"}
    for again in (file_as(office, form), file_as(office, new_key, **multipart)):
        assert (again.status_code, again.json) == (200, first.json)
    with office.app_context():
        petition = db.session.scalars(select(Petition)).one()
        assert str(petition.id) == first.json[0]["service_request_id"]
        kept = db.session.scalars(select(IdempotencyKey.body)).one()
        assert lookup_code(petition) in first.json[0]["service_notice"]
        assert lookup_code(petition) not in str(kept)


def test_another_filing_under_the_key_is_refused_and_a_refused_one_leaves_it_free(
    office: Flask, machine: Make
) -> None:
    form = {"api_key": machine().token, **filed()}
    assert file_as(office, {**form, "service_code": "love"}).status_code == 400
    assert file_as(office, form).status_code == 200
    other = file_as(office, {**form, "description": "另一件事"}, "xml")
    assert other.status_code == 422
    assert "Idempotency-Key" in other.text
    with office.app_context():
        assert len(db.session.scalars(select(Petition.id)).all()) == 1


@SQLITE
def test_a_key_of_odd_signs_is_refused(office: Flask, machine: Make) -> None:
    form = {"api_key": machine().token, **filed()}
    answer = office.test_client().post(
        f"{BASE}/requests.json", data=form, headers={"Idempotency-Key": "two words"}
    )
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json[0]["description"]


@SQLITE
def test_an_api_key_in_the_address_files_nothing(office: Flask, machine: Make) -> None:
    token = machine().token
    for form in (filed(), {"api_key": token, **filed()}):
        answer = office.test_client().post(
            f"{BASE}/requests.json", data=form, query_string={"api_key": token}
        )
        assert answer.status_code == 400
        assert "api_key" in answer.json[0]["description"]
        assert token not in answer.text
    with office.app_context():
        assert db.session.scalars(select(Petition.id)).all() == []
    assert ask(office, "services.json", api_key=token).status_code == 200  # GeoReport libraries do
