"""A reply by text message or e-mail goes out by the outbox, whose receipt is its proof."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from caseflow.core.cases.queries.petitions import petition_views
from caseflow.core.messages.delivery import deliver_outbox
from caseflow.core.petitions.complainants import Person
from caseflow.core.replies.models import ReviewRequest
from caseflow.core.replies.rating_link import petition_by_rating_token
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast, make_cast, present_cast
from tests.factories import do, reply_in
from tests.receivers import Behaviour, MailReceiver

TO = "xiaohe@example.org"


@pytest.fixture
def cast(make_app: Callable[..., Flask], mail: MailReceiver) -> Iterator[Cast]:
    app = make_app(CASEFLOW_SMTP_HOST=mail.host, CASEFLOW_SMTP_PORT=str(mail.port))
    with app.test_request_context():
        with unit_of_work():
            make_cast()
        yield present_cast()


def test_the_mail_server_takes_the_reply_and_that_is_its_proof(
    cast: Cast, mail: MailReceiver
) -> None:
    case = reply_in("approved", reply_way="email", person=Person(name="陈小河", address=TO))
    do(case, "reply", reply_way="email")
    (before,) = petition_views(case.id)[0].told[-1].proofs
    assert (before.is_delivered, before.has_failed) == (False, False)
    deliver_outbox()
    found = [one for one in mail.messages if TO in one.recipients]
    assert len(found) == 1
    body = found[0].message.get_body()
    assert body is not None
    link = re.search(r"/rate/(\S+)", body.get_content())
    assert link
    rated = petition_by_rating_token(link[1])
    assert rated is not None
    assert rated.case_id == case.id
    row = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "reply_sent")).one()
    assert row.state == "sent"
    assert TO not in str(row.params)
    assert "陈小河" not in str(row.params)
    (after,) = petition_views(case.id)[0].told[-1].proofs
    assert after.is_delivered
    assert after.words == row.provider_id
    deliver_outbox()
    assert len([one for one in mail.messages if TO in one.recipients]) == 1, "never twice"


def test_without_an_address_the_reply_is_not_given(cast: Cast) -> None:
    case = reply_in("approved", reply_way="email", person=Person(name="陈小河", address="果园路"))
    with pytest.raises(BadInput):
        do(case, "reply", reply_way="email")
    assert case.state == "reply_owed"


@pytest.mark.parametrize(("behaviour", "is_late"), [("accept", True), ("refuse_for_good", False)])
def test_the_time_to_ask_for_a_review_runs_from_what_was_sent(
    cast: Cast, mail: MailReceiver, behaviour: Behaviour, is_late: bool
) -> None:
    mail.behaviour = behaviour
    person = Person(name="陈小河", address=TO)
    with clock.pretend(clock.now() - timedelta(days=40)):
        case = reply_in("approved", track="petition", reply_way="email", person=person)
        do(case, "reply", reply_way="email")
        deliver_outbox()
    do(case, "ask_review")
    assert db.session.scalars(select(ReviewRequest.is_late)).one() is is_late
