"""SIGKILL at ten points of sending a reminder and of performing a transition, on both databases.

After each kill everything must be whole: the act is there with history, clocks and messages, or not
at all; and once a new process runs, every reminder is shown once and mailed under one Message-ID.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.audit.verify import verify
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import enqueue
from caseflow.ground.notifications.models import InboxMessage, OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests import servers
from tests.cast import make_cast, present_cast, unit
from tests.factories import case_in, do
from tests.jobs.web_client import WebClient
from tests.jobs.working import worker
from tests.receivers import MailReceiver
from tests.soak import rounds, seed

_SWEEP = "caseflow.core.messages.sweep"
_GROUND = "caseflow.ground.notifications"
_ACTS = "caseflow.core.cases.actions.perform"
_STEPS = "caseflow.core.cases.views.steps"

SENDING = (
    f"{_SWEEP}:_running:before",  # nothing is read yet
    f"{_SWEEP}:_people:after",  # the people are known, nothing is written
    f"{_SWEEP}:queue_messages:before",  # the reminder is recorded, its message is not
    f"{_SWEEP}:queue_messages:after",  # both are, nothing is committed
    f"{_GROUND}.outbox:wake_delivery:before",  # committed, nobody is woken
    f"{_GROUND}.channels.in_app:insert_new:before",  # marked as sent, not yet shown
    f"{_GROUND}.delivery:_send:before",  # the e-mail is claimed
    f"{_GROUND}.channels.email:EmailSender.send:after",  # the server has it, we know nothing
    f"{_GROUND}.outbox:record_sent:after",  # recorded, not committed
    f"{_GROUND}.delivery:_send:after",  # committed, the job is not acknowledged
)
MAY_REPEAT = {
    f"{_GROUND}.channels.email:EmailSender.send:after",
    f"{_GROUND}.outbox:record_sent:after",
}
"""Between the server's acceptance and our record of it: the same e-mail may go out again."""

PERFORMING = (
    f"{_STEPS}:perform:before",
    f"{_ACTS}:claim_version:before",
    f"{_ACTS}:claim_version:after",
    f"{_ACTS}:situation_of:after",
    f"{_ACTS}:move_clocks:before",
    f"{_ACTS}:move_clocks:after",
    f"{_ACTS}:append_event:after",
    f"{_STEPS}:perform:after",  # all is written, nothing is committed
    f"{_GROUND}.outbox:wake_delivery:before",  # committed, nobody is woken
    f"{_STEPS}:redirect:before",  # committed and woken, no answer given
)
COMMITTED = set(PERFORMING[-2:])


@pytest.fixture
def installation(environment: dict[str, str], mail: MailReceiver, tmp_path: Path) -> dict[str, str]:
    """The environment of every process here: short leases, a mail server of our own."""
    return servers.environment(
        tmp_path / "home",
        **environment,
        CASEFLOW_SMTP_HOST=mail.host,
        CASEFLOW_SMTP_PORT=str(mail.port),
        CASEFLOW_OUTBOX_LEASE_S="4",  # two thirds of a second an answer: the server is we, busy
        CASEFLOW_OUTBOX_RETRY_S="1",
    )


@pytest.fixture
def office(make_app: Callable[..., Flask], installation: dict[str, str]) -> Iterator[Flask]:
    """The same data in this process, with its people."""
    names = ("CASEFLOW_SMTP_HOST", "CASEFLOW_SMTP_PORT", "CASEFLOW_OUTBOX_LEASE_S")
    app = make_app(**{name: installation[name] for name in names})
    with app.app_context():
        with unit_of_work():
            make_cast()
        yield app


@pytest.fixture
def work(installation: dict[str, str]) -> Iterator[Callable[[str], str]]:
    """`work(point)`: a real worker empties the queues, or dies at the point; tells which."""
    yield from worker(installation)


def a_late_case() -> Case:
    """Return an urgent case of three weeks ago: reminders are due, at any hour."""
    with clock.pretend(clock.now() - timedelta(days=21)):
        return do(case_in("assigned"), "mark_urgent")


def minute_of_the_scheduler() -> None:
    """Enqueue what the scheduler enqueues every minute."""
    enqueue("urgent", "workers.jobs.messages.sweep_reminders")
    enqueue("urgent", "workers.jobs.messages.deliver_outbox")


def unsent() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(OutboxMessage.state != "sent")) or 0


def settle(work: Callable[[str], str]) -> None:
    """Run minutes of the scheduler until nothing waits: leases of the dead run out in between."""

    def is_quiet() -> bool:
        minute_of_the_scheduler()
        assert work("-") == "done"
        return unsent() == 0

    servers.wait_until(is_quiet, 30, "the outbox becoming empty")


