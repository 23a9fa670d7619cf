"""Waking the writer of the static bundle: a courtesy that may fail, for it looks every minute."""

from __future__ import annotations

import structlog
from redis.exceptions import RedisError

from caseflow.ground.errors import CaseflowError
from caseflow.ground.jobs.queues import DEFAULT, enqueue
from caseflow.ground.unit_of_work import after_commit

log = structlog.get_logger()

JOB = "workers.jobs.outlets.write_site"
JOB_LIMIT_S = 900


def wake_site_after_commit() -> None:
    """Have the bundle written once the present change of a published page is committed."""
    after_commit("wake site", _wake_site)


def _wake_site() -> None:
    try:
        enqueue(DEFAULT, JOB, limit_s=JOB_LIMIT_S)
    except (RedisError, CaseflowError) as error:
        log.warning("site not woken, the sweeper will", error=type(error).__name__)
