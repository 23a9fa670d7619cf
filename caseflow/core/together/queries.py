"""What the case page, the list of tasks and my work show of working together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from caseflow.core.cases.due import Due, due_of
from caseflow.core.cases.models import Case
from caseflow.core.cases.owner import is_with_handler, owners_of
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.scope import cases_where, tasks_of
from caseflow.core.cases.states import OPEN
from caseflow.core.deadlines.models import Deadline
from caseflow.core.messages.audience import Directory
from caseflow.core.together.models import (
    CaseTask,
    CoordinationMinutes,
    JointHandling,
    JointPartner,
    MinutesPoint,
)
from caseflow.core.together.rules import ROLE_LABELS, RUNNING, TASK_LABELS, TaskState
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import Absence, Unit, User
from caseflow.people.permissions.scoping import reach_of


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of a unit in a case."""

    id: int
    case_id: int
    case_number: str
    case_title: str
    unit: str
    assignee: str | None
    role_words: str
    state: TaskState
    state_words: str
    words: str
    due_on: date
    due: Due | None
    """While it is owed."""
    asked_at: datetime
    asked_by: str | None
    received_at: datetime | None
    answer: str
    ended_at: datetime | None
    ended_by: str | None

    @property
    def is_owed(self) -> bool:
        return self.state in RUNNING


def _tasks() -> Any:
    asked, ended, assignee = aliased(User), aliased(User), aliased(User)
    return (
        select(
            CaseTask,
            Case.number,
            Case.title,
            Unit.name.label("unit"),
            Unit.name_en.label("unit_en"),
            assignee.display_name.label("assignee"),
            asked.display_name.label("asked_by"),
            ended.display_name.label("ended_by"),
            Deadline.due_at,
            Deadline.unit.label("due_unit"),
            Deadline.is_provisional,
        )
        .join(Case, Case.id == CaseTask.case_id)
        .join(Unit, Unit.id == CaseTask.unit_id)
        .outerjoin(Deadline, Deadline.id == CaseTask.deadline_id)
        .outerjoin(assignee, assignee.id == CaseTask.assignee_id)
        .outerjoin(asked, asked.id == CaseTask.asked_by_id)
        .outerjoin(ended, ended.id == CaseTask.ended_by_id)
    )


def _task_row(row: Any) -> TaskRow:
    task = row.CaseTask
    state, due = TaskState(task.state), None
    if state in RUNNING and row.due_at is not None:
        due = due_of(
            task.due_on, due_at=row.due_at, unit=row.due_unit, is_provisional=row.is_provisional
        )
    return TaskRow(
        id=task.id,
        case_id=task.case_id,
        case_number=row.number,
        case_title=row.title,
        unit=local_name(row.unit, row.unit_en) or "",
        assignee=row.assignee,
        role_words=_(ROLE_LABELS[task.role]),
        state=state,
        state_words=_(TASK_LABELS[state]),
        words=task.words,
        due_on=task.due_on,
        due=due,
        asked_at=task.asked_at,
        asked_by=row.asked_by,
        received_at=task.received_at,
        answer=task.answer,
        ended_at=task.ended_at,
        ended_by=row.ended_by,
    )


def my_tasks(user: User, most: int = 20) -> list[TaskRow]:
    """Return the tasks that `user` or their unit still owes, the nearest day first."""
    wanted = _tasks().where(tasks_of(reach_of(user)), CaseTask.state.in_(RUNNING))
    rows = db.session.execute(wanted.order_by(CaseTask.due_on, CaseTask.id).limit(most))
    return [_task_row(row) for row in rows]


def tasks_page(user: User, *, is_owed: bool, cursor: str | None = None) -> Page[TaskRow]:
    """Return the tasks of cases that `user` may see: those owed, or those that ended."""
    states = CaseTask.state.in_(RUNNING)
    wanted = _tasks().where(cases_where(user), states if is_owed else ~states)
    key = Key(CaseTask.due_on) if is_owed else Key(CaseTask.due_on, is_descending=True)
    return fetch_page(wanted, [key, Key(CaseTask.id)], cursor, _task_row)


@dataclass(frozen=True, slots=True)
class PointRow:
    """One point agreed."""

    position: int
    unit: str
    words: str
    due_on: date
    task_words: str
    """The state of the task that it became; "" if it is only written down."""


@dataclass(frozen=True, slots=True)
class MinutesView:
    """The record of one meeting."""

    id: int
    number: int
    held_on: date
    place: str
    attendees: str
    words: str
    recorded_at: datetime
    recorded_by: str | None
    points: tuple[PointRow, ...]


@dataclass(frozen=True, slots=True)
class JointView:
    """Who leads and who takes part, since when and why."""

    lead: str
    partners: tuple[str, ...]
    reason: str
    made_at: datetime
    made_by: str | None


