"""The clock of periodic jobs: RQ's cron over `schedule.py`, in the authority's time.

Two of these may run: each planned time is claimed by a row. What was missed while none ran is
looked up at the start.
"""

from __future__ import annotations

import os
import signal
import time
from datetime import UTC, datetime
from typing import Any

import structlog
from croniter import croniter
from redis import Redis
from redis.exceptions import RedisError
from rq.cron import CronJob, CronScheduler

from caseflow import create_app
from caseflow.ground import clock
from caseflow.ground.jobs.queues import connection, enqueue
from workers.jobs.ticks import run_scheduled
from workers.schedule import SCHEDULE, Job

log = structlog.get_logger()
REST_S = 2.0
RUN = f"{run_scheduled.__module__}.{run_scheduled.__name__}"


def plan(job: Job, planned_at: datetime, client: Redis) -> str:
    """Put one run of `job` into its queue."""
    moment = planned_at.astimezone(UTC).replace(microsecond=0).isoformat()
    return enqueue(job.queue, RUN, job.name, moment, limit_s=job.limit_s, client=client)


def last_planned(job: Job, now: datetime) -> datetime:
    """Return the latest instant (UTC) not after `now` at which `job` should have run."""
    found: datetime = croniter(job.cron, clock.local(now)).get_prev(datetime)
    return found.astimezone(UTC)


def catch_up(client: Redis, now: datetime) -> None:
    """Plan the last run of every job again: one that was done already is recognised as done."""
    for job in SCHEDULE:
        plan(job, last_planned(job, now), client)


class PlannedJob(CronJob):
    """RQ's cron row, enqueued as JSON with its planned time and with retries."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.queue, func=run_scheduled, cron=job.cron, name=job.name)
        self.job = job

    def enqueue(self, connection: Redis) -> Any:
        """Plan the run whose time has come."""
        assert self.next_enqueue_time is not None
        return plan(self.job, self.next_enqueue_time, connection)


class Scheduler(CronScheduler):
    """RQ's cron loop over the table."""

    def __init__(self, client: Redis) -> None:
        super().__init__(client, logging_level="WARNING")
        self._cron_jobs = [PlannedJob(job) for job in SCHEDULE]


def schedule() -> None:
    """Plan the periodic jobs until told to stop; RQ's cron reads the process's local time."""
    os.environ["TZ"] = clock.ZONE.key
    time.tzset()
    with create_app().app_context():
        while _plan_until_redis_goes(connection()):
            time.sleep(REST_S)


def _plan_until_redis_goes(client: Redis) -> bool:
    """Plan until told to stop; return whether it was Redis's absence that ended it."""
    try:
        catch_up(client, clock.now())
        Scheduler(client).start()  # type: ignore[no-untyped-call]  # RQ's own
    except (RedisError, OSError) as error:
        log.warning("no Redis to plan in, trying again", error=type(error).__name__)
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, signal.SIG_DFL)  # RQ's own handlers raise, also outside its loop.
        return True
    return False
