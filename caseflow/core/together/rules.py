"""The states of a task, and which of them show a case to the unit or keep it open. Pure."""

from __future__ import annotations

from enum import StrEnum

from caseflow.ground.i18n import N_


class TaskState(StrEnum):
    OPEN = "open"
    RECEIVED = "received"
    ANSWERED = "answered"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


TASK_LABELS: dict[TaskState, str] = {
    TaskState.OPEN: N_("Not received yet"),
    TaskState.RECEIVED: N_("Received"),
    TaskState.ANSWERED: N_("Answered"),
    TaskState.RETURNED: N_("Returned"),
    TaskState.WITHDRAWN: N_("Withdrawn"),
}

RUNNING = frozenset({TaskState.OPEN, TaskState.RECEIVED})
"""States in which the unit still owes its answer: the case cannot be submitted."""

SHOWING = RUNNING | {TaskState.ANSWERED}
"""States in which the people of the unit may look at the case."""

ROLE_LABELS: dict[str, str] = {"lead": N_("Lead unit"), "co": N_("Co-handling unit")}
"""主办, 协办."""
