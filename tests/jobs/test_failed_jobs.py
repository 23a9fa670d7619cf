"""What the database refuses in a job: neither the log nor Redis holds what stood in the row."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from rq.job import Job
from sqlalchemy import Enum, insert, literal, select, text

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import DEFAULT, RETRIES, enqueue, queue
from caseflow.public.portal.models import PortalDraft
from tests import servers

SECRET = "13987654321忠州镇某某"
CONSTRAINT = "pk_portal_drafts"


def insert_twice() -> None:
    """A job that breaks a unique constraint: PostgreSQL's DETAIL shows the key."""
    row = {"key": SECRET, "version": 1, "sealed": SECRET, "saved_at": clock.now()}
    for _time in range(2):
        db.session.execute(insert(PortalDraft).values(**row))


def hide_it_behind_another() -> None:
    """A job whose error was caused by such a one."""
    try:
        insert_twice()
    except Exception as error:
        raise RuntimeError("not kept") from error


def count_words() -> None:
    """A job that gives PostgreSQL a value of the wrong kind: the very first line shows it."""
    db.session.execute(text("SELECT CAST(:words AS integer)"), {"words": SECRET})


def ask_badly() -> None:
    """A job whose words are no query of the full text search."""
    db.session.execute(text("SELECT to_tsquery('simple', :words)"), {"words": f"{SECRET} &"})


def choose_what_is_not_there() -> None:
    """A job whose value SQLAlchemy itself refuses to write."""
    db.session.execute(select(literal(SECRET, Enum("one", "two", validate_strings=True))))


SAID = {
    insert_twice: ("IntegrityError", "UniqueViolation", "23505", CONSTRAINT),
    hide_it_behind_another: ("RuntimeError: not kept", "UniqueViolation", "23505", CONSTRAINT),
    count_words: ("DataError", "NumericValueOutOfRange", "22003"),
    ask_badly: ("ProgrammingError", "SyntaxError", "42601"),
    choose_what_is_not_there: ("StatementError", "LookupError"),
}


def contents(client: Redis) -> str:
    """Return everything that a Redis keeps."""
    read: dict[bytes | str, Any] = {
        b"string": client.get,
        b"hash": client.hgetall,
        b"list": lambda key: client.lrange(key, 0, -1),
        b"set": client.smembers,
        b"zset": lambda key: client.zrange(key, 0, -1),
        b"stream": client.xrange,
    }
    return "\n".join(f"{key!r} {read[client.type(key)](key)!r}" for key in client.scan_iter())


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_value_of_a_row_that_is_refused_is_logged_or_kept(
    app: Flask, environment: dict[str, str], redis_url: str, tmp_path: Path
) -> None:
    with app.app_context():
        ids = {
            enqueue(DEFAULT, f"{__name__}.{job.__name__}"): (job.__name__, said)
            for job, said in SAID.items()
        }
        failed = queue(DEFAULT).failed_job_registry
        log = tmp_path / "worker.log"
        with log.open("wb") as out:
            worker = subprocess.Popen(
                servers.dying_with_us([sys.executable, "-m", "workers", "worker"], "KILL"),
                env=servers.environment(tmp_path / "home", **environment),
                cwd=servers.ROOT,
                stdout=out,
                stderr=out,
            )
            try:
                servers.wait_until(lambda: failed.count == len(ids), 150, "the failures")
            finally:
                servers.stop(worker, signal.SIGTERM)
        logged = log.read_text()
        with Redis.from_url(redis_url) as client:
            kept = contents(client)
            stored = {one: Job.fetch(one, client, failed.serializer) for one in ids}
    for one, (name, said) in ids.items():
        result = stored[one].latest_result()
        assert result is not None
        told = str(result.exc_string)
        assert all(word in told for word in (*said, f"{Path(__file__).name}", f"in {name}")), told
        assert told in logged, "the log tells as much"
        assert logged.count(f"job {one}: exception raised") == RETRIES + 1
        kept += told
    for words in (logged, kept):
        assert SECRET not in words
        assert SECRET.encode("unicode_escape").decode() not in words
        assert SECRET[:11] not in words
