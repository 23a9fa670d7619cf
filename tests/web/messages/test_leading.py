"""Where messages lead: each that belongs to no case to the page that it speaks of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from caseflow.core.messages.catalogue import CATALOGUE, SMS
from caseflow.core.messages.delivery import deliver_outbox
from caseflow.core.messages.rendering import letter_of
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications import outbox
from caseflow.ground.notifications.models import InboxMessage, OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import present_cast
from tests.factories import case_in

Browser = Callable[[str], FlaskClient]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

READERS = {
    "petitions_imported": ("dong", "olga"),
    "bulk_done": ("sunil", "dong"),
    "cases_nobodys": ("dong", "sunil"),
    "drafts_handed_over": ("olga",),
    "export_ready": ("sunil", "dong", "aude"),
    "export_failed": ("sunil",),
    "messages_undelivered": ("sunil", "adam"),
    "hot_spot_found": ("sunil",),
    "withdrawal_due": ("sunil", "pia"),
    "outbox_stuck": ("adam",),
    "hooks_stuck": ("adam",),
    "calendar_missing": ("sunil", "adam"),
}
FACTS = {"count": 3, "operator": "张三", "year": 2027, "township": "忠州街道", "address": "果园路"}
FROM_PAGES = ("morning_digest", "emergency_call", "emergency_over", "files_faulty", "portal_stuck",
              "requests_stuck")  # fmt: skip
"""A digest carries its page in its facts; the others speak of none."""


def given(office: Flask, who: str, kind: str, case_id: int | None = None, **facts: Any) -> int:
    """Put a message into somebody's inbox; return its id there."""
    with office.app_context():
        now, user_id = clock.now(), getattr(present_cast(), who).id
        row = outbox.QueuedMessage(
            f"{kind}:{who}", kind, "in_app", user_id, case_id, {**FACTS, **facts}, now
        )
        with unit_of_work():
            outbox.queue_messages([row], now)
        deliver_outbox()
        found = select(InboxMessage.id).where(InboxMessage.user_id == user_id)
        return db.session.scalars(found.order_by(InboxMessage.id.desc()).limit(1)).one()


def test_every_message_of_no_case_is_tried_here() -> None:
    caseless = {
        kind for kind, row in CATALOGUE.items()
        if row.clock == "" and "%(number)s" not in row.body and "%(notice)s" not in row.subject
        and row.channels != (SMS,)  # To a complainant, who has no inbox.
    }  # fmt: skip
    assert caseless == {*READERS, *FROM_PAGES}
    assert {kind for kind, row in CATALOGUE.items() if row.path} == set(READERS)


@SQLITE
def test_it_leads_to_a_page_that_its_reader_may_open(office: Flask, as_: Browser) -> None:
    people = sorted({who for readers in READERS.values() for who in readers})
    clients = {who: as_(who) for who in people}
    for kind, readers in READERS.items():
        for who in readers:
            message_id, client = given(office, who, kind), clients[who]
            answer = client.post(f"/inbox/{message_id}/open")
            assert (answer.status_code, answer.location) == (303, CATALOGUE[kind].path)
            page = client.get(answer.location, follow_redirects=True)  # "/" leads on by role.
            assert page.status_code == 200, (kind, who)
    for client in clients.values():
        assert "打开相关页面" in client.get("/inbox/").text  # Read, it leads there still.


@SQLITE
def test_a_nearer_page_goes_before(office: Flask, as_: Browser) -> None:
    message_id = given(office, "sunil", "bulk_done", path="/supervision/bulk/7")
    answer = as_("sunil").post(f"/inbox/{message_id}/open")
    assert answer.location == "/supervision/bulk/7"


@SQLITE
def test_what_has_no_page_and_what_has_a_case_are_as_they_were(office: Flask, as_: Browser) -> None:
    with office.app_context():
        case_id = case_in("assigned").id
    given(office, "adam", "files_faulty")
    page = as_("adam").get("/inbox/").text
    assert ("标为已读" in page, "打开相关页面" in page) == (True, False)
    message_id = given(office, "sunil", "case_urgent", case_id, number="1号")
    client = as_("sunil")
    assert "打开案件" in client.get("/inbox/").text
    assert client.post(f"/inbox/{message_id}/open").location == f"/cases/{case_id}"


@SQLITE
def test_an_e_mail_leads_there_too(office: Flask) -> None:
    with office.app_context():
        now, sunil = clock.now(), present_cast().sunil
        row = outbox.QueuedMessage("k", "cases_nobodys", "email", sunil.id, None, FACTS, now)
        with unit_of_work():
            outbox.queue_messages([row], now)
            sunil.email = "sunil@example.test"
        claimed = outbox.claim(db.session.scalars(select(OutboxMessage.id)).one(), now)
        assert claimed
        assert "/cases/?nobody=1" in letter_of(claimed).body
