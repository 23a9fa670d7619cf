"""Taking an import back by a worker: killed in between, run twice, at once — each case voided once.

The search of likely duplicates goes by the same leases.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import func, select, update

from caseflow.core.audit.models import CaseEvent
from caseflow.core.audit.verify import verify
from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.desk.imports.actions import following, runs, tasks
from caseflow.desk.imports.actions.following import work_off_task, work_off_tasks
from caseflow.desk.imports.actions.tasks import LEASE, LIKELY, MOST_LOST, UNDO, task_of
from caseflow.desk.imports.likely import actions as likely
from caseflow.desk.imports.models import ImportLikely, ImportTask
from caseflow.desk.imports.undo import actions as undo
from caseflow.desk.imports.undo.queries import undo_state
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast
from tests.import_files import line
from tests.import_runs import cases_of, imported, placed, present

COUNT = 23


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "BATCH", 5)


@pytest.fixture
def run_id(db_session: Any) -> int:
    """A finished import that is to be taken back; its duplicates were searched."""
    with unit_of_work():
        make_cast()
    found = imported([line(number) for number in range(1, COUNT + 1)])
    work_off_tasks()
    with unit_of_work():
        undo.ask_to_undo(runs.get_run(found), present_cast().olga, "文件发错了。")
    return found


def void_count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Case.id)).where(Case.state == State.VOID)) or 0


def act_count() -> int:
    acts = select(func.count(CaseEvent.id)).where(CaseEvent.act == "void_import")
    return db.session.scalar(acts) or 0


def the_task(run_id: int, kind: str = UNDO) -> ImportTask:
    db.session.rollback()
    task = task_of(run_id, kind)
    assert task is not None
    db.session.refresh(task)
    return task


def assert_whole(run_id: int) -> None:
    assert present(run_id).state == "undone"
    assert (void_count(), act_count()) == (COUNT, COUNT)
    task = the_task(run_id)
    assert (task.state, task.done_count, task.total_count) == ("done", COUNT, COUNT)
    assert verify().is_intact


def _dies_after(monkeypatch: pytest.MonkeyPatch, batches_done: int) -> None:
    """Let the worker die, as by SIGKILL, in the middle of a later batch."""
    real, count = following.WORK[UNDO], [0]

    def dying(task: ImportTask, case_ids: list[int]) -> dict[str, Any]:
        count[0] += 1
        done = real[0](task, case_ids)
        if count[0] > batches_done:
            raise SystemExit
        return done

    monkeypatch.setitem(following.WORK, UNDO, (dying, real[1]))


def test_asking_wakes_a_worker(run_id: int, redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        waiting = Queue("exports", connection=client, serializer=JSONSerializer)
        assert [job.func_name for job in waiting.jobs][-1] == runs.JOB


def test_it_is_done_once_however_often_the_job_runs(run_id: int) -> None:
    assert present(run_id).state == "undoing"
    assert work_off_tasks() == 1
    assert work_off_tasks() == 0
    assert not work_off_task(the_task(run_id).id)
    assert_whole(run_id)


@pytest.mark.parametrize("batches_done", [0, 2])
def test_a_killed_worker_loses_and_repeats_nothing(
    run_id: int, monkeypatch: pytest.MonkeyPatch, batches_done: int
) -> None:
    with monkeypatch.context() as patched:
        _dies_after(patched, batches_done)
        with pytest.raises(SystemExit):
            work_off_tasks()
    assert void_count() == batches_done * 5
    assert the_task(run_id).done_count == batches_done * 5
    assert present(run_id).state == "undoing"
    assert work_off_tasks() == 0  # The lease of the dead worker still holds.
    with clock.pretend(clock.now() + LEASE + timedelta(seconds=1)):
        assert work_off_tasks() == 1
    assert_whole(run_id)


def test_a_worker_that_was_thought_dead_cannot_void_a_batch_twice(
    run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second worker takes over in the middle of the first one's batch; the first gives up."""
    real, calls = following.WORK[UNDO], [0]

    def slow(task: ImportTask, case_ids: list[int]) -> dict[str, Any]:
        calls[0] += 1
        done = real[0](task, case_ids)
        if calls[0] == 2:
            db.session.execute(
                update(ImportTask)
                .where(ImportTask.kind == UNDO)
                .values(attempts=ImportTask.attempts + 1)
                .execution_options(synchronize_session=False)
            )
        return done

    with monkeypatch.context() as patched:
        patched.setitem(following.WORK, UNDO, (slow, real[1]))
        work_off_tasks()
    assert void_count() == 5
    assert the_task(run_id).done_count == 5


