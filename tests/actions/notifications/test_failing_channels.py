"""Channels that fail: each message arrives once, or stands on the list with its reason.

A gateway that accepted and then timed out may see the same id again, never a new one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from caseflow.core.messages.delivery import deliver_outbox, watch_undelivered
from caseflow.core.messages.queries import undeliverable
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications import outbox
from caseflow.ground.notifications.models import InboxMessage, OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast, make_cast, present_cast
from tests.receivers import Gateway, MailReceiver

NOW = datetime(2026, 9, 16, 2, 0, tzinfo=clock.UTC)


@dataclass
class House:
    """The cast, with telephones, and the three ways out of the house."""

    cast: Cast
    mail: MailReceiver
    sms: Gateway
    robot: Gateway


@pytest.fixture
def house(make_app: Callable[..., Flask], mail: MailReceiver, tmp_path: Path) -> Iterator[House]:
    with ExitStack() as stack:
        sms = stack.enter_context(Gateway())
        robot = stack.enter_context(Gateway(is_robot=True))
        robots, key = tmp_path / "robots", tmp_path / "key"
        robots.write_text(f"# groups\nsupervisors {robot.url}\n{robot.url}&other=1\n")
        key.write_text("geheim\n")
        app = make_app(
            CASEFLOW_SMTP_HOST=mail.host,
            CASEFLOW_SMTP_PORT=str(mail.port),
            CASEFLOW_SMS_URL=sms.url,
            CASEFLOW_SMS_KEY_FILE=str(key),
            CASEFLOW_WECOM_FILE=str(robots),
            CASEFLOW_OUTBOX_LEASE_S="12",
        )
        stack.enter_context(app.app_context())
        with unit_of_work():
            for user in make_cast().everybody:
                user.phone = f"0235400{user.id:04d}"
        yield House(present_cast(), mail, sms, robot)


def queue(house: House, channel: str, key: str = "k", **changes: Any) -> OutboxMessage:
    is_group = channel == "wecom"
    fields: dict[str, Any] = {
        "key": f"{key}:{channel}",
        "kind": "case_urgent",
        "channel": channel,
        "recipient_id": None if is_group else house.cast.farid.id,
        "group_name": "supervisors" if is_group else None,
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


def until_settled(row: OutboxMessage, most: int = 40) -> OutboxMessage:
    """Run the delivery at each time at which the row comes due, until it is sent or has failed."""
    now = clock.now()
    for _nth in range(most):
        with clock.pretend(now):
            deliver_outbox()
        found = present(row)
        if found.state in {"sent", "failed"}:
            return found
        now = (found.claimed_until_at or found.available_at) + timedelta(seconds=1)
    raise AssertionError(f"still {found.state}: {found.error}")


def listed(row: OutboxMessage) -> str:
    """Return the reason under which the list of undeliverable messages has the row; or ""."""
    return next((one.reason for one in undeliverable() if one.id == row.id), "")


def test_a_mail_server_that_refuses_for_good_fails_the_message_at_once(house: House) -> None:
    house.mail.behaviour = "refuse_for_good"
    row = queue(house, "email")
    deliver_outbox()
    assert present(row).state == "failed"
    assert row.attempts == 1
    assert listed(row) == "550 No such person here"
    assert not house.mail.messages


def test_a_mail_server_that_refuses_for_now_gets_it_once_when_it_takes_mail(house: House) -> None:
    house.mail.behaviour = "refuse"
    row = queue(house, "email")
    for minute in range(2):
        with clock.pretend(clock.now() + timedelta(minutes=10 * minute)):
            deliver_outbox()
    assert present(row).state == "waiting"
    assert listed(row) == "451 Try again later"
    house.mail.behaviour = "accept"
    assert until_settled(row).state == "sent"
    assert [one.message_id for one in house.mail.messages] == [row.provider_id]
    assert not listed(row)


def test_a_mail_server_that_never_takes_it_ends_on_the_list(house: House) -> None:
    house.mail.behaviour = "refuse"
    row = until_settled(queue(house, "email"))
    assert (row.state, row.attempts) == ("failed", outbox.MOST_ATTEMPTS)
    assert listed(row) == "451 Try again later"


def test_a_text_message_has_its_number_words_key_and_id(house: House) -> None:
    row = queue(house, "sms")
    assert deliver_outbox() == 1
    [one] = house.sms.taken
    assert one.body["phone"] == house.cast.farid.phone
    assert one.body["text"].startswith("【忠县生态环境局】")
    assert "忠环访〔2026〕1号" in one.body["text"]
    assert len(one.body["text"]) <= 200
    assert one.body["id"] == one.headers["Idempotency-Key"] == row.provider_id
    assert one.headers["Authorization"] == "Bearer geheim"


def test_a_gateway_that_took_it_and_timed_out_sees_the_same_id_again(house: House) -> None:
    house.sms.behaviour = "accept_then_hang"
    row = queue(house, "sms")
    deliver_outbox()
    found = present(row)
    assert (found.state, found.attempts) == ("waiting", 1)
    assert "No answer after handing over" in listed(row)
    house.sms.behaviour = "accept"
    house.sms.let_go()
    assert until_settled(row).state == "sent"
    ids = [one.headers["Idempotency-Key"] for one in house.sms.taken]
    assert ids == [row.provider_id] * 2


@pytest.mark.parametrize(
    ("behaviour", "state", "reason"),
    [
        ("refuse", "failed", "HTTP 422"),  # this message: for good
        ("error", "waiting", "HTTP 500"),  # this message: tried again
        ("busy", "waiting", "HTTP 429"),  # costs no attempt
        ("no_key", "waiting", "HTTP 401"),  # the way is closed: costs no attempt
    ],
)
def test_what_a_gateway_answers_decides_what_becomes_of_a_message(
    house: House, behaviour: Any, state: str, reason: str
) -> None:
    house.sms.behaviour = behaviour
    row = queue(house, "sms")
    deliver_outbox()
    found = present(row)
    assert found.state == state
    assert listed(row).startswith(reason)
    assert found.attempts == (0 if behaviour in {"busy", "no_key"} else 1)
    if state == "waiting":
        house.sms.behaviour = "accept"
        assert until_settled(row).state == "sent"
        assert len(house.sms.taken) == 1


def test_a_gateway_that_says_how_long_to_wait_is_left_alone_so_long(house: House) -> None:
    house.sms.behaviour = "busy"
    rows = [queue(house, "sms", key=str(nth)) for nth in range(3)]
    with clock.pretend(clock.now()):
        now = clock.now()
        deliver_outbox()
    assert len(house.sms.requests) == 1, "the others were not even tried"
    assert {present(row).attempts for row in rows} == {0}
    assert min(present(row).available_at for row in rows) >= now + timedelta(seconds=6)


def test_a_robot_that_limits_its_rate_gets_each_message_once(house: House) -> None:
    house.robot.most = 2
    rows = [queue(house, "wecom", key=str(nth), params={"number": f"{nth}号"}) for nth in range(5)]
    assert deliver_outbox() == 2
    states = [present(row).state for row in rows]
    assert states == ["sent", "sent", "waiting", "waiting", "waiting"]
    assert "45009" in listed(rows[-1])
    assert len(house.robot.requests) == 3, "the rest waits without asking"
    house.robot.most = None
    for row in rows[2:]:
        assert until_settled(row).state == "sent"
    words = [one.body["markdown"]["content"] for one in house.robot.taken]
    assert len(words) == len(set(words)) == 5


def test_a_robot_that_refuses_fails_the_message_with_its_code(house: House) -> None:
    house.robot.errcode = 93000
    row = queue(house, "wecom")
    deliver_outbox()
    assert present(row).state == "failed"
    assert listed(row) == "errcode 93000: invalid webhook url"


def test_a_robot_that_may_have_it_is_not_sent_it_again(house: House) -> None:
    """It knows no ids: only a person can see in the group whether the message is there."""
    house.robot.behaviour = "accept_then_hang"
    row = queue(house, "wecom")
    deliver_outbox()
    assert present(row).state == "failed"
    assert "It may have arrived" in listed(row)
    house.robot.behaviour = "accept"
    with clock.pretend(clock.now() + timedelta(days=1)):
        deliver_outbox()
    assert len(house.robot.taken) == 1


def killed_between_send_and_record(house: House, channel: str) -> OutboxMessage:
    """Have a worker killed after the other side took the message, before it is recorded."""
    queue(house, channel)
    db.session.remove()
    db.engine.dispose()
    child = os.fork()
    if child == 0:
        outbox.record_sent = lambda *_given: os.kill(os.getpid(), 9)  # type: ignore[assignment]
        deliver_outbox()
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    return db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.key == f"k:{channel}")
    ).one()


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_a_kill_between_send_and_record_repeats_the_same_id(house: House, channel: str) -> None:
    row = killed_between_send_and_record(house, channel)
    assert row.state == "claimed"
    assert until_settled(row).state == "sent"
    if channel == "sms":
        ids = [one.headers["Idempotency-Key"] for one in house.sms.taken]
    else:
        ids = [one.message_id for one in house.mail.messages]
    assert ids == [row.provider_id] * 2


def test_a_kill_between_send_and_record_is_told_where_repeats_are_not_known(
    house: House,
) -> None:
    row = killed_between_send_and_record(house, "wecom")
    assert until_settled(row).state == "failed"
    assert listed(row) == outbox.CUT_OFF
    assert len(house.robot.taken) == 1


def test_one_way_that_fails_holds_up_no_other(house: House) -> None:
    house.sms.behaviour, house.robot.errcode = "no_key", 93000
    house.mail.behaviour = "accept"
    rows = {way: queue(house, way) for way in ("sms", "wecom", "email", "in_app")}
    assert deliver_outbox() == 2
    states = {way: present(row).state for way, row in rows.items()}
    assert states == {"sms": "waiting", "wecom": "failed", "email": "sent", "in_app": "sent"}


def test_the_duty_supervisor_hears_of_what_nobody_takes_care_of(house: House) -> None:
    house.robot.errcode = 93000
    row = queue(house, "wecom")
    deliver_outbox()
    now = clock.now()
    assert watch_undelivered(now) == 1
    assert watch_undelivered(now) == 1
    deliver_outbox()
    told = select(InboxMessage.user_id).where(InboxMessage.kind == "messages_undelivered")
    assert set(db.session.scalars(told)) == {house.cast.sunil.id, house.cast.adam.id}
    assert len(db.session.scalars(told).all()) == 2, "once a day"
    with unit_of_work():
        assert outbox.take_care([row.id], house.cast.sunil.id) == 1
    assert watch_undelivered(now) == 0


def test_a_failed_message_is_given_up_with_a_reason_and_leaves_the_list(house: House) -> None:
    house.robot.errcode = 93000
    row = queue(house, "wecom")
    deliver_outbox()
    with unit_of_work():
        assert outbox.give_up([row.id], house.cast.sunil.id, "已当面告知。") == 1
    assert present(row).state == "given_up"
    assert row.closing_words == "已当面告知。"
    assert not listed(row)
    with unit_of_work():
        assert outbox.retry_failed([row.id], clock.now()) == 0


def test_what_still_waits_cannot_be_given_up(house: House) -> None:
    row = queue(house, "sms")
    with unit_of_work():
        db.session.execute(update(OutboxMessage).values(error="HTTP 500"))
    with unit_of_work():
        assert outbox.give_up([row.id], house.cast.sunil.id, "…") == 0