@pytest.mark.soak
def test_a_worker_killed_anywhere_loses_no_reminder_and_repeats_none(
    office: Flask, work: Callable[[str], str], mail: MailReceiver
) -> None:
    chance = random.Random(seed())
    for _round in range(rounds(sample=1, full=20)):
        for point in chance.sample(SENDING, len(SENDING)):
            mail.messages.clear()
            before = db.session.scalar(select(func.max(OutboxMessage.id))) or 0
            a_late_case()
            minute_of_the_scheduler()
            assert work(point) == "killed", point
            settle(work)
            _check_round(point, mail, before)


def _check_round(point: str, mail: MailReceiver, before: int) -> None:
    db.session.rollback()
    rows = db.session.execute(
        select(OutboxMessage.id, OutboxMessage.channel, OutboxMessage.provider_id).where(
            OutboxMessage.id > before
        )
    ).all()
    shown = Counter(
        db.session.scalars(select(InboxMessage.outbox_id).where(InboxMessage.outbox_id > before))
    )
    assert shown == {row.id: 1 for row in rows if row.channel == "in_app"}, point
    assert shown, point
    mailed = Counter(message.message_id for message in mail.messages)
    assert set(mailed) == {row.provider_id for row in rows if row.channel == "email"}, point
    repeated = [count for count in mailed.values() if count > 1]
    assert len(repeated) <= (point in MAY_REPEAT), (point, mailed)


@pytest.fixture
def web(installation: dict[str, str], tmp_path: Path) -> Iterator[tuple[WebClient, Path]]:
    """A browser at a real web server, and the file in which it is told where to die."""
    order = tmp_path / "order"
    env = {**installation, "KILL_FILE": str(order)}
    for address in servers.web_server(env, "tests.jobs.killed:web()"):
        yield WebClient(address), order


def snapshot(case_id: int) -> dict[str, Any]:
    """Return all that an act writes: state, version, history, clocks and messages."""
    db.session.rollback()
    case = db.session.get_one(Case, case_id)
    clocks = db.session.scalars(
        select(Deadline.clock).where(Deadline.case_id == case_id, Deadline.stopped_at.is_(None))
    )
    acts = db.session.scalars(
        select(CaseEvent.act).where(CaseEvent.case_id == case_id).order_by(CaseEvent.seq)
    )
    messages = select(OutboxMessage.kind).where(
        OutboxMessage.case_id == case_id, OutboxMessage.kind == "case_assigned"
    )
    return {
        "state": case.state,
        "version": case.version,
        "unit": case.unit_id,
        "acts": list(acts),
        "clocks": sorted(clocks),
        "messages": len(list(db.session.scalars(messages))),
    }


@pytest.mark.soak
def test_a_web_process_killed_anywhere_leaves_an_act_whole_or_undone(
    office: Flask,
    web: tuple[WebClient, Path],
    work: Callable[[str], str],
    mail: MailReceiver,
) -> None:
    client, order = web
    client.sign_in("dong")
    form = {"unit_id": unit("squad-1").id, "assignee_id": present_cast().farid.id, "words": ""}
    chance = random.Random(seed())
    for _round in range(rounds(sample=1, full=20)):
        for point in chance.sample(PERFORMING, len(PERFORMING)):
            case = case_in("accepted")
            before = snapshot(case.id)
            path = f"/cases/{case.id}/assign"
            fields = {**form, "version": before["version"]}
            client.get(path)
            order.write_text(point)
            assert client.post(path, fields) is None, f"{point}: the server was not killed"
            _check_act(point, before, snapshot(case.id))
            client.wait_until_answering()
            again = client.post(path, fields)
            assert again == (409 if point in COMMITTED else 303), point
            _check_act(PERFORMING[-1], before, snapshot(case.id))
    settle(work)
    assert verify().is_intact
    told = db.session.execute(
        select(InboxMessage.case_id, func.count())
        .where(InboxMessage.kind == "case_assigned")
        .group_by(InboxMessage.case_id)
    ).all()
    assert {count for _case, count in told} == {1}
    assert len(told) == len(PERFORMING) * rounds(sample=1, full=20)
    ids = Counter(message.message_id for message in mail.messages)
    assert set(ids.values()) == {1}


def _check_act(point: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    if point not in COMMITTED:
        assert after == before, point
        return
    assert after == {
        "state": "assigned",
        "version": before["version"] + 1,
        "unit": unit("squad-1").id,
        "acts": [*before["acts"], "assign"],
        "clocks": sorted([*before["clocks"], "receipt"]),
        "messages": 2,
    }, point
