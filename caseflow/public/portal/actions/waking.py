"""Waking the worker of the portal: a courtesy that may fail, for a sweeper looks every minute."""

from __future__ import annotations

import structlog
from redis.exceptions import RedisError

from caseflow.ground.errors import CaseflowError
from caseflow.ground.jobs.queues import URGENT, enqueue

log = structlog.get_logger()

JOB = "workers.jobs.portal.work_off_portal"
JOB_LIMIT_S = 300


def wake_portal() -> None:
    """Ask a worker to look now; with Redis away the periodic job finds what came in."""
    try:
        enqueue(URGENT, JOB, limit_s=JOB_LIMIT_S)
    except (RedisError, CaseflowError) as error:
        log.warning("portal not woken, the sweeper will", error=type(error).__name__)
