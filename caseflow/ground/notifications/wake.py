"""Waking the delivery of messages and web hooks: a courtesy, for a sweeper looks every minute."""

from __future__ import annotations

import time

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry as NoRetry
from rq import Queue, Retry
from rq.serializers import JSONSerializer

from caseflow.ground.config import settings

log = structlog.get_logger()

QUEUE = "urgent"
JOB = "workers.jobs.messages.deliver_outbox"
FLAG = "caseflow:outbox:woken"
"""Set while a delivery job waits in the queue, so that a thousand acts wake it once."""
HOOKS_JOB = "workers.jobs.webhooks.deliver_hooks"
HOOKS_FLAG = "caseflow:hooks:woken"
"""The same for web hooks."""

_PATIENCE_S = 0.5
_REST_S = 5.0
_resting_until = 0.0
_clients: dict[str, Redis] = {}


def _client(url: str) -> Redis:
    if url not in _clients:
        _clients[url] = Redis.from_url(
            url,
            socket_connect_timeout=_PATIENCE_S,
            socket_timeout=_PATIENCE_S,
            retry=NoRetry(NoBackoff(), 0),
        )
    return _clients[url]


def wake_delivery() -> None:
    """Enqueue the delivery of the outbox unless it waits already; see `_wake`."""
    _wake(JOB, FLAG)


def wake_hooks() -> None:
    """Enqueue the delivery of web hooks unless it waits already; see `_wake`."""
    _wake(HOOKS_JOB, HOOKS_FLAG)


def _wake(job: str, flag: str) -> None:
    """Enqueue a delivery job unless its flag says that it waits.

    With Redis away this costs at most half a second, then nothing for five seconds; it is logged
    and swallowed, for the act is committed and its messages stand in the outbox.
    """
    global _resting_until
    url = settings().redis_url
    if url is None or time.monotonic() < _resting_until:
        return
    try:
        connection = _client(url)
        if connection.set(flag, "1", nx=True, ex=30):
            queue = Queue(QUEUE, connection=connection, serializer=JSONSerializer)
            queue.enqueue(
                job, job_timeout=300, result_ttl=60, failure_ttl=86400, retry=Retry(max=2)
            )
    except (RedisError, OSError) as error:
        _resting_until = time.monotonic() + _REST_S
        log.warning("delivery not woken, the sweeper will", error=type(error).__name__)


def note_awake(flag: str = FLAG) -> None:
    """Say that delivery has begun: rows committed from now on wake it again."""
    url = settings().redis_url
    if url is None:
        return
    try:
        _client(url).delete(flag)
    except (RedisError, OSError) as error:
        log.warning("wake flag not cleared", error=type(error).__name__)
