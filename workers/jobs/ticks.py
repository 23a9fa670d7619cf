"""Running a periodic job once per planned time, whoever else believes it is due."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import structlog
from rq import get_current_job
from rq.utils import import_attribute
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.jobs.models import JobTick
from caseflow.ground.jobs.queues import RETRIES
from caseflow.ground.unit_of_work import unit_of_work
from workers.schedule import Job, by_name

log = structlog.get_logger()

KEEP_DAYS = 30


def run_scheduled(name: str, planned_at: str) -> int | None:
    """Run the periodic job `name` for its planned time (ISO, UTC) and return its count.

    Returns None when that run is someone else's: it is done, or under way within its limit.
    """
    job = by_name(name)
    tick_id = _claim(job, datetime.fromisoformat(planned_at), _was_killed())
    if tick_id is None:
        return None
    db.session.info["origin"] = f"job:{name}"
    started = time.monotonic()
    try:
        count = int(import_attribute(job.function)())
    except Exception as error:
        db.session.rollback()
        _finish(tick_id, "failed", 0, repr(error))
        raise
    _finish(tick_id, "done", count, None)
    took_ms = round((time.monotonic() - started) * 1000)
    # Most minutes have nothing to do, and say nothing: what is worth reading stays in view.
    say = log.info if count else log.debug
    say("job", name=name, planned_at=planned_at, count=count, took_ms=took_ms)
    return count


def forget_ticks() -> int:
    """Delete the ticks of more than thirty days ago; returns how many."""
    with unit_of_work():
        old = JobTick.planned_at < clock.now() - timedelta(days=KEEP_DAYS)
        return db.session.connection().execute(delete(JobTick).where(old)).rowcount


def _was_killed() -> bool:
    """Return whether this is a job's second start: the first one died under way."""
    job = get_current_job()
    return job is not None and job.retries_left is not None and job.retries_left < RETRIES


def _claim(job: Job, planned_at: datetime, was_killed: bool) -> int | None:
    """Return the id of the tick if it is ours to run: new, or left unfinished by the dead."""
    tick = JobTick(name=job.name, planned_at=planned_at, started_at=clock.now(), outcome="running")
    try:
        with unit_of_work():
            db.session.add(tick)
            db.session.flush()
            return tick.id
    except IntegrityError:
        return _take_over(job, planned_at, was_killed)


def _take_over(job: Job, planned_at: datetime, was_killed: bool) -> int | None:
    now = clock.now()
    stale = JobTick.started_at < now - timedelta(seconds=0 if was_killed else job.limit_s)
    wanted = (
        update(JobTick)
        .where(JobTick.name == job.name, JobTick.planned_at == planned_at)
        .where(JobTick.outcome != "done", stale)
        .values(started_at=now, outcome="running")
        .returning(JobTick.id)
    )
    with unit_of_work():
        return db.session.scalar(wanted)


def _finish(tick_id: int, outcome: str, count: int, error: str | None) -> None:
    with unit_of_work():
        db.session.execute(
            update(JobTick)
            .where(JobTick.id == tick_id)
            .values(outcome=outcome, item_count=count, error=error, finished_at=clock.now())
        )
