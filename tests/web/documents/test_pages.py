"""The pages of documents: checked, typed, issued, handed out with a record, voided; who may."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.documents import actions
from caseflow.core.documents.items import FORMS, ORDER, PHOTOGRAPHS, SCENE, SERVICE
from caseflow.core.documents.models import Document, DocumentLook
from caseflow.core.documents.queries import printed_sheet
from caseflow.core.documents.sheet import Sheet
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from tests.documents import drafted, issued, typed_for, visited_case

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
As = Callable[[str], FlaskClient]


def text(answer: Any) -> str:
    """Return what a person reads of a page, blanks as one."""
    body = unescape(re.sub(r"<[^>]+>", "\n", answer.get_data(as_text=True)))
    return re.sub(r"\s+", " ", body)


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words)


def every_word(sheet: Sheet) -> list[str]:
    """Return each piece of text that a sheet holds."""
    found = [sheet.office, sheet.title, sheet.number, sheet.remark, sheet.mark, sheet.day]
    for name, value in (*sheet.lines, *sheet.approval):
        found += [name, value]
    found += [*sheet.lead, *sheet.after]
    for part in sheet.parts:
        found += [part.title, *part.paragraphs]
    for row in sheet.evidence:
        found += row
    for photograph in sheet.photographs:
        found += [cell for line in photograph.lines for cell in line]
    for one in sheet.signatures:
        found += [one.label, one.name, one.note]
    return [squeezed(word) for word in found if word.strip()]


def begun(client: FlaskClient, case_id: int, form: str) -> str:
    answer = client.post(f"/cases/{case_id}/documents/new", data={"form": form})
    assert answer.status_code == 303
    return str(answer.location)


def fields_of(page: str) -> dict[str, str]:
    """Return the names of the fields of a page."""
    return dict.fromkeys(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', page), "")


def test_a_draft_is_begun_checked_typed_and_issued_by_page(office: Flask, as_: As) -> None:
    with office.app_context():
        case = visited_case()
        case_id, typed = case.id, typed_for(SCENE, case)
    farid = as_("farid")
    address = begun(farid, case_id, SCENE)
    page = farid.get(address)
    body = page.get_data(as_text=True)
    assert page.status_code == 200
    assert '<a href="#production">' in body
    assert 'id="production"' in body
    assert {"production", "treatment", "sampling"} <= set(fields_of(body))
    assert "findings" not in fields_of(body)
    refused = farid.post(f"{address}/issue", data={"version": "1"})
    assert refused.status_code == 409
    assert "生产、设备及原辅材料情况" in text(refused)
    kept = farid.post(address, data={**typed, "version": "1"})
    assert kept.status_code == 303
    assert farid.post(f"{address}/issue", data={"version": "1"}).status_code == 409  # stale
    done = farid.post(f"{address}/issue", data={"version": "2"}, follow_redirects=True)
    assert "忠环勘〔" in text(done)
    assert "忠环勘〔" in text(farid.get(f"/cases/{case_id}"))
    assert farid.post(address, data={**typed, "version": "3"}).status_code == 409


def test_a_missing_record_leads_to_where_it_is_filled_in(office: Flask, as_: As) -> None:
    with office.app_context():
        case_id = visited_case().id
    farid = as_("farid")
    body = farid.get(begun(farid, case_id, ORDER)).get_data(as_text=True)
    assert f'href="/cases/{case_id}/order_rectification"' in body


def test_photographs_are_chosen_on_the_page(office: Flask, as_: As) -> None:
    with office.app_context():
        case = visited_case()
        case_id, typed = case.id, typed_for(PHOTOGRAPHS, case)
    (evidence_id, words), *_rest = typed["photographs"].items()
    farid = as_("farid")
    address = begun(farid, case_id, PHOTOGRAPHS)
    assert 'href="#photographs"' in farid.get(address).get_data(as_text=True)
    sent = {f"photo_{evidence_id}_{name}": value for name, value in words.items()}
    sent |= {f"photo_{evidence_id}_chosen": "y", "verified": "y", "version": "1"}
    assert farid.post(address, data=sent).status_code == 303
    assert farid.post(f"{address}/issue", data={"version": "2"}).status_code == 303


@pytest.mark.parametrize("form", FORMS)
def test_the_print_page_holds_every_word_of_the_sheet(office: Flask, as_: As, form: str) -> None:
    with office.app_context():
        case = visited_case("rectifying" if form in {ORDER, SERVICE} else "investigating")
        if form == SERVICE:
            issued(case, ORDER)
        document = issued(case, form)
        words = every_word(printed_sheet(case, document))
        address = f"/cases/{case.id}/documents/{document.id}/print"
    answer = as_("farid").post(address)
    assert answer.status_code == 200
    said = squeezed(text(answer))
    assert [word for word in words if word not in said] == []
    assert "（以下空白）" in said


def test_every_print_and_every_file_is_recorded(office: Flask, as_: As) -> None:
    with office.app_context():
        case = visited_case()
        document = issued(case, SCENE)
        address = f"/cases/{case.id}/documents/{document.id}"
    sunil = as_("sunil")
    assert sunil.post(f"{address}/print").status_code == 200
    with sunil.post(f"{address}/file") as answer:
        assert answer.data.startswith(b"PK")
        assert "no-store" in answer.headers["Cache-Control"]
    assert sunil.get(f"{address}/print").location == address
    with office.app_context():
        rows = db.session.execute(
            select(User.username, DocumentLook.act).join(User, User.id == DocumentLook.user_id)
        )
        assert [tuple(row) for row in rows] == [("sunil", "print"), ("sunil", "file")]
    assert "苏领导" in text(as_("farid").get(address))


@pytest.mark.parametrize(
    ("name", "seen", "written", "voided"),
    [
        ("farid", 200, 303, 303),
        ("fang", 200, 303, 303),
        ("zoe", 404, 404, 404),
        ("sunil", 200, 403, 303),
        ("dong", 200, 403, 403),
        ("aude", 200, 403, 403),
        ("olga", 403, 403, 403),
        ("pia", 403, 403, 403),
        ("adam", 403, 403, 403),
    ],
)
def test_who_may(office: Flask, as_: As, name: str, seen: int, written: int, voided: int) -> None:
    with office.app_context():
        case = visited_case()
        document = drafted(case, SCENE)
        address, version = f"/cases/{case.id}/documents/{document.id}", document.version
        case_id = case.id
    client = as_(name)
    assert client.get(address).status_code == seen
    assert client.post(f"{address}/print").status_code == seen
    assert (
        client.post(f"/cases/{case_id}/documents/new", data={"form": SCENE}).status_code == written
    )
    data = {"version": str(version), "reason": "有误"}
    assert client.post(f"{address}/void", data=data).status_code == voided


def test_a_document_is_not_found_through_another_case(office: Flask, as_: As) -> None:
    with office.app_context():
        document, other = drafted(visited_case(), SCENE), visited_case()
        address = f"/cases/{other.id}/documents/{document.id}"
    assert as_("farid").get(address).status_code == 404


def test_what_is_typed_wrongly_stays_in_the_form(office: Flask, as_: As) -> None:
    with office.app_context():
        case = visited_case("rectifying")
        document = drafted(case, ORDER)
        address = f"/cases/{case.id}/documents/{document.id}"
    answer = as_("farid").post(
        address, data={"version": "2", "act_on": "没有这一天", "motive": "赶工"}
    )
    assert answer.status_code == 422
    body = answer.get_data(as_text=True)
    assert 'value="没有这一天"' in body
    assert "赶工" in body
    with office.app_context():
        found = db.session.scalars(select(Document)).one()
        assert found.version == 2
        case = db.session.get_one(Case, found.case_id)
        assert actions.version_of(found).content["items"]["motive"] == "赶工期。"
