"""The checks of `caseflow doctor`: one question each, answered by a level and a sentence."""

from __future__ import annotations

import shutil
import socket
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from redis import Redis
from rq.cron import CronScheduler
from sqlalchemy import func, select, text

from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.replies.queries.answers import closed_without_answer
from caseflow.ground import clock, probes, schema
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import QUEUES, queue
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.storage.places import Bucket, place
from caseflow.public.portal.actions.watching import unregistered, unsettled

LEAST_REDIS = (6, 2)
LATE_QUEUE = timedelta(minutes=15)
LATE_OUTBOX = timedelta(minutes=15)
SILENT_SCHEDULER = timedelta(minutes=3)
CALENDAR_ERROR_FROM = (12, 15)
"""The State Council publishes in autumn; from this day on a missing list is an error."""
CLOCK_TOLERANCE_S = 5.0
MEGABYTE = 1024 * 1024


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor."""

    name: str
    level: Level
    words: str


Answer = tuple[Level, str]
Check = Callable[[], Answer]


def database() -> Answer:
    """Whether the database answers, and which one it is."""
    shown = db.engine.url.render_as_string(hide_password=True)
    version = "sqlite_version()" if settings().is_sqlite else "current_setting('server_version')"
    found = db.session.scalar(text(f"SELECT {version}"))
    return Level.OK, f"{db.engine.dialect.name} {found} at {shown}"


def migrations() -> Answer:
    """Whether the schema is the program's own."""
    current = schema.current_revision()
    if schema.is_newer_than_code():
        return Level.ERROR, f"the database ({current}) is newer than the program"
    if not schema.is_current():
        return Level.ERROR, f"the database is at {current}; `caseflow up` brings it up to date"
    return Level.OK, f"at {current}, the newest"


def redis() -> Answer:
    """Whether Redis answers and throws no job away."""
    client = _redis()
    version = str(_plain(client.info("server"))["redis_version"])
    if tuple(int(part) for part in version.split(".")[:2]) < LEAST_REDIS:
        return Level.ERROR, f"version {version} is older than 6.2"
    policy = _plain(client.info("memory")).get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        return Level.WARNING, f"version {version} may throw jobs away: maxmemory-policy is {policy}"
    return Level.OK, f"version {version} answers"


def workers() -> Answer:
    """Whether a worker gave a sign of life lately."""
    count = probes.live_workers(_redis())
    return (Level.OK, f"{count} alive") if count else (Level.ERROR, "no worker is alive")


def scheduler() -> Answer:
    """Whether the clock of periodic jobs gave a sign of life lately."""
    beats = [one.last_heartbeat for one in CronScheduler.all(_redis())]
    latest = max((beat for beat in beats if beat is not None), default=None)
    if latest is None or clock.now() - latest > SILENT_SCHEDULER:
        return Level.ERROR, "no scheduler is alive: reminders are not looked for"
    return Level.OK, f"alive at {clock.local(latest):%H:%M:%S}"


def queues() -> Answer:
    """Whether a job waits too long, or has failed."""
    client = _redis()
    oldest, failed = timedelta(), 0
    for name in QUEUES:
        waiting = queue(name, client)
        failed += waiting.failed_job_registry.count
        first = next(iter(waiting.get_jobs(0, 1)), None)
        if first is not None and first.enqueued_at is not None:
            oldest = max(oldest, clock.now() - first.enqueued_at)
    if oldest > LATE_QUEUE:
        return Level.ERROR, f"a job has waited {_minutes(oldest)}"
    if failed:
        return Level.WARNING, f"{failed} jobs have failed; `rq info` lists them"
    return Level.OK, "nothing waits long"


def outbox() -> Answer:
    """Whether a message waits too long or could not be delivered."""
    now = clock.now()
    late = _count(OutboxMessage.state == "waiting", OutboxMessage.available_at < now - LATE_OUTBOX)
    failed = _count(OutboxMessage.state == "failed")
    if late:
        return Level.ERROR, f"{late} messages have been due for more than {_minutes(LATE_OUTBOX)}"
    if failed:
        return Level.WARNING, f"{failed} messages could not be delivered"
    return Level.OK, "every message that is due was sent"


def storage() -> Answer:
    """Whether files can be kept, and how much room there is."""
    folder = settings().home / "files"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"written by caseflow doctor")
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < 200:
        return Level.ERROR, f"only {free} MB are free for {folder}"
    level = Level.WARNING if free < 2048 else Level.OK
    bucket = place()
    if isinstance(bucket, Bucket):
        address = settings().files_address
        if not bucket.is_there():
            return Level.ERROR, f"{address}: there is no such bucket"
        return level, f"{address} answers; {folder} can be written, {free} MB free"
    return level, f"{folder} can be written, {free} MB free"


def keys() -> Answer:
    """Whether the keys are there, and nobody else's to read."""
    found = settings()
    later = found.bureau_keys_file
    for path in (found.secret_file, found.seal_keys_file, found.audit_key_file, later):
        if path == later and not path.exists():
            continue  # It is made when the first tablet asks for it.
        if not path.exists():
            return Level.ERROR, f"{path} is missing"
        if path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            return Level.WARNING, f"{path} can be read by others; chmod 600 it"
    return Level.OK, "there, and readable by their owner only"


