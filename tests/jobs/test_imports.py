"""The job of imports: run twice, at once, killed in between — each row is taken in once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import func, select, update

from caseflow.core.petitions.models import Petition
from caseflow.desk.imports.actions import batches, runs, working
from caseflow.desk.imports.actions.taking import Outcome, Target
from caseflow.desk.imports.actions.working import LEASE, MOST_LOST, work_off, work_off_runs
from caseflow.desk.imports.mapping import guess
from caseflow.desk.imports.models import ImportRun
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.storage.models import StoredFile
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast
from tests.import_files import REPLY_HEADERS, line, replied, xlsx
from tests.import_runs import at_once, present
from tests.stored import path_of

LINES = [*(line(number) for number in range(1, 24)), replied(24), line(25, 留言时间="某日")]


@pytest.fixture
def run_id(db_session: Any) -> int:
    """A started import of 24 good rows and a bad one."""
    with unit_of_work():
        people = make_cast()
        run = runs.keep_upload(xlsx(LINES, REPLY_HEADERS), "三月.xlsx", people.olga)
        runs.describe_run(run, Target("问政平台", "website", "report"), guess(REPLY_HEADERS))
        runs.start_run(run)
    return run.id


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        batches.take_in_batches,
        "__kwdefaults__",
        {
            **(batches.take_in_batches.__kwdefaults__ or {}),
            "size": 5,
        },
    )


def petition_count() -> int:
    return db.session.scalar(select(func.count()).select_from(Petition)) or 0


def assert_whole(run_id: int) -> None:
    run = present(run_id)
    assert (run.state, run.row_count, run.done_count) == ("done", 25, 24)
    assert (run.imported_count, run.already_count, run.reply_count) == (24, 0, 1)
    assert [found["row"] for found in run.rejected] == [26]
    assert petition_count() == 24


def test_starting_an_import_wakes_a_worker(run_id: int, redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        waiting = Queue("exports", connection=client, serializer=JSONSerializer)
        assert [job.func_name for job in waiting.jobs] == [runs.JOB]


def test_a_run_is_worked_off_once_however_often_the_job_runs(run_id: int) -> None:
    assert work_off_runs() == 1
    assert work_off_runs() == 0
    assert not work_off(run_id)
    assert_whole(run_id)


def test_one_message_goes_to_the_dispatcher_and_to_who_started_it(run_id: int) -> None:
    work_off_runs()
    told = db.session.scalars(select(OutboxMessage)).all()
    assert {row.kind for row in told} == {"petitions_imported"}
    assert len(told) == 2


def _dies_after(monkeypatch: pytest.MonkeyPatch, batches_done: int) -> None:
    """Let the worker die, as by SIGKILL, in the middle of a later batch."""
    real, count = working.take_in_batches.__globals__["take_entries"], [0]

    def dying(*arguments: Any) -> Outcome:
        count[0] += 1
        outcome: Outcome = real(*arguments)
        if count[0] > batches_done:
            raise SystemExit
        return outcome

    monkeypatch.setitem(working.take_in_batches.__globals__, "take_entries", dying)


@pytest.mark.parametrize("batches_done", [0, 1, 3])
def test_a_killed_worker_loses_and_repeats_nothing(
    run_id: int, monkeypatch: pytest.MonkeyPatch, batches_done: int
) -> None:
    with monkeypatch.context() as patched:
        _dies_after(patched, batches_done)
        with pytest.raises(SystemExit):
            work_off_runs()
    run = present(run_id)
    assert (run.state, run.done_count) == ("running", batches_done * 5)
    assert petition_count() == batches_done * 5
    assert work_off_runs() == 0  # The lease of the dead worker still holds.
    with clock.pretend(clock.now() + LEASE + timedelta(seconds=1)):
        assert work_off_runs() == 1
    assert_whole(run_id)


def test_a_worker_that_was_thought_dead_cannot_count_a_batch_twice(
    run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second worker takes over in the middle of the first one's batch; the first gives up."""
    real, calls = working.take_in_batches.__globals__["take_entries"], [0]

    def slow(*arguments: Any) -> Outcome:
        calls[0] += 1
        outcome: Outcome = real(*arguments)
        if calls[0] == 2:
            db.session.execute(
                update(ImportRun)
                .values(attempts=ImportRun.attempts + 1)
                .execution_options(synchronize_session=False)
            )
        return outcome

    with monkeypatch.context() as patched:
        patched.setitem(working.take_in_batches.__globals__, "take_entries", slow)
        work_off_runs()
    assert present(run_id).done_count == 5
    assert petition_count() == 5


def test_two_workers_at_once_take_each_row_once(app: Flask, run_id: int) -> None:
    at_once(app, work_off_runs)
    assert_whole(run_id)


def test_a_long_import_lets_other_work_in_between(run_id: int, redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        client.flushall()
        slices = 0
        while present(run_id).state != "done":
            work_off(run_id, until=0.0)
            slices += 1
            waiting = Queue("exports", connection=client, serializer=JSONSerializer)
            assert len(waiting.jobs) == min(slices, 4)
    assert slices == 5
    assert_whole(run_id)


def test_a_file_that_stops_every_worker_is_given_up(
    run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    with monkeypatch.context() as patched:
        _dies_after(patched, 0)
        for attempt in range(MOST_LOST):
            with clock.pretend(now + (LEASE * 2) * attempt), pytest.raises(SystemExit):
                work_off_runs()
            db.session.rollback()
        with clock.pretend(now + LEASE * 2 * MOST_LOST):
            assert work_off_runs() == 1
    run = present(run_id)
    assert run.state == "failed"
    assert run.error
    assert petition_count() == 0


def test_a_file_that_is_gone_fails_with_a_sentence(run_id: int) -> None:
    stored = db.session.get_one(StoredFile, present(run_id).file_id)
    path_of(stored.sha256).unlink()
    assert work_off_runs() == 1
    run = present(run_id)
    assert (run.state, bool(run.error)) == ("failed", True)
