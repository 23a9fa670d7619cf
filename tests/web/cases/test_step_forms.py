"""Every step by its page: shown, sent empty, sent half, sent whole, sent again on an old version.

Generated from the lifecycle table: a new row is tried here, or fails for want of a way to it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case
from caseflow.core.cases.needs import asked_by
from caseflow.core.petitions.complainants import Person
from caseflow.ground import clock
from caseflow.ground.extensions import db
from tests.cast import csrf_token, present_cast, sign_in
from tests.factories import (
    ACTORS,
    case_in,
    do,
    given_for,
    open_case,
    reply_in,
    review_asked,
    unsolved_case,
)
from tests.web.cases.pictures import a_photo

BUTTONS = [name for name, row in TRANSITIONS.items() if row.has_button]


def returned() -> Case:
    return do(do(case_in("assigned"), "return_to_dispatcher"), "note", "dong")


def inspected() -> Case:
    return do(case_in("investigating"), "record_inspection")


def with_source() -> Case:
    return do(do(case_in("investigating"), "link_source"), "record_inspection")


def suspended() -> Case:
    return do(case_in("investigating"), "suspend")


def objected() -> Case:
    return do(open_case(channel_code="superior").case, "record_objection")


def unreachable() -> Case:
    return case_in(
        "reply_owed",
        person=Person(name="", phone="", address=""),
        is_anonymous=True,
        reply_way="none",
    )


def merged_early() -> Case:
    return do(open_case().case, "merge")


def with_task() -> Case:
    return do(case_in("investigating"), "add_task")


def joint() -> Case:
    return do(case_in("investigating"), "mark_joint")


def held_by_township() -> Case:
    tian = present_cast().tian
    handing = {"unit_id": tian.unit_id, "assignee_id": tian.id, "township_reason": "属地巡查。"}
    case = do(case_in("accepted"), "assign", **handing)
    return do(do(case, "receipt", "tian"), "start_investigation", "tian")


def noticed() -> Case:
    return do(case_in("investigating"), "issue_notice")


def answered() -> Case:
    return do(noticed(), "answer_notice")


SITUATIONS: dict[str, Callable[[], Case]] = {
    "answer_at_once": lambda: open_case(track="consultation").case,
    "rule_competence": returned,
    "order_rectification": with_source,
    "submit_for_sign_off": inspected,
    "resume": suspended,
    "record_no_way_back": unreachable,
    "acknowledge": merged_early,
    "record_recheck": lambda: case_in("closed", track="petition"),
    "propose_reply": lambda: reply_in("drafting"),
    "approve_reply": lambda: reply_in("proposed"),
    "send_back_reply": lambda: reply_in("proposed"),
    "reply": lambda: reply_in("approved"),
    "prove_delivery": lambda: case_in("closed"),
    "rehandle": unsolved_case,
    "propose_refusal": unsolved_case,
    "refuse_rehandling": lambda: unsolved_case("propose_refusal"),
    "ask_review": lambda: case_in("closed", track="petition"),
    "record_review": review_asked,
    "refuse_review": lambda: review_asked(days_after=40),
    "extend": lambda: case_in("investigating"),
    "suspend": lambda: case_in("investigating"),
    "ask_extension": lambda: case_in("investigating"),
    "grant_extension": lambda: do(case_in("investigating"), "ask_extension"),
    "refuse_extension": lambda: do(case_in("investigating"), "ask_extension"),
    "record_objection": lambda: open_case(channel_code="superior").case,
    "objection_agreed": objected,
    "objection_refused": objected,
    "record_enforcement_fact": lambda: case_in("investigating"),
    "void_enforcement_fact": lambda: do(case_in("investigating"), "record_enforcement_fact"),
    "undo": lambda: case_in("assigned"),
    "link_source": lambda: case_in("assigned"),
    "note": lambda: case_in("assigned"),
    "add_evidence": lambda: case_in("assigned"),
    "record_observation": held_by_township,
    "receive_task": with_task,
    "answer_task": with_task,
    "return_task": with_task,
    "withdraw_task": with_task,
    "issue_notice": lambda: case_in("investigating"),
    "answer_notice": noticed,
    "accept_answer": answered,
    "return_answer": answered,
    "end_joint": joint,
    "record_minutes": joint,
}
"""Where the first state of the row is not enough. Everything else: the row's first state."""

UNDOER = "dong"