def calendar() -> Answer:
    """Whether the State Council's list of the coming year is imported."""
    return calendar_answer(clock.today(), set(current_calendar().official_years))


def calendar_answer(today: date, official_years: set[int]) -> Answer:
    """Return what the calendar check says on `today`."""
    if today.year not in official_years:
        return Level.ERROR, f"the working days of {today.year} are provisional: import the list"
    if today.year + 1 in official_years:
        return Level.OK, f"official up to {max(official_years)}"
    late = (today.month, today.day) >= CALENDAR_ERROR_FROM
    words = f"the working days of {today.year + 1} are provisional until its list is imported"
    return (Level.ERROR if late else Level.WARNING), words


def mail() -> Answer:
    """Whether reminders can leave by e-mail."""
    host, port = settings().smtp_host, settings().smtp_port
    if host is None:
        return Level.WARNING, "no mail server is set (CASEFLOW_SMTP_HOST): reminders stay in-app"
    with socket.create_connection((host, port), timeout=5):
        return Level.OK, f"{host}:{port} answers; letters come from {settings().smtp_from}"


def clocks() -> Answer:
    """Whether this machine's clock agrees with those of the database and of Redis."""
    for name, other in _other_clocks():
        apart = abs((clock.now() - other).total_seconds())
        if apart > CLOCK_TOLERANCE_S:
            return Level.ERROR, f"{name}'s clock is {apart:.0f} s away from this machine's"
    return Level.OK, f"{clock.local(clock.now()):%Y-%m-%d %H:%M:%S} {clock.ZONE.key}"


def answers() -> Answer:
    """Whether every petition of a closed case has its reply, or the record that none can be."""
    bare = closed_without_answer()
    if bare:
        return Level.ERROR, f"closed without an answer: {', '.join(bare[:5])} ({len(bare)})"
    return Level.OK, "every closed case has answered its petitions"


def portal() -> Answer:
    """Whether everything that came in on the website was worked off."""
    numbers, requests = unregistered(clock.now()), unsettled(clock.now())
    found = []
    if numbers:
        found.append(f"not registered: {', '.join(numbers[:5])} ({len(numbers)})")
    if requests:
        found.append(f"ratings, further words and requests for a code not done: {requests}")
    if found:
        return Level.ERROR, (
            f"{'; '.join(found)}; if they are sealed to a key that is gone, bring the key back "
            "(see keys)"
        )
    return Level.OK, "everything handed in on the website is registered"


def secure_context() -> Answer:
    """Whether tablets get the https that working offline needs."""
    if settings().is_secure_context:
        return Level.OK, "tablets reach /field/ over https"
    return Level.WARNING, (
        "/field/ has no secure context, so tablets cannot work offline: give CASEFLOW_TLS_CERT "
        "and _KEY, or CASEFLOW_PUBLIC_URL=https://… behind a reverse proxy"
    )


CHECKS: tuple[tuple[str, Check], ...] = (
    ("database", database),
    ("migrations", migrations),
    ("redis", redis),
    ("workers", workers),
    ("scheduler", scheduler),
    ("queues", queues),
    ("outbox", outbox),
    ("storage", storage),
    ("keys", keys),
    ("calendar", calendar),
    ("mail", mail),
    ("clock", clocks),
    ("answers", answers),
    ("portal", portal),
    ("secure context", secure_context),
)


def examine() -> Iterator[Finding]:
    """Yield what each check finds; one that breaks is itself a finding."""
    for name, check in CHECKS:
        try:
            level, words = check()
        except Exception as error:
            # Whatever breaks here is what the doctor was asked about.
            db.session.rollback()
            level, words = Level.ERROR, (str(error).strip() or type(error).__name__)
        yield Finding(name, level, words.partition("\n")[0])


def _redis() -> Redis:
    client = probes.redis_client()
    if client is None:
        raise ConnectionError("no Redis is known: `caseflow up` does not run, REDIS_URL is not set")
    client.ping()
    return client


def _plain(answer: Any) -> dict[str, Any]:
    assert isinstance(answer, dict)
    return answer


def _count(*conditions: Any) -> int:
    return db.session.scalar(select(func.count(OutboxMessage.id)).where(*conditions)) or 0


def _minutes(span: timedelta) -> str:
    return f"{round(span.total_seconds() / 60)} min"


def _other_clocks() -> Iterator[tuple[str, datetime]]:
    if not settings().is_sqlite:
        answer = db.session.scalar(text("SELECT clock_timestamp()"))
        assert isinstance(answer, datetime)
        yield "the database", answer
    client = probes.redis_client()
    if probes.redis_answers(client):
        assert client is not None
        seconds, micros = client.time()
        away_s = seconds + micros / 1e6 - time.time()
        yield "Redis", clock.now() + timedelta(seconds=away_s)
