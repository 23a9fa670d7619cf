"""Rows of tasks: given, received, ended, opened again. Called by acts on cases only; no commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.deadlines import actions as deadlines
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import term_for
from caseflow.core.messages.actions import rows_for
from caseflow.core.messages.audience import Addressee, Directory
from caseflow.core.messages.catalogue import CATALOGUE
from caseflow.core.together.models import CaseTask
from caseflow.core.together.rules import RUNNING, TaskState
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.notifications.outbox import queue_messages
from caseflow.people.accounts.models import Unit
from caseflow.people.accounts.ties import headless_units


@dataclass(frozen=True, slots=True)
class Asked:
    """What one unit is asked to do, and by when."""

    unit_id: int
    words: str
    due_on: date
    assignee_id: int | None = None


def give_task(case: Case, asked: Asked, at: datetime, actor_id: int | None, seq: int) -> CaseTask:
    """Add a task with its own clock. Raises BadInput for a unit where nobody would answer."""
    _check(asked)
    rule = term_for("task", case.track, case.channel_code, clock.local_date(at))
    assert rule is not None, "the table has a term for every task"
    deadline = deadlines.open_deadline(
        case, "task", rule, at, due_on_override=asked.due_on, event_seq=seq
    )
    task = CaseTask(
        case_id=case.id,
        unit_id=asked.unit_id,
        assignee_id=asked.assignee_id,
        role="lead" if asked.unit_id == case.unit_id else "co",
        state=TaskState.OPEN,
        words=asked.words,
        due_on=asked.due_on,
        deadline_id=deadline.id,
        asked_at=at,
        asked_by_id=actor_id,
        asked_by_seq=seq,
        answer="",
    )
    db.session.add(task)
    db.session.flush()
    return task


def _check(asked: Asked) -> None:
    unit = db.session.get(Unit, asked.unit_id)
    if unit is None or not unit.is_active:
        raise BadInput(_("There is no such unit, or it is closed."))
    if asked.due_on < clock.today():
        raise BadInput(_("The day to answer by is over already."))
    if asked.assignee_id is None and unit.id in headless_units():
        raise BadInput(
            _("%(unit)s has no head, so that nobody would answer the task.", unit=unit.name)
        )


def receive(task: CaseTask, at: datetime, actor_id: int | None) -> None:
    """Note that the unit has seen its task; whoever says so answers for it from now on."""
    task.state, task.received_at, task.received_by_id = TaskState.RECEIVED, at, actor_id
    if task.assignee_id is None:
        task.assignee_id = actor_id


def end(
    task: CaseTask, state: TaskState, answer: str, at: datetime, actor_id: int | None, seq: int
) -> None:
    """Note how a task ended and stop its clock."""
    task.state, task.answer = state, answer
    task.ended_at, task.ended_by_id, task.ended_by_seq = at, actor_id, seq
    deadline = db.session.get(Deadline, task.deadline_id) if task.deadline_id else None
    if deadline is not None and deadline.stopped_at is None:
        deadline.stopped_at, deadline.stopped_by_event_seq = at, seq
        deadline.stop_reason = "met" if state is TaskState.ANSWERED else "cancelled"
    db.session.flush()


def running_tasks(case_id: int) -> list[CaseTask]:
    """Return the tasks of a case that are still owed, in the order given."""
    return list(
        db.session.scalars(
            select(CaseTask)
            .where(CaseTask.case_id == case_id, CaseTask.state.in_(RUNNING))
            .order_by(CaseTask.id)
        )
    )


def withdraw_all(case_id: int, at: datetime, actor_id: int | None, seq: int) -> list[CaseTask]:
    """Withdraw what is still owed in a case that ends by the act `seq`; returns those tasks."""
    found = running_tasks(case_id)
    for task in found:
        end(task, TaskState.WITHDRAWN, "", at, actor_id, seq)
    return found


def take_back(case_id: int, undone_seq: int, at: datetime, seq: int) -> None:
    """Undo what the act `undone_seq` did to tasks: those it gave go, those it ended are owed.

    Clocks follow by deadlines.cancel_opened and reopen_stopped, as those of the case do.
    """
    of_case = select(CaseTask).where(CaseTask.case_id == case_id)
    for task in db.session.scalars(of_case.where(CaseTask.ended_by_seq == undone_seq)):
        task.state = TaskState.RECEIVED if task.received_at else TaskState.OPEN
        task.answer, task.ended_at, task.ended_by_id, task.ended_by_seq = "", None, None, None
    given = of_case.where(CaseTask.asked_by_seq == undone_seq, CaseTask.state.in_(RUNNING))
    for task in db.session.scalars(given):
        end(task, TaskState.WITHDRAWN, "", at, None, seq)
    db.session.flush()


def tell_of_task(kind: str, case: Case, event: CaseEvent, task: CaseTask) -> None:
    """Queue the message `kind` for the people of the task's own unit, never for the actor."""
    if db.session.info.get("quiet"):
        return
    message = CATALOGUE[kind]
    addressee = Addressee(
        case.id, case.number, task.unit_id, task.assignee_id, None, is_urgent=case.is_urgent
    )
    people = Directory(clock.local_date(event.at)).recipients(message.audience, addressee)
    params = {"number": case.number, "clock": "task", "due_on": task.due_on.isoformat()}
    told = [user for user in people if user.id != event.actor_id]
    key = f"{kind}:{event.id}:{task.id}"
    queue_messages(rows_for(key, message.channels, told, kind, case.id, params, event.at), event.at)
