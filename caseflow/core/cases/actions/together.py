"""Effects of working together: tasks of units, joint handling, minutes, looks at the place."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.effects import EFFECTS, effect
from caseflow.core.together import actions as tasks
from caseflow.core.together.actions import Asked, tell_of_task
from caseflow.core.together.models import (
    CaseTask,
    CoordinationMinutes,
    JointHandling,
    JointPartner,
    MinutesPoint,
)
from caseflow.core.together.rules import TaskState
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit

EVIDENCE_STAGE = "other"


def _give(act: Act, asked: Asked) -> CaseTask:
    """Give a task; its unit is told when the history row stands."""
    task = tasks.give_task(act.case, asked, act.at, act.actor_id, act.seq)
    act.after_event.append(partial(_told, "task_given", task))
    return task


def _told(kind: str, task: CaseTask, act: Act, event: CaseEvent) -> None:
    tell_of_task(kind, act.case, event, task)


def _give_co_tasks(act: Act) -> None:
    """Give the co-handling units chosen at assignment their tasks."""
    rows = act.given.get("co_tasks") or ()
    asked = [Asked(row["unit_id"], row["words"], row["due_on"]) for row in rows]
    if any(one.unit_id == act.given["unit_id"] for one in asked):
        raise BadInput(_("The leading unit cannot be a co-handling unit as well."))
    if asked:
        act.changes["tasks"] = [_give(act, one).id for one in asked]


@effect("add_task")
def _add(act: Act) -> None:
    given = act.given
    asked = Asked(given["unit_id"], given["words"], given["due_on"], given.get("assignee_id"))
    _named(act, _give(act, asked))


def _task(act: Act) -> CaseTask:
    task = db.session.get_one(CaseTask, act.given["task_id"])
    _named(act, task)
    return task


def _named(act: Act, task: CaseTask) -> None:
    act.made("task", task.id)
    act.changes["task_unit"] = task.unit_id


@effect("receive_task")
def _receive(act: Act) -> None:
    tasks.receive(_task(act), act.at, act.actor_id)


def _end(act: Act, state: TaskState, words: str) -> CaseTask:
    task = _task(act)
    tasks.end(task, state, words, act.at, act.actor_id, act.seq)
    return task


@effect("hand_over_task")
def _hand_over_task(act: Act) -> None:
    task = _task(act)
    task.unit_id, task.assignee_id = act.given["unit_id"], act.given.get("assignee_id")
    act.changes["task_unit"] = task.unit_id
    act.after_event.append(partial(_told, "task_given", task))


@effect("answer_task")
def _answer(act: Act) -> None:
    task = _end(act, TaskState.ANSWERED, act.given["words"])
    unit = db.session.get_one(Unit, task.unit_id)
    _keep_files(act, _("Answer of %(unit)s", unit=unit.name))


@effect("return_task")
def _return(act: Act) -> None:
    _end(act, TaskState.RETURNED, act.given["reason"])


@effect("withdraw_task")
def _withdraw(act: Act) -> None:
    task = _end(act, TaskState.WITHDRAWN, act.given["reason"])
    act.after_event.append(partial(_told, "task_withdrawn", task))


def _keep_files(act: Act, caption: str) -> None:
    """Put what was sent with an answer or minutes among the evidence of the case."""
    if not act.given.get("files"):
        return
    given = act.given
    act.given = {**given, "caption": caption, "stage": EVIDENCE_STAGE}
    EFFECTS["add_evidence"](act)
    act.given = given


@effect("mark_joint")
def _mark_joint(act: Act) -> None:
    lead = act.given["lead_unit_id"]
    made = JointHandling(
        case_id=act.case.id,
        lead_unit_id=lead,
        reason=act.given["reason"],
        made_at=act.at,
        made_by_id=act.actor_id,
    )
    db.session.add(made)
    db.session.flush()
    partners = [one for one in dict.fromkeys(act.given["partner_ids"]) if one != lead]
    if not partners:
        raise BadInput(_("Select at least one of %(thing)s.", thing=_("the partners")))
    db.session.add_all(JointPartner(joint_id=made.id, unit_id=one) for one in partners)
    act.made("joint", made.id)
    act.changes["lead_unit"] = lead
    act.changes["partners"] = partners
    act.set("is_joint", True)


@effect("end_joint")
def _end_joint(act: Act) -> None:
    act.set("is_joint", False)


@effect("record_minutes")
def _minutes(act: Act) -> None:
    before = select(func.count(CoordinationMinutes.id)).where(
        CoordinationMinutes.case_id == act.case.id
    )
    made = CoordinationMinutes(
        case_id=act.case.id,
        number=(db.session.scalar(before) or 0) + 1,
        held_on=act.given["held_on"],
        place=act.given["place"],
        attendees=act.given["attendees"],
        words=act.given["words"],
        recorded_at=act.at,
        recorded_by_id=act.actor_id,
    )
    db.session.add(made)
    db.session.flush()
    act.made("minutes", made.id)
    for position, row in enumerate(act.given.get("points") or (), 1):
        _point(act, made.id, position, row)
    _keep_files(act, _("Coordination minutes no. %(number)s", number=made.number))


def _point(act: Act, minutes_id: int, position: int, row: dict[str, Any]) -> None:
    task = None
    if row.get("is_task"):
        task = _give(act, Asked(row["unit_id"], row["words"], row["due_on"]))
        act.changes.setdefault("tasks", []).append(task.id)
    db.session.add(
        MinutesPoint(
            minutes_id=minutes_id,
            position=position,
            unit_id=row["unit_id"],
            words=row["words"],
            due_on=row["due_on"],
            task_id=task.id if task else None,
        )
    )


@effect("record_observation")
def _observe(act: Act) -> None:
    """No enforcement: who looked, when and what was seen stand in the history alone."""
    act.changes["visited_at"] = act.given["visited_at"]
    act.changes["observer"] = act.given["observer"]


@effect("assign", "reassign", "rule_competence", "hand_over")
def _assign(act: Act) -> None:
    act.set("unit_id", act.given["unit_id"])
    act.set("assignee_id", act.given.get("assignee_id"))
    if act.row.name == "rule_competence":
        act.set("is_ruled", True)
    _note_handing_down(act)
    _give_co_tasks(act)


def _note_handing_down(act: Act) -> None:
    """Record why a township was given what the dispatch matrix does not name it for."""
    receiver = act.situation.receiver
    reason = act.given.get("township_reason")
    if receiver is not None and receiver.is_township and not receiver.is_named and reason:
        act.changes["township_reason"] = reason
        act.also_tells = "case_handed_down"


def end_tasks(act: Act) -> None:
    """Withdraw what other units still owe in a case that ends; they are told."""
    for task in tasks.withdraw_all(act.case.id, act.at, act.actor_id, act.seq):
        act.after_event.append(partial(_told, "task_withdrawn", task))
