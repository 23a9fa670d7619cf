"""Waking the worker that publishes: a courtesy that may fail, for a sweeper looks every minute."""

from __future__ import annotations

import structlog
from redis.exceptions import RedisError

from caseflow.ground.errors import CaseflowError
from caseflow.ground.jobs.queues import DEFAULT, enqueue

log = structlog.get_logger()

JOB = "workers.jobs.publication.publish_approved"
JOB_LIMIT_S = 300


def wake_publishing() -> None:
    """Ask a worker to look now; with Redis away the periodic job finds what was approved."""
    try:
        enqueue(DEFAULT, JOB, limit_s=JOB_LIMIT_S)
    except (RedisError, CaseflowError) as error:
        log.warning("publishing not woken, the sweeper will", error=type(error).__name__)
