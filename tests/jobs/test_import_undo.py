"""Taking an import back by a worker: killed in between, run twice, at once — each case voided once.

The search of likely duplicates goes by the same leases.
"""

from __future__ import annotations

from contextlib import nullcontext
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
from caseflow.desk.imports.queries import run_row, run_rows
from caseflow.desk.imports.undo import actions as undo
from caseflow.desk.imports.undo.queries import undo_state, void_rows
from caseflow.ground import clock
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast, present_cast
from tests.import_files import line
from tests.import_runs import at_once, cases_of, imported, placed, present

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
    at_once(app, work_off_tasks)
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
    assert (state.kept_count, [kept.number for kept in state.kept]) == (1, [case.number])
    assert "受理" in state.kept[0].words
    assert present_cast().dong.display_name in state.kept[0].words
    row = run_row(present(run_id))
    assert (row.state, row.kept_count, row.state_words) == ("undone", 1, "已撤销，1件除外")
    assert [one.state_words for one in run_rows()] == ["已撤销，1件除外"]
    with pytest.raises(Refused), unit_of_work():
        undo.resume_undo(runs.get_run(run_id), present_cast().olga)


def _changed_at_the_moment(
    monkeypatch: pytest.MonkeyPatch, case_id: int, times: int
) -> pytest.MonkeyPatch:
    """Let somebody else make the case newer between the look at it and the voiding of it."""
    real, left = undo.perform, [times]

    def overtaken(case: Case, name: str, actor: Any, *, version: int, **given: Any) -> Any:
        if case.id == case_id and left[0]:
            left[0] -= 1
            newer = update(Case).where(Case.id == case_id).values(version=Case.version + 1)
            db.session.execute(newer.execution_options(synchronize_session=False))
        return real(case, name, actor, version=version, **given)

    monkeypatch.setattr(undo, "perform", overtaken)
    return monkeypatch


def test_a_case_changed_at_the_very_moment_is_looked_at_anew(
    run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What another connection commits stays although the attempt is rolled back.
    monkeypatch.setattr(db.session, "begin_nested", nullcontext)
    _changed_at_the_moment(monkeypatch, cases_of(run_id)[7].id, times=2)
    assert work_off_tasks() == 1
    assert_whole(run_id)


def test_a_case_that_does_not_come_to_rest_stops_the_task_and_it_can_go_on(
    run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cases_of(run_id)[7]
    case_id, number = case.id, case.number
    with monkeypatch.context() as patched:
        _changed_at_the_moment(patched, case_id, times=99)
        work_off_tasks()
    state = undo_state(run_id)
    assert state is not None
    assert (state.state, state.kept_count, state.voided_count) == ("failed", 0, 5)
    assert number in (state.error or "")
    with unit_of_work():
        undo.resume_undo(runs.get_run(run_id), present_cast().olga)
    work_off_tasks()
    assert_whole(run_id)


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


def test_what_somebody_else_resumed_is_theirs_in_the_history(
    run_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = following.WORK[UNDO], [0]

    def failing(task: ImportTask, case_ids: list[int]) -> dict[str, Any]:
        calls[0] += 1
        if calls[0] == 2:
            raise tasks.TaskFailed("half-way")
        return real[0](task, case_ids)

    with monkeypatch.context() as patched:
        patched.setitem(following.WORK, UNDO, (failing, real[1]))
        work_off_tasks()
    assert the_task(run_id).state == "failed"
    with unit_of_work():
        undo.resume_undo(runs.get_run(run_id), present_cast().dong)
    work_off_tasks()
    assert_whole(run_id)
    cast = present_cast()
    actors = list(
        db.session.scalars(
            select(CaseEvent.actor_id)
            .where(CaseEvent.act == "void_import")
            .order_by(CaseEvent.case_id)
        )
    )
    assert actors == [cast.olga.id] * 5 + [cast.dong.id] * (COUNT - 5)
    state = undo_state(run_id)
    assert state is not None
    assert (state.person, state.resumed_by) == (cast.olga.display_name, cast.dong.display_name)
    people = [row.person for row in void_rows(None, run_id).items]
    assert people.count(cast.olga.display_name) == 5
    assert set(people) == {cast.olga.display_name, cast.dong.display_name}


def test_a_colleague_with_the_right_can_finish_what_stopped_for_want_of_it(run_id: int) -> None:
    with unit_of_work():
        present_cast().olga.role = "auditor"
    work_off_tasks()
    assert the_task(run_id).state == "failed"
    with unit_of_work():
        undo.resume_undo(runs.get_run(run_id), present_cast().dong)
    work_off_tasks()
    assert_whole(run_id)
