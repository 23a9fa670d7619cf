"""The outbox: claimed by one, accounted for, tried again with patience, given up with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from caseflow.core.messages.delivery import deliver_outbox, watch_outbox
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications import outbox
from caseflow.ground.notifications.models import InboxMessage, OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast, make_cast, present_cast
from tests.receivers import MailReceiver

NOW = datetime(2026, 9, 16, 2, 0, tzinfo=clock.UTC)


@pytest.fixture
def cast(make_app: Callable[..., Flask], mail: MailReceiver) -> Iterator[Cast]:
    """Everybody, with a mail server; a context is pushed."""
    app = make_app(
        CASEFLOW_SMTP_HOST=mail.host,
        CASEFLOW_SMTP_PORT=str(mail.port),
        CASEFLOW_OUTBOX_LEASE_S="6",
    )
    with app.app_context():
        with unit_of_work():
            make_cast()
        yield present_cast()


def queue(cast: Cast, channel: str = "email", key: str = "k", **changes: Any) -> OutboxMessage:
    fields: dict[str, Any] = {
        "key": f"{key}:{channel}",
        "kind": "case_assigned",
        "channel": channel,
        "recipient_id": cast.farid.id,
        "case_id": None,
        "params": {"number": "忠环访〔2026〕1号", "clock": "receipt", "due_on": "2026-09-17"},
        "available_at": clock.now(),
        **changes,
    }
    with unit_of_work():
        outbox.queue_messages([outbox.QueuedMessage(**fields)], clock.now())
    row = select(OutboxMessage).where(OutboxMessage.key == fields["key"])
    return db.session.scalars(row).one()


def present(row: OutboxMessage) -> OutboxMessage:
    db.session.rollback()
    db.session.refresh(row)
    return row


def test_a_key_is_queued_once(cast: Cast) -> None:
    queue(cast)
    queue(cast)
    assert len(db.session.scalars(select(OutboxMessage)).all()) == 1


def _queue_and_break(cast: Cast) -> None:
    row = outbox.QueuedMessage("k", "case_assigned", "in_app", cast.farid.id, None, {}, NOW)
    with unit_of_work():
        outbox.queue_messages([row], NOW)
        raise ZeroDivisionError


def test_a_roll_back_takes_the_message_with_it(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError):
        _queue_and_break(cast)
    assert not db.session.scalars(select(OutboxMessage)).all()


def test_a_row_is_claimed_by_one_until_its_lease_runs_out(cast: Cast) -> None:
    with clock.pretend(NOW):
        row = queue(cast)
        with unit_of_work():
            first = outbox.claim(row.id, NOW)
            assert first is not None
            assert outbox.claim(row.id, NOW + timedelta(seconds=5)) is None
        with unit_of_work():
            second = outbox.claim(row.id, NOW + timedelta(seconds=6))
            assert second is not None
        with unit_of_work():
            assert not outbox.record_sent(first, NOW), "the fence: it was taken over"
            assert outbox.record_sent(second, NOW)
    assert present(row).state == "sent"


def test_a_message_for_later_waits(cast: Cast) -> None:
    row = queue(cast, available_at=clock.now() + timedelta(hours=1))
    assert deliver_outbox() == 0
    with clock.pretend(clock.now() + timedelta(hours=1, seconds=1)):
        assert deliver_outbox() == 1
    assert present(row).state == "sent"


def test_in_app_is_shown_once_however_often_it_is_delivered(cast: Cast) -> None:
    row = queue(cast, "in_app")
    assert deliver_outbox() == 1
    with unit_of_work():
        row.state = "waiting"  # as after a kill between showing and recording
    deliver_outbox()
    shown = db.session.scalars(select(InboxMessage.user_id)).all()
    assert shown == [cast.farid.id]


def test_an_e_mail_says_what_where_and_by_when_and_nothing_more(
    cast: Cast, mail: MailReceiver
) -> None:
    row = queue(cast)
    deliver_outbox()
    [letter] = mail.messages
    assert letter.recipients == ["farid@example.test"]
    assert letter.message_id == row.provider_id
    assert letter.message["Auto-Submitted"] == "auto-generated"
    assert "忠环访〔2026〕1号" in str(letter.message["Subject"])
    body = letter.message.get_content()
    assert "忠环访〔2026〕1号" in body
    assert "2026年9月17日" in body


@pytest.mark.parametrize("behaviour", ["refuse", "close_after_accept"])
def test_a_refusal_waits_longer_each_time_and_at_last_fails_with_its_reason(
    cast: Cast, mail: MailReceiver, behaviour: Any
) -> None:
    mail.behaviour = behaviour
    row = queue(cast)
    now, waits = clock.now(), []
    for _nth in range(outbox.MOST_ATTEMPTS):
        with clock.pretend(now):
            assert deliver_outbox() == 0
        found = present(row)
        if found.state == "waiting":
            waits.append(found.available_at - now)
            now = found.available_at + timedelta(seconds=1)
    assert present(row).state == "failed"
    assert row.error
    assert len(waits) == outbox.MOST_ATTEMPTS - 1
    assert waits == sorted(waits)
    assert waits[-1] <= outbox.LONGEST_WAIT + timedelta(seconds=10)
    assert len({letter.message_id for letter in mail.messages}) <= 1


def test_a_failed_message_can_be_tried_again_by_a_person(cast: Cast, mail: MailReceiver) -> None:
    row = queue(cast)
    with unit_of_work():
        row.state, row.attempts, row.error = "failed", outbox.MOST_ATTEMPTS, "451"
    with unit_of_work():
        assert outbox.retry_failed([row.id], clock.now()) == 1
    assert deliver_outbox() == 1
    assert len(mail.messages) == 1


def test_a_closed_way_costs_no_attempt_and_holds_up_nothing_in_app(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app(CASEFLOW_SMTP_HOST="127.0.0.1", CASEFLOW_SMTP_PORT="1")
    with app.app_context():
        with unit_of_work():
            cast = make_cast()
        letter, shown = queue(cast), queue(cast, "in_app")
        assert deliver_outbox() == 1
        assert present(shown).state == "sent"
        found = present(letter)
        assert (found.state, found.attempts) == ("waiting", 0)
        assert "refused" in (found.error or "")


def test_one_that_cannot_be_put_into_words_does_not_hold_up_the_rest(
    cast: Cast, mail: MailReceiver
) -> None:
    with unit_of_work():
        cast.fang.email = ""
    broken, nobody, good = (
        queue(cast, key="broken", params={"clock": "no such clock"}),
        queue(cast, key="nobody", recipient_id=cast.fang.id),
        queue(cast, key="good"),
    )
    assert deliver_outbox() == 1
    assert [present(row).state for row in (broken, nobody, good)] == ["waiting", "waiting", "sent"]
    assert nobody.error == "The account has no e-mail address."
    assert len(mail.messages) == 1


def test_the_administrators_hear_once_a_day_of_messages_held_up(cast: Cast) -> None:
    with clock.pretend(NOW):
        queue(cast)
    later = NOW + timedelta(minutes=16)
    with clock.pretend(later):
        assert watch_outbox(later) == 1
        watch_outbox(later + timedelta(minutes=15))
    stuck = select(OutboxMessage).where(OutboxMessage.kind == "outbox_stuck")
    assert [row.recipient_id for row in db.session.scalars(stuck)] == [cast.adam.id]


def test_waits_double_up_to_six_hours(cast: Cast) -> None:
    for attempts in range(1, 30):
        wanted = min(timedelta(seconds=60 * 2 ** (attempts - 1)), outbox.LONGEST_WAIT)
        assert outbox.wait_after(attempts) == wanted
