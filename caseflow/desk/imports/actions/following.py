"""What follows an import, by a worker: searching its likely duplicates, taking it back."""

from __future__ import annotations

import time
from math import inf

from caseflow.desk.imports.actions.tasks import LIKELY, SLICE_S, UNDO, next_task, work_off
from caseflow.desk.imports.likely.actions import finish_search, search_batch
from caseflow.desk.imports.models import ImportTask
from caseflow.desk.imports.undo.actions import finish_undo, void_batch
from caseflow.ground.extensions import db

WORK = {LIKELY: (search_batch, finish_search), UNDO: (void_batch, finish_undo)}


def work_off_tasks() -> int:
    """Work off waiting tasks for one slice; return how many were taken up."""
    count, until = 0, time.monotonic() + SLICE_S
    while time.monotonic() < until:
        task_id = next_task()
        if task_id is None:
            break
        count += work_off_task(task_id, until)
    return count


def work_off_task(task_id: int, until: float = inf) -> bool:
    """Take up one task; False if another worker has it."""
    kind = db.session.get_one(ImportTask, task_id).kind
    do_batch, finish = WORK[kind]
    return work_off(task_id, do_batch, finish, until)
