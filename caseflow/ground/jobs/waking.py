"""Asking a worker to look for waiting rows now: a courtesy, for a sweeper looks anyway."""

from __future__ import annotations

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry as NoRetry
from rq import Queue, Retry
from rq.serializers import JSONSerializer

from caseflow.ground.config import settings

log = structlog.get_logger()
_PATIENCE_S = 0.5


def wake(job: str, queue: str, limit_s: int) -> None:
    """Enqueue `job`, a dotted name called without arguments.

    With Redis away this costs half a second and a line in the log, for what is to be done stands
    in the database.
    """
    url = settings().redis_url
    if url is None:
        return
    connection = Redis.from_url(
        url,
        socket_connect_timeout=_PATIENCE_S,
        socket_timeout=_PATIENCE_S,
        retry=NoRetry(NoBackoff(), 0),
    )
    try:
        with connection:
            Queue(queue, connection=connection, serializer=JSONSerializer).enqueue(
                job, job_timeout=limit_s, result_ttl=60, failure_ttl=86400, retry=Retry(max=2)
            )
    except (RedisError, OSError) as error:
        log.warning("worker not woken, the sweeper will", job=job, error=type(error).__name__)