def situation(name: str) -> Case:
    """Return a case on which the step is possible now."""
    if name in SITUATIONS:
        return SITUATIONS[name]()
    return case_in(str(TRANSITIONS[name].froms[0]))


def actor_of(name: str) -> str:
    return UNDOER if name == "undo" else ACTORS.get(name, "farid")


def typed(value: Any) -> Any:
    """Return a value as a person types it into the form."""
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


class Page:
    """One step of one case in the browser of the person who takes it."""

    def __init__(self, app: Flask, client: FlaskClient, name: str) -> None:
        self.app, self.client, self.name = app, client, name
        with app.app_context():
            case = situation(name)
            given = given_for(name, case, present_cast())
            self.case_id, self.version = case.id, case.version
        self.path = f"/cases/{self.case_id}/{name}"
        self.fields: dict[str, Any] = {
            one.name: typed(given[one.name])
            for one in asked_by(name)
            if one.name in given and one.name != "files"
        }
        self.has_files = any(one.name == "files" for one in asked_by(name))
        sign_in(client, actor_of(name))

    def send(self, **changes: Any) -> Any:
        """Send the form whole, but for `changes`."""
        found = {"version": self.version, **self.fields, **changes}
        if self.has_files and "files" not in changes:
            found["files"] = (io.BytesIO(a_photo()), "现场.jpg")
        return self.client.post(self.path, data=found)

    def acts(self) -> list[str]:
        with self.app.app_context():
            rows = select(CaseEvent.act).where(CaseEvent.case_id == self.case_id)
            return list(db.session.scalars(rows.order_by(CaseEvent.seq)))


@pytest.fixture
def page(office: Flask, client: FlaskClient, request: pytest.FixtureRequest) -> Page:
    return Page(office, client, request.param)


def required(name: str) -> list[str]:
    return [one.name for one in asked_by(name) if not one.is_optional]


@pytest.mark.parametrize("page", BUTTONS, indirect=True)
def test_the_step_by_its_page(page: Page) -> None:
    asks_for_all_it_needs(page)
    says_what_is_missing_beside_it_and_keeps_the_rest(page)
    is_not_done_from_a_stale_form_and_keeps_what_was_typed(page)
    is_done_when_sent_whole(page)


def asks_for_all_it_needs(page: Page) -> None:
    answer = page.client.get(page.path)
    assert answer.status_code == 200
    shown = set(re.findall(r'name="([a-z_]+)"', answer.text))
    assert {one.name for one in asked_by(page.name)} <= shown
    assert answer.text.count("<h1") == 1
    assert csrf_token(answer)


def says_what_is_missing_beside_it_and_keeps_the_rest(page: Page) -> None:
    before = page.acts()
    for missing in required(page.name):
        answer = page.send(**{missing: ""})
        assert answer.status_code == 422, missing
        assert f'id="{missing}-error"' in answer.text, missing
        words = unescape(answer.text)
        for name, value in page.fields.items():
            if name != missing and len(value) > 4:
                assert value in words, f"{name} was lost when {missing} was missing"
    assert page.acts() == before


def is_not_done_from_a_stale_form_and_keeps_what_was_typed(page: Page) -> None:
    before = page.acts()
    answer = page.send(version=page.version - 1)
    assert answer.status_code == 409
    assert page.acts() == before
    words = unescape(answer.text)
    for name, value in page.fields.items():
        if len(value) > 4:
            assert value in words, f"{name} was lost"


def is_done_when_sent_whole(page: Page) -> None:
    before = page.acts()
    answer = page.send()
    assert answer.status_code == 303, _errors(answer.text)
    assert page.acts() == [*before, page.name]


@pytest.mark.parametrize("page", ["add_evidence"], indirect=True)
def test_a_picture_sent_with_a_faulty_form_need_not_be_sent_again(page: Page) -> None:
    before = page.acts()
    answer = page.send(caption="")
    assert answer.status_code == 422
    assert "现场.jpg" in answer.text
    kept = re.search(r'name="kept_files"[^>]*value="([^"]+)"', answer.text)
    assert kept
    again = page.send(files=(io.BytesIO(b""), ""), kept_files=unescape(kept[1]))
    assert again.status_code == 303
    assert page.acts() == [*before, "add_evidence"]


def _errors(page: str) -> str:
    found = re.findall(r'id="[a-z_]+-error"[^>]*>(.*?)</', page, re.S)
    return " | ".join(text.strip() for text in found) or "(no field is at fault)"
