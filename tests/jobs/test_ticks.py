"""Periodic jobs: each planned time is run once, and not lost when its runner dies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from croniter import croniter
from flask import Flask
from redis import Redis
from rq.utils import import_attribute
from sqlalchemy import select, text

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.jobs.models import JobTick
from caseflow.ground.jobs.queues import QUEUES, connection, queue
from caseflow.ground.unit_of_work import unit_of_work
from workers import scheduler
from workers.jobs import ticks
from workers.schedule import SCHEDULE, by_name
from workers.worker import make_worker

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize("job", SCHEDULE, ids=lambda job: job.name)
def test_every_row_of_the_schedule_can_run(job: Any) -> None:
    assert callable(import_attribute(job.function))
    assert croniter.is_valid(job.cron)
    assert job.queue in QUEUES
    assert job.limit_s > 0
    assert job.why.endswith(tuple("abcdefghijklmnopqrstuvwxyz"))


def test_the_names_of_jobs_are_unique() -> None:
    assert len({job.name for job in SCHEDULE}) == len(SCHEDULE)


def tick() -> JobTick:
    db.session.expire_all()
    return db.session.scalars(select(JobTick)).one()


def test_a_planned_time_is_run_once(db_session: Any) -> None:
    assert ticks.run_scheduled("forget_ticks", NOON.isoformat()) == 0
    assert ticks.run_scheduled("forget_ticks", NOON.isoformat()) is None
    assert tick().outcome == "done"
    assert tick().finished_at is not None


def test_a_run_that_is_under_way_is_left_alone(db_session: Any) -> None:
    job = by_name("forget_ticks")
    assert ticks._claim(job, NOON, was_killed=False) is not None
    assert ticks._claim(job, NOON, was_killed=False) is None


def test_a_run_whose_worker_was_killed_is_taken_over_at_once(db_session: Any) -> None:
    job = by_name("forget_ticks")
    first = ticks._claim(job, NOON, was_killed=False)
    assert ticks._claim(job, NOON, was_killed=True) == first


def test_a_run_that_never_ended_is_taken_over_after_its_limit(db_session: Any) -> None:
    job = by_name("forget_ticks")
    with clock.pretend(clock.now() - timedelta(seconds=job.limit_s + 1)):
        first = ticks._claim(job, NOON, was_killed=False)
    assert ticks._claim(job, NOON, was_killed=False) == first


def test_a_run_that_failed_says_why(db_session: Any) -> None:
    with unit_of_work():
        db_session.execute(text("DROP TABLE inbox_messages"))
        db_session.execute(text("DROP TABLE outbox_messages"))
    with pytest.raises(Exception, match="outbox_messages"):
        ticks.run_scheduled("deliver_outbox", NOON.isoformat())
    assert tick().outcome == "failed"
    assert "outbox_messages" in str(tick().error)


def test_old_ticks_are_forgotten(db_session: Any) -> None:
    with clock.pretend(clock.now() - timedelta(days=31)):
        ticks.run_scheduled("write_head", clock.now().isoformat())
    assert ticks.run_scheduled("forget_ticks", clock.now().isoformat()) == 1


def test_the_last_planned_time_is_counted_in_the_office_s_hours() -> None:
    before = scheduler.last_planned(by_name("write_head"), NOON)
    assert before.astimezone(ZoneInfo("Asia/Shanghai")).isoformat() == "2026-11-23T23:50:00+08:00"


def test_a_worker_runs_what_was_missed_and_two_schedulers_run_it_once(
    app: Flask, redis_url: str
) -> None:
    with app.app_context():
        for _number in range(2):
            scheduler.catch_up(connection(), NOON)
    make_worker(app, QUEUES).work(burst=True, logging_level="ERROR")
    with app.app_context():
        rows = db.session.execute(select(JobTick.name, JobTick.outcome)).all()
        assert sorted(rows) == sorted((job.name, "done") for job in SCHEDULE)
        assert sum(queue(name).failed_job_registry.count for name in QUEUES) == 0


def test_rq_s_cron_plans_runs_as_json(app: Flask, redis_url: str) -> None:
    with app.app_context(), Redis.from_url(redis_url) as client:
        clockwork = scheduler.Scheduler(client)
        planned = next(one for one in clockwork.get_jobs() if one.name == "deliver_outbox")
        planned.next_enqueue_time = NOON
        clockwork.enqueue_jobs()
        waiting = queue("urgent", client).get_jobs()
        assert [list(job.args) for job in waiting] == [["deliver_outbox", NOON.isoformat()]]
        assert planned.next_enqueue_time > clock.now()
        clockwork.save()
