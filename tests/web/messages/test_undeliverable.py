"""The list of undeliverable messages: whose it is, and what can be done with each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications import outbox
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import present_cast

Browser = Callable[[str], FlaskClient]
PATH = "/inbox/undeliverable"


@pytest.fixture
def failed(office: Flask) -> int:
    """A message to Farid's telephone that failed."""
    with office.app_context():
        row = outbox.QueuedMessage(
            "k", "case_urgent", "sms", present_cast().farid.id, None, {"number": "1号"}, clock.now()
        )
        with unit_of_work():
            outbox.queue_messages([row], clock.now())
            db.session.execute(update(OutboxMessage).values(state="failed", error="HTTP 422"))
        return db.session.scalars(select(OutboxMessage.id)).one()


def state_of(office: Flask, row_id: int) -> tuple[str, int | None, str | None]:
    with office.app_context():
        row = db.session.get_one(OutboxMessage, row_id)
        return row.state, row.owner_id, row.closing_words


def test_the_list_names_its_owner_the_way_and_the_reason(failed: int, as_: Browser) -> None:
    page = as_("adam").get(PATH).get_data(as_text=True)
    for words in ("苏领导", "方立德", "短信", "HTTP 422", "1号"):
        assert words in page, words


def test_somebody_takes_care_by_name(office: Flask, failed: int, as_: Browser) -> None:
    browser = as_("adam")
    answer = browser.post(PATH, data={"act": "take", "id": failed})
    assert answer.status_code == 303
    with office.app_context():
        adam = present_cast().adam.id
    assert state_of(office, failed) == ("failed", adam, None)
    assert "安管理" in browser.get(PATH).get_data(as_text=True)


def test_it_is_given_up_with_a_reason_only(office: Flask, failed: int, as_: Browser) -> None:
    browser = as_("sunil")
    answer = browser.post(PATH, data={"act": "give_up", "id": failed, "reason": " "})
    assert answer.status_code == 422
    assert f'value="{failed}" checked' in answer.get_data(as_text=True), "the tick is kept"
    answer = browser.post(PATH, data={"act": "give_up", "id": failed, "reason": "已电话告知"})
    assert answer.status_code == 303
    assert state_of(office, failed)[0::2] == ("given_up", "已电话告知")
    assert "HTTP 422" not in browser.get(PATH).get_data(as_text=True)


def test_without_a_tick_nothing_is_taken_or_given_up(failed: int, as_: Browser) -> None:
    answer = as_("sunil").post(PATH, data={"act": "give_up", "reason": "已电话告知"})
    assert answer.status_code == 422
    assert "已电话告知" in answer.get_data(as_text=True), "what was typed is kept"


def test_it_is_tried_again(office: Flask, failed: int, as_: Browser) -> None:
    assert as_("sunil").post(PATH, data={}).status_code == 303
    assert state_of(office, failed)[0] == "waiting"
