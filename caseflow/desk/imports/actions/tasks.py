"""Work on a run after its rows are in: asked for once, held by a lease, done in batches.

A batch is committed together with how far the task is, so that a worker that was killed leaves its
task to the next, which goes on after the last batch: nothing is lost and nothing done twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from math import inf
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, case, func, or_, select, update

from caseflow.desk.imports.actions.runs import wake_import
from caseflow.desk.imports.models import ImportCase, ImportTask
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import after_commit, unit_of_work

LIKELY, UNDO = "likely", "undo"
LEASE = timedelta(minutes=5)
SLICE_S = 30.0
BATCH = 50
MOST_LOST = 5
"""A task over which so many workers were lost since its last batch is given up."""


class TaskFailed(Exception):
    """The task cannot go on; its sentence tells why. What the batch did is rolled back."""


class LostLease(Exception):
    """Another worker has taken the task over; what this one had not committed is rolled back."""


Batch = Callable[[ImportTask, list[int]], dict[str, Any]]
"""Does the cases of one batch and returns more columns of the task to write; never commits."""


def task_of(run_id: int, kind: str) -> ImportTask | None:
    """Return the task of a run, or None if it was never asked for."""
    return db.session.scalar(
        select(ImportTask).where(ImportTask.run_id == run_id, ImportTask.kind == kind)
    )


def ask_for(run_id: int, kind: str, user_id: int, reason: str = "") -> ImportTask:
    """Add the task and return it, flushed; its key lets it be asked for once only.

    The job of imports takes it up when it has no file to take in.
    """
    total = db.session.scalar(
        select(func.count()).select_from(ImportCase).where(ImportCase.run_id == run_id)
    )
    task = ImportTask(
        run_id=run_id,
        kind=kind,
        state="waiting",
        user_id=user_id,
        reason=reason,
        total_count=total or 0,
        done_count=0,
        last_case_id=0,
        attempts=0,
        lost_count=0,
        asked_at=clock.now(),
    )
    db.session.add(task)
    db.session.flush()
    return task


def go_on(task: ImportTask, user_id: int) -> None:
    """Let a task that failed go on where it stopped; what it does from now on is `user_id`'s."""
    moved = db.session.execute(
        update(ImportTask)
        .where(ImportTask.id == task.id, ImportTask.state == "failed")
        .values(state="waiting", error=None, lost_count=0, resumed_by_id=user_id)
        .execution_options(synchronize_session="fetch")
    )
    if moved.rowcount == 1:  # type: ignore[attr-defined]
        after_commit("imports", wake_import)


def _claimable(now: datetime) -> Any:
    lease_over = and_(ImportTask.state == "running", ImportTask.claimed_until_at <= now)
    return or_(ImportTask.state == "waiting", lease_over)


def next_task() -> int | None:
    """Return the task that a worker takes up next: taking back goes before searching."""
    return db.session.scalar(
        select(ImportTask.id)
        .where(_claimable(clock.now()))
        .order_by(ImportTask.kind.desc(), ImportTask.id)
        .limit(1)
    )


def claim(task_id: int) -> ImportTask | None:
    """Take the task for the length of a lease; None if another worker has it."""
    now = clock.now()
    was_lost = case((ImportTask.state == "running", 1), else_=0)
    with unit_of_work():
        claimed = db.session.execute(
            update(ImportTask)
            .where(ImportTask.id == task_id, _claimable(now))
            .values(
                state="running",
                claimed_until_at=now + LEASE,
                attempts=ImportTask.attempts + 1,
                lost_count=ImportTask.lost_count + was_lost,
            )
            .execution_options(synchronize_session=False)
        )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        return None
    return db.session.get_one(ImportTask, task_id, populate_existing=True)


def hold(task_id: int, attempt: int, **values: Any) -> None:
    """Write `values` and renew the lease, or raise LostLease."""
    values.setdefault("claimed_until_at", clock.now() + LEASE)
    held = db.session.execute(
        update(ImportTask)
        .where(
            ImportTask.id == task_id,
            ImportTask.state == "running",
            ImportTask.attempts == attempt,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if held.rowcount != 1:  # type: ignore[attr-defined]
        raise LostLease


def work_off(
    task_id: int, do_batch: Batch, finish: Callable[[ImportTask], None], until: float = inf
) -> bool:
    """Work on one task until it is done or the monotonic clock says `until`.

    False if another worker has it. `finish` writes what the end of the task means for its run, in
    the transaction that ends it.
    """
    task = claim(task_id)
    if task is None:
        return False
    attempt = task.attempts
    try:
        if task.lost_count >= MOST_LOST:
            _fail(task_id, attempt, _("The work stopped its worker again and again."))
            return True
        _batches(task_id, attempt, do_batch, finish, until)
    except TaskFailed as error:
        _fail(task_id, attempt, str(error))
    except LostLease:
        db.session.rollback()
    return True


def _fail(task_id: int, attempt: int, sentence: str) -> None:
    with unit_of_work():
        _end(task_id, attempt, "failed", error=sentence[:300])


def _batches(
    task_id: int,
    attempt: int,
    do_batch: Batch,
    finish: Callable[[ImportTask], None],
    until: float,
) -> None:
    while True:
        with unit_of_work():
            task = db.session.get_one(ImportTask, task_id, populate_existing=True)
            case_ids = _next_cases(task)
            if not case_ids:
                _end(task_id, attempt, "done")
                finish(task)
                return
            more = do_batch(task, case_ids)
            hold(
                task_id,
                attempt,
                lost_count=0,
                last_case_id=case_ids[-1],
                done_count=ImportTask.done_count + len(case_ids),
                **more,
            )
        if time.monotonic() >= until:
            with unit_of_work():
                hold(task_id, attempt, state="waiting", claimed_until_at=None)
                after_commit("imports", wake_import)
            return


def _next_cases(task: ImportTask) -> list[int]:
    return list(
        db.session.scalars(
            select(ImportCase.case_id)
            .where(ImportCase.run_id == task.run_id, ImportCase.case_id > task.last_case_id)
            .order_by(ImportCase.case_id)
            .limit(BATCH)
        )
    )


def _end(task_id: int, attempt: int, state: str, error: str | None = None) -> None:
    hold(
        task_id,
        attempt,
        state=state,
        error=error,
        claimed_until_at=None,
        finished_at=clock.now(),
    )
