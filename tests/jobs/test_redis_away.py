"""Redis hung, killed and started empty while people work: nothing is lost, nothing is said twice.

The whole installation runs (`caseflow up`): web, workers, scheduler. On SQLite it keeps its own
Redis alive; on PostgreSQL it uses one of the office, which forgets everything when it dies.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import func, select

from caseflow.core.audit.verify import verify
from caseflow.core.cases.models import Case
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import InboxMessage, OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from tests import servers
from tests.cast import make_cast, present_cast, unit
from tests.factories import case_in
from tests.jobs.test_runtime import children_of, running
from tests.jobs.web_client import WebClient
from tests.receivers import MailReceiver
from tests.soak import rounds

CLIENTS = 3
AWAY_S = 2.0
ACTS = 5  # before and after each time that Redis is away
CASES = 30  # for each of these spells


class OfficeRedis:
    """A Redis of the office's own, on one port, that keeps nothing when it dies."""

    def __init__(self) -> None:
        self.port = servers.free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        program = shutil.which("redis-server")
        if program is None:
            servers.missing("Redis")
        options = f"--bind 127.0.0.1 --port {self.port} --appendonly no --save"
        process = subprocess.Popen(
            servers.dying_with_us([str(program), *options.split(), ""], "KILL"),
            stdout=subprocess.DEVNULL,
        )
        with Redis.from_url(self.url) as client:
            servers.wait_until(lambda: servers.redis_answers(client), what="Redis answering")
        return process

    def hang(self) -> None:
        """Let it take connections and answer nobody."""
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(AWAY_S)
        self.process.send_signal(signal.SIGCONT)

    def die(self) -> None:
        """Kill it, and start an empty one on the same port."""
        self.process.kill()
        self.process.wait()
        time.sleep(AWAY_S)
        self.process = self._start()


