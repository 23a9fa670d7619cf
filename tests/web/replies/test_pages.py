"""The pages of replies: who may, what shows, errors, how much they ask the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.documents.models import Document
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import ComplainantLook, Petition
from caseflow.core.replies.queries.letters import letters_of, live_draft
from caseflow.core.replies.rules import SECTIONS
from caseflow.ground import clock
from caseflow.ground.extensions import db
from tests.factories import case_in, do, open_case, reply_in, unsolved_case
from tests.statements import counted

Browser = Callable[[str], FlaskClient]


def made(office: Flask, make: Callable[..., Case], *arguments: Any, **more: Any) -> int:
    with office.app_context():
        return make(*arguments, **more).id


def fields_of(office: Flask, case_id: int, **changes: str) -> dict[str, Any]:
    """Return what the form of a draft sends, but for `changes`."""
    with office.app_context():
        draft = live_draft(case_id)
        assert draft is not None
        found: dict[str, Any] = {"version": draft.version, "form": draft.form, **draft.sections}
        for letter in letters_of(draft):
            found[f"asked_{letter.part_id}"] = letter.asked
            found[f"own_{letter.part_id}"] = letter.own_words
    return {**found, **changes}


def test_a_draft_is_begun_with_one_click_and_leads_to_its_page(office: Flask, as_: Browser) -> None:
    case_id = made(office, case_in, "reply_owed")
    farid = as_("farid")
    with office.app_context():
        version = db.session.get_one(Case, case_id).version
    answer = farid.post(f"/cases/{case_id}/draft_reply", data={"version": version})
    assert answer.location == f"/cases/{case_id}/reply-draft"
    page = farid.get(answer.location)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "现场检查时正在夜间打桩" in page.text
    assert all(f'name="{code}"' in page.text for code in (*SECTIONS, "opinion", "form"))


def test_a_draft_is_kept_and_submitted_in_one_go(office: Flask, as_: Browser) -> None:
    case_id = made(office, reply_in, "drafting")
    farid, path = as_("farid"), f"/cases/{case_id}/reply-draft"
    sent = fields_of(office, case_id, done="已责令停工。", intent="submit")
    assert farid.post(path, data=sent).status_code == 303
    with office.app_context():
        draft = live_draft(case_id)
        assert draft is not None
        assert (draft.state, draft.sections["done"]) == ("proposed", "已责令停工。")
    assert 'name="done"' not in farid.get(path).text, "what was submitted is not typed over"


def test_what_is_lacking_is_named_and_the_typing_kept(office: Flask, as_: Browser) -> None:
    case_id = made(office, reply_in, "drafting")
    farid, path = as_("farid"), f"/cases/{case_id}/reply-draft"
    sent = fields_of(office, case_id, law="", done="我写的处理情况。", intent="submit")
    answer = farid.post(path, data=sent)
    assert answer.status_code == 409
    assert "我写的处理情况。" in answer.text
    assert 'role="alert"' in answer.text or "cf-callout-bad" in answer.text


def test_two_who_keep_one_draft_see_both_sides(office: Flask, as_: Browser) -> None:
    case_id = made(office, reply_in, "drafting")
    path = f"/cases/{case_id}/reply-draft"
    mine = fields_of(office, case_id, done="我写的处理情况。")
    as_("olga").post(path, data=fields_of(office, case_id, done="她写的处理情况。"))
    farid = as_("farid")
    answer = farid.post(path, data=mine)
    assert answer.status_code == 409
    assert "我写的处理情况。" in answer.text
    assert "她写的处理情况。" in answer.text
    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert version
    assert farid.post(path, data={**mine, "version": version[1]}).status_code == 303


@pytest.mark.parametrize(
    ("person", "status"),
    [("farid", 200), ("olga", 200), ("sunil", 200), ("zoe", 404), ("adam", 403)],
)
def test_who_sees_a_draft(office: Flask, as_: Browser, person: str, status: int) -> None:
    case_id = made(office, reply_in, "drafting")
    assert as_(person).get(f"/cases/{case_id}/reply-draft").status_code == status


@pytest.mark.parametrize("person", ["sunil", "lena", "aude"])
def test_who_may_not_draft_keeps_nothing(office: Flask, as_: Browser, person: str) -> None:
    case_id = made(office, reply_in, "drafting")
    sent = fields_of(office, case_id, done="不该有。")
    assert as_(person).post(f"/cases/{case_id}/reply-draft", data=sent).status_code == 403


def test_without_a_draft_there_is_no_page(office: Flask, as_: Browser) -> None:
    case_id = made(office, case_in, "reply_owed")
    assert as_("farid").get(f"/cases/{case_id}/reply-draft").status_code == 404


LISTS = {
    "/replies/to-approve": {"sunil": 200, "olga": 403, "farid": 403, "lena": 403},
    "/replies/call-backs": {"olga": 200, "dong": 200, "farid": 403, "sunil": 403},
    "/replies/not-solved": {"sunil": 200, "dong": 200, "lena": 200, "olga": 403, "farid": 403},
}


@pytest.mark.parametrize("path", LISTS)
def test_who_may_open_the_lists(office: Flask, as_: Browser, path: str) -> None:
    assert {name: as_(name).get(path).status_code for name in LISTS[path]} == LISTS[path]


def test_a_supervisor_approves_from_the_list(office: Flask, as_: Browser) -> None:
    case_id = made(office, reply_in, "proposed")
    sunil = as_("sunil")
    assert f"/cases/{case_id}/reply-draft" in sunil.get("/replies/to-approve").text
    page = sunil.get(f"/cases/{case_id}/reply-draft").text
    assert f'action="/cases/{case_id}/approve_reply"' in page
    assert f"/cases/{case_id}/send_back_reply" in page


def test_the_form_of_the_reply_shows_the_words_approved(office: Flask, as_: Browser) -> None:
    case_id = made(office, reply_in, "approved")
    text = unescape(as_("olga").get(f"/cases/{case_id}/reply").text)
    assert "一、调查核实情况" in text
    assert 'name="reply_words"' not in text


def test_the_list_of_call_backs_counts_every_call(office: Flask, as_: Browser) -> None:
    case_id = made(office, case_in, "closed")
    olga = as_("olga")
    page = olga.get("/replies/call-backs").text
    (href,) = set(re.findall(rf'href="(/cases/{case_id}/call_back[^"]*)"', page))
    form = unescape(olga.get(unescape(href)).text)
    assert "一、调查核实情况" in form, "what was answered stands beside the questions"
    with office.app_context():
        silent = {"was_contacted": None, "is_solved": None, "satisfaction": None}
        do(db.session.get_one(Case, case_id), "call_back", was_reached=False, **silent)
    assert "1" in re.sub(r"<[^>]+>", "", olga.get("/replies/call-backs").text)


def test_what_is_not_solved_is_decided_from_its_list(office: Flask, as_: Browser) -> None:
    case_id = made(office, unsolved_case, "propose_refusal")
    page = as_("sunil").get("/replies/not-solved").text
    assert f"/cases/{case_id}/rehandle" in page
    assert f"/cases/{case_id}/refuse_rehandling" in page
    assert "已停工,再查无异常。" in page


def test_the_call_back_leads_to_the_telephone_number(office: Flask, as_: Browser) -> None:
    """Only where somebody left one, and only for who may look at it."""
    case_id = made(office, case_in, "closed")
    nobody = {"person": Person(), "is_anonymous": True}
    unnamed_id = made(office, case_in, "closed", **nobody)
    with office.app_context():
        petition_id = db.session.scalars(
            select(Petition.id).where(Petition.case_id == case_id)
        ).one()
    link = f'href="/cases/{case_id}#petition-{petition_id}"'
    assert link in as_("olga").get(f"/cases/{case_id}/call_back").text
    assert link not in as_("olga").get(f"/cases/{case_id}/report_unsolved").text
    assert "#petition-" not in as_("olga").get(f"/cases/{unnamed_id}/call_back").text


@pytest.mark.parametrize(
    ("path", "person", "make"),
    [
        ("/replies/call-backs", "olga", lambda: case_in("closed")),
        ("/replies/not-solved", "sunil", lambda: unsolved_case()),
    ],
)
def test_what_is_overdue_is_said_in_words(
    office: Flask, as_: Browser, path: str, person: str, make: Callable[[], Case]
) -> None:
    made(office, make)
    assert "cf-due-late" not in as_(person).get(path).text
    with office.app_context():
        past = clock.now() - timedelta(days=20)
        db.session.execute(update(Deadline).values(due_at=past))
        db.session.commit()
    page = as_(person).get(path).text
    assert "cf-due-late" in page
    assert re.search(r"逾期|超期|days late", page)


def test_printing_a_letter_shows_the_name_and_records_the_look(office: Flask, as_: Browser) -> None:
    case_id = made(
        office,
        reply_in,
        "approved",
        reply_way="letter",
        person=Person(name="陈小河", address="村口"),
    )
    with office.app_context():
        document_id = db.session.scalars(select(Document.id)).one()
    farid, base = as_("farid"), f"/cases/{case_id}/documents/{document_id}"
    assert "陈小河" not in farid.get(base).text
    assert "陈小河" in farid.post(f"{base}/print").text
    assert "陈小河" not in as_("aude").post(f"{base}/print").text
    with office.app_context():
        looks = list(db.session.scalars(select(ComplainantLook.reason)))
    assert len([reason for reason in looks if "〔" in reason]) == 1
    with farid.post(f"{base}/file") as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_no_more_the_longer_it_is(office: Flask, as_: Browser, path: str) -> None:
    person = {"/replies/call-backs": "olga"}.get(path, "sunil")
    client = as_(person)
    made(office, reply_in, "proposed")
    made(office, unsolved_case)
    made(office, case_in, "closed")
    with counted(office) as few:
        client.get(path)
    for make, more in ((reply_in, "proposed"), (unsolved_case, None), (case_in, "closed")):
        made(office, make, *([more] if more else []))
    with counted(office) as many:
        client.get(path)
    assert len(many) == len(few)


def test_accepting_by_letter_makes_a_notice_to_be_printed(office: Flask, as_: Browser) -> None:
    case_id = made(office, lambda: open_case(reply_way="letter").case)
    dong = as_("dong")
    with office.app_context():
        version = db.session.get_one(Case, case_id).version
    told = {"notice_words": "您反映的事项我局已受理。", "reply_way": "letter", "version": version}
    assert dong.post(f"/cases/{case_id}/accept", data=told).status_code == 303
    with office.app_context():
        assert db.session.scalars(select(Document.number)).one().startswith("忠环受")