@dataclass(frozen=True, slots=True)
class Together:
    """Everything of working together on one case."""

    owners: tuple[str, ...]
    """Who answers for it now; empty when it is over."""
    stands_in_for: str
    """The handler who is away, if somebody else answers in their stead."""
    tasks: tuple[TaskRow, ...]
    joint: JointView | None
    minutes: tuple[MinutesView, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.tasks or self.joint or self.minutes)


def together_of(case: Case, day: date) -> Together:
    """Return who works on a case and with what tasks; a number of statements that stays."""
    rows = db.session.execute(
        _tasks().where(CaseTask.case_id == case.id).order_by(CaseTask.id)
    ).all()
    owners, stands_in_for = _owners(case, day)
    return Together(
        owners,
        stands_in_for,
        tuple(_task_row(row) for row in rows),
        _joint(case.id) if case.is_joint else None,
        minutes_of(case.id),
    )


def _owners(case: Case, day: date) -> tuple[tuple[str, ...], str]:
    if case.state not in OPEN:
        return (), ""
    directory = Directory(day)
    owners = owners_of(case, directory)
    away = ""
    if is_with_handler(case) and case.assignee_id in directory.away():
        away = db.session.get_one(User, case.assignee_id).display_name
    return tuple(user.display_name for user in owners), away


def _joint(case_id: int) -> JointView | None:
    row = db.session.execute(
        select(JointHandling, Unit.name, Unit.name_en, User.display_name)
        .join(Unit, Unit.id == JointHandling.lead_unit_id)
        .outerjoin(User, User.id == JointHandling.made_by_id)
        .where(JointHandling.case_id == case_id)
        .order_by(JointHandling.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    joint = row.JointHandling
    partners = db.session.execute(
        select(Unit.name, Unit.name_en)
        .join(JointPartner, JointPartner.unit_id == Unit.id)
        .where(JointPartner.joint_id == joint.id)
        .order_by(Unit.id)
    )
    return JointView(
        local_name(row.name, row.name_en) or "",
        tuple(local_name(one.name, one.name_en) or "" for one in partners),
        joint.reason,
        joint.made_at,
        row.display_name,
    )


def minutes_of(case_id: int, minutes_id: int | None = None) -> tuple[MinutesView, ...]:
    """Return the minutes of a case, the latest first; `minutes_id`: those alone."""
    wanted = (
        select(CoordinationMinutes, User.display_name)
        .outerjoin(User, User.id == CoordinationMinutes.recorded_by_id)
        .where(CoordinationMinutes.case_id == case_id)
        .order_by(CoordinationMinutes.id.desc())
    )
    if minutes_id is not None:
        wanted = wanted.where(CoordinationMinutes.id == minutes_id)
    rows = db.session.execute(wanted).all()
    points = _points([row.CoordinationMinutes.id for row in rows])
    return tuple(_minutes(row, points) for row in rows)


def get_minutes(case_id: int, minutes_id: int) -> MinutesView:
    """Return one record of a meeting, or raise NotVisible."""
    found = minutes_of(case_id, minutes_id)
    if not found:
        raise NotVisible(_("There is no such record."))
    return found[0]


def _minutes(row: Any, points: Mapping[int, tuple[PointRow, ...]]) -> MinutesView:
    one = row.CoordinationMinutes
    return MinutesView(
        one.id,
        one.number,
        one.held_on,
        one.place,
        one.attendees,
        one.words,
        one.recorded_at,
        row.display_name,
        points.get(one.id, ()),
    )


def _points(minutes_ids: list[int]) -> dict[int, tuple[PointRow, ...]]:
    if not minutes_ids:
        return {}
    found: dict[int, tuple[PointRow, ...]] = {}
    for row in db.session.execute(
        select(MinutesPoint, Unit.name, Unit.name_en, CaseTask.state)
        .join(Unit, Unit.id == MinutesPoint.unit_id)
        .outerjoin(CaseTask, CaseTask.id == MinutesPoint.task_id)
        .where(MinutesPoint.minutes_id.in_(minutes_ids))
        .order_by(MinutesPoint.position)
    ):
        point = row.MinutesPoint
        made = PointRow(
            point.position,
            local_name(row.name, row.name_en) or "",
            point.words,
            point.due_on,
            _(TASK_LABELS[TaskState(row.state)]) if row.state else "",
        )
        found[point.minutes_id] = (*found.get(point.minutes_id, ()), made)
    return found


@dataclass(frozen=True, slots=True)
class StandingIn:
    """Somebody who is away and for whom the person acts."""

    name: str
    until: date


def standing_in_for(user: User) -> list[StandingIn]:
    """Return for whom `user` acts today, and until when; two statements."""
    people = reach_of(user).people - {user.id}
    if not people:
        return []
    today = clock.today()
    rows = db.session.execute(
        select(User.display_name, Absence.to_on)
        .join(Absence, Absence.user_id == User.id)
        .where(User.id.in_(people), Absence.from_on <= today, Absence.to_on >= today)
        .order_by(User.id)
    )
    return [StandingIn(row.display_name, row.to_on) for row in rows]