class EmbeddedRedis:
    """The Redis that `caseflow up` started, which it starts again with what was on disk."""

    def __init__(self, parent: int) -> None:
        self.parent = parent

    @property
    def pid(self) -> int:
        """Its process; one that died often is started again after a growing rest."""
        found: list[int] = []

        def is_there() -> bool:
            """Look once: a process that is just starting changes its words between two looks."""
            commands = children_of(self.parent).items()
            found[:] = [pid for pid, command in commands if "valkey-server" in command]
            return bool(found)

        servers.wait_until(is_there, 60, "the embedded Redis being started again")
        return found[0]

    def hang(self) -> None:
        pid = self.pid
        os.kill(pid, signal.SIGSTOP)
        time.sleep(AWAY_S)
        os.kill(pid, signal.SIGCONT)

    def die(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        time.sleep(AWAY_S)


@pytest.fixture
def office(make_app: Callable[..., Flask], mail: MailReceiver) -> Iterator[Flask]:
    """This test's data in this process, with its people."""
    app = make_app(CASEFLOW_SMTP_HOST=mail.host, CASEFLOW_SMTP_PORT=str(mail.port))
    with app.app_context():
        with unit_of_work():
            make_cast()
        yield app


@pytest.fixture
def installation(
    office: Flask, database_url: str, mail: MailReceiver, tmp_path: Path
) -> Iterator[tuple[str, Any]]:
    """The address of everything as one installation, and its Redis."""
    redis = None if database_url.startswith("sqlite") else OfficeRedis()
    env = servers.environment(
        tmp_path / "home",
        DATABASE_URL=database_url,
        CASEFLOW_PORT=str(servers.free_port()),
        CASEFLOW_DEMO="0",
        CASEFLOW_ARGON2_MEMORY_KIB="64",
        CASEFLOW_SMTP_HOST=mail.host,
        CASEFLOW_SMTP_PORT=str(mail.port),
        CASEFLOW_OUTBOX_LEASE_S="12",  # two seconds an answer of the mail server: it is we, busy
        CASEFLOW_OUTBOX_RETRY_S="1",
        **({"REDIS_URL": redis.url} if redis else {}),
    )
    address = f"http://127.0.0.1:{env['CASEFLOW_PORT']}"
    with running(env, tmp_path / "log") as process:
        servers.wait_until(lambda: servers.answers(f"{address}/readyz"), 120, "readiness")
        yield address, redis or EmbeddedRedis(process.pid)
    if redis:
        servers.stop(redis.process, signal.SIGKILL)


class Load:
    """People assigning case after case, each in a browser of their own, until told to stop."""

    def __init__(self, address: str, case_ids: list[int]) -> None:
        self.address, self.waiting = address, iter(case_ids)
        self.lock, self.ending = threading.Lock(), threading.Event()
        self.answered = self.allowed = 0
        self.form = {"unit_id": unit("squad-1").id, "assignee_id": present_cast().farid.id}

    def next_case(self) -> int | None:
        with self.lock:
            if not self.allowed:
                return None
            self.allowed -= 1
            return next(self.waiting)

    def work(self) -> list[tuple[int, int | None]]:
        """Return each case with the status that its assignment was answered by."""
        client, done = WebClient(self.address), []
        client.sign_in("dong")
        while not self.ending.is_set():
            if (case_id := self.next_case()) is None:
                time.sleep(0.1)
                continue
            form = {**self.form, "words": "", "version": 2}
            path = f"/cases/{case_id}/assign"
            client.get(path)
            done.append((case_id, client.post(path, form)))
            with self.lock:
                self.answered += 1
            time.sleep(0.1)
        return done

    def go_on(self) -> None:
        """Wait until ACTS more assignments are answered, however slow the machine is.

        Each call allows CASES more, and no call means no more: the embedded Redis rests
        for long when it has died often, and a quick machine would run out of cases.
        """
        with self.lock:
            self.allowed += CASES
            enough = self.answered + ACTS
        servers.wait_until(lambda: self.answered >= enough, 60, "people going on with their work")


def sign_in_later(address: str) -> None:
    """Sign in at a moment at which Redis is away."""
    time.sleep(AWAY_S / 4)
    WebClient(address).sign_in("olga")


@pytest.mark.soak
def test_redis_may_go_and_come_while_people_work(
    office: Flask, installation: tuple[str, Any], mail: MailReceiver
) -> None:
    address, redis = installation
    turns = rounds(sample=1, full=10)
    ids = [case_in("accepted").id for _nth in range(4 * CASES * turns)]
    assert {case.version for case in db.session.scalars(select(Case))} == {2}
    before = db.session.scalar(select(func.max(OutboxMessage.id))) or 0
    db.session.rollback()
    load = Load(address, ids)
    with ThreadPoolExecutor(CLIENTS) as pool, ThreadPoolExecutor(1) as door:
        people: list[Future[list[tuple[int, int | None]]]] = [
            pool.submit(load.work) for _nth in range(CLIENTS)
        ]
        try:
            for _turn in range(turns):
                # Somebody signs in, with rate limits, while Redis is away.
                for away in (redis.hang, redis.die):
                    load.go_on()
                    late = door.submit(sign_in_later, address)
                    away()
                    late.result(30)
                    load.go_on()
        finally:
            load.ending.set()
        answered = [pair for person in people for pair in person.result(60)]
    assert {status for _case, status in answered} == {303}
    _check_all_told([case_id for case_id, _status in answered], before, mail)
    assert verify().is_intact


def _check_all_told(assigned: list[int], before: int, mail: MailReceiver) -> None:
    """Every assignment was told of once in-app and once by mail, when Redis is back."""

    def told() -> Counter[int]:
        db.session.rollback()
        rows = select(InboxMessage.case_id).where(InboxMessage.kind == "case_assigned")
        return Counter(found for found in db.session.scalars(rows) if found is not None)

    def waiting() -> int:
        db.session.rollback()
        rows = select(func.count()).where(OutboxMessage.id > before, OutboxMessage.state != "sent")
        return db.session.scalar(rows) or 0

    # The next minute of the scheduler sends what was queued while it was away; the one after that,
    # what the mail server did not take.
    servers.wait_until(lambda: waiting() == 0, 200, "the outbox becoming empty")
    assert told() == Counter(assigned)
    states = db.session.scalars(select(Case.state).where(Case.id.in_(assigned)))
    assert set(states) == {"assigned"}
    to_farid = (one for one in mail.messages if "farid@example.test" in one.recipients)
    ids = Counter(message.message_id for message in to_farid)
    assert set(ids.values()) == {1}
    assert len(ids) == len(assigned)