def test_two_workers_at_once_void_each_case_once(app: Flask, run_id: int) -> None:
    def job() -> None:
        with app.app_context():
            work_off_tasks()
            db.session.remove()

    threads = [threading.Thread(target=job) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_whole(run_id)


def test_a_long_one_lets_other_work_in_between(run_id: int) -> None:
    slices = 0
    while present(run_id).state != "undone":
        work_off_task(the_task(run_id).id, until=0.0)
        slices += 1
        assert slices < 9
    assert slices == 6  # Five batches, and the look that finds no case left.
    assert_whole(run_id)


def test_one_that_stops_every_worker_is_shown_half_done_and_goes_on_when_told(
    run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    with monkeypatch.context() as patched:
        _dies_after(patched, 1)
        with pytest.raises(SystemExit):
            work_off_tasks()
    with monkeypatch.context() as patched:
        _dies_after(patched, 0)
        for attempt in range(1, MOST_LOST):
            with clock.pretend(now + (LEASE * 2) * attempt), pytest.raises(SystemExit):
                work_off_tasks()
            db.session.rollback()
        with clock.pretend(now + LEASE * 2 * MOST_LOST):
            assert work_off_tasks() == 1
    state = undo_state(run_id)
    assert state is not None
    assert (state.state, state.done_count, state.voided_count) == ("failed", 5, 5)
    assert state.error
    assert work_off_tasks() == 0
    with unit_of_work():
        undo.resume_undo(runs.get_run(run_id), present_cast().olga)
    assert work_off_tasks() == 1
    assert_whole(run_id)


def test_a_case_worked_on_in_the_meantime_stays_and_is_named(run_id: int) -> None:
    case = cases_of(run_id)[7]
    with unit_of_work():
        perform(case, "accept", present_cast().dong, version=case.version)
    assert work_off_tasks() == 1
    assert (void_count(), act_count()) == (COUNT - 1, COUNT - 1)
    state = undo_state(run_id)
    assert state is not None
    assert [kept.number for kept in state.kept] == [case.number]
    assert state.kept[0].words
    assert present(run_id).state == "undone"


def test_somebody_who_lost_the_right_in_the_meantime_stops_it(run_id: int) -> None:
    with unit_of_work():
        present_cast().olga.role = "auditor"
    work_off_tasks()
    assert void_count() == 0
    assert the_task(run_id).state == "failed"
    assert the_task(run_id).error


def test_a_killed_search_of_duplicates_keeps_each_suggestion_once(
    db_session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work():
        make_cast()
    run_id = imported([placed(number) for number in range(1, 13)])
    real, calls = likely.search_batch, [0]

    def dying(task: ImportTask, case_ids: list[int]) -> dict[str, Any]:
        calls[0] += 1
        done = real(task, case_ids)
        if calls[0] == 2:
            raise SystemExit
        return done

    with monkeypatch.context() as patched:
        patched.setitem(following.WORK, LIKELY, (dying, likely.finish_search))
        with pytest.raises(SystemExit):
            work_off_tasks()
    db.session.rollback()
    assert the_task(run_id, LIKELY).done_count == 5
    with clock.pretend(clock.now() + LEASE + timedelta(seconds=1)):
        assert work_off_tasks() == 1
    assert the_task(run_id, LIKELY).state == "done"
    kept = db.session.execute(select(ImportLikely.case_id, ImportLikely.other_case_id)).all()
    assert len(kept) == len(set(kept)) == 1 + 2 + 3 * 9
