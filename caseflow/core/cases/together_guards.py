"""Guards of handling together: tasks of co-handling units, joint handling. Pure."""

from __future__ import annotations

from datetime import date

from caseflow.core.cases.facts import Situation
from caseflow.ground.i18n import N_


def no_open_task(s: Situation) -> str | None:
    """What was asked of other units is answered, returned or withdrawn first."""
    if s.case.open_task_count:
        return N_("A task of a co-handling unit is still open: await its answer or withdraw it.")
    return None


def names_open_task(s: Situation) -> str | None:
    if not s.tasks:
        return N_("No task is open in this case.")
    if not s.is_preview and s.given.get("task_id") not in s.tasks:
        return N_("This task is not open any more.")
    return None


def names_own_task(s: Situation) -> str | None:
    """A unit answers for its own task only."""
    own = {task_id for task_id, task in s.tasks.items() if task.is_mine}
    if not own:
        return N_("No task of your unit is open in this case.")
    if not s.is_preview and s.given.get("task_id") not in own:
        return N_("This task is not open any more, or it belongs to another unit.")
    return None


def names_unreceived_task(s: Situation) -> str | None:
    new = {task_id for task_id, task in s.tasks.items() if task.is_mine and not task.is_received}
    if not new:
        return N_("No task of your unit waits to be received.")
    if not s.is_preview and s.given.get("task_id") not in new:
        return N_("This task has been received, or it belongs to another unit.")
    return None


def answer_day_is_not_over(s: Situation) -> str | None:
    due = s.given.get("due_on")
    if isinstance(due, date) and due < s.today:
        return N_("The day to answer by is over already.")
    return None


def is_joint(s: Situation) -> str | None:
    if not s.case.is_joint:
        return N_("The case is not marked for joint handling.")
    return None


def is_not_joint(s: Situation) -> str | None:
    if s.case.is_joint:
        return N_("The case is marked for joint handling already.")
    return None


def meeting_is_not_ahead(s: Situation) -> str | None:
    held = s.given.get("held_on")
    if isinstance(held, date) and held > s.today:
        return N_("The meeting lies in the future.")
    return None
