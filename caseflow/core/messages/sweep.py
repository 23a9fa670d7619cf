"""Giving reminders: what has come due is found by an index and queued, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from sqlalchemy import and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.deadlines.rules import RULES
from caseflow.core.messages import catalogue as c
from caseflow.core.messages.actions import leaves_the_house, rows_for
from caseflow.core.messages.audience import Addressee, Directory
from caseflow.core.messages.models import ReminderSent
from caseflow.core.messages.reminders import DueDay, Reminder, due_days, may_be_given
from caseflow.core.together.models import CaseTask
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.notifications.outbox import QueuedMessage, insert_new, queue_messages
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Role

log = structlog.get_logger()

BATCH = 200

_lead = aliased(Case)  # once: a new alias each time costs more than the statement

TEAM_ROLES = frozenset({Role.OFFICER, Role.SUPERVISOR})
"""Whom a term that must stay inside the team may be told to."""


@dataclass(frozen=True, slots=True)
class Running:
    """A running deadline that a reminder has come due for, and whom its case belongs to."""

    id: int
    clock: str
    due_on: date
    is_internal_only: bool
    case: Addressee


def sweep_reminders(now: datetime, most: int = 5000, batch: int = BATCH) -> int:
    """Queue every reminder that has come due by `now`; return how many people were reminded.

    Each batch is a transaction of its own: a sweep that is killed goes on where it stopped. Run
    twice, or by two workers at once, it gives each reminder once, by unique keys. What keeps quiet
    hours is not looked for outside them: so it is judged by how things stand when it is given, and
    a clock that ended, or a person who left, in the evening costs nobody a reminder next morning.
    """
    given = handled = 0
    calendar = current_calendar()
    directory = Directory(clock.local_date(now))
    office = settings().working_hours
    for days in due_days(directory.day, calendar.is_workday):
        row = days[0].reminder
        only_urgent = not may_be_given(row, now, office, clock.ZONE, calendar.is_workday)
        while handled < most:
            with unit_of_work():
                found = _running(days, batch, only_urgent)
                reminded = _remind(days[0].reminder, found, directory, now)
            given, handled = given + reminded, handled + len(found)
            if len(found) < batch or not reminded:
                break
    if handled:
        log.info("reminders swept", deadlines=handled, reminded=given)
    return given


def _running(days: Sequence[DueDay], most: int, only_urgent: bool) -> list[Running]:
    """Return running deadlines due on `days` that the reminder was not given for.

    What would have fired before the deadline was opened is left out: a file imported with last
    month's cases reminds nobody of the past.
    """
    reminder = days[0].reminder
    # Clocks that no act of their own case opened (publication, call-back of a merged petition).
    opened_at = func.coalesce(CaseEvent.at, Deadline.started_at)
    on_a_due_day = or_(
        *(
            and_(Deadline.due_on == day.due_on, opened_at < clock.start_of_day(day.fires_on))
            for day in days
        )
    )
    was_given = exists().where(
        ReminderSent.deadline_id == Deadline.id,
        ReminderSent.reminder == reminder.id,
        ReminderSent.due_on == Deadline.due_on,
    )
    statement = (
        select(
            Deadline.id,
            Deadline.clock,
            Deadline.due_on,
            Deadline.rule_id,
            Case.id.label("case_id"),
            Case.number,
            Case.unit_id,
            Case.assignee_id,
            Case.created_by_id,
            Case.is_urgent,
            CaseTask.unit_id.label("task_unit_id"),
            CaseTask.assignee_id.label("task_assignee_id"),
            _lead.assignee_id.label("leading_assignee_id"),
            _lead.unit_id.label("leading_unit_id"),
        )
        .join(Case, Case.id == Deadline.case_id)
        .outerjoin(
            CaseEvent,
            and_(
                CaseEvent.case_id == Deadline.case_id,
                CaseEvent.seq == Deadline.opened_by_event_seq,
            ),
        )
        .outerjoin(CaseTask, CaseTask.deadline_id == Deadline.id)
        .outerjoin(_lead, _lead.id == Case.leading_case_id)
        .where(
            Deadline.stopped_at.is_(None),
            Deadline.due_at >= clock.start_of_day(days[0].due_on),
            Deadline.due_at <= clock.end_of_day(days[-1].due_on),
            Deadline.clock.in_(reminder.clocks),
            ~Deadline.is_suspended,
            on_a_due_day,
            ~was_given,
            Case.is_urgent if only_urgent else true(),
        )
        .order_by(Deadline.due_at, Deadline.id)
        .limit(most)
    )
    return [_read(row) for row in db.session.execute(statement)]


def _read(row: Any) -> Running:
    """A merged case is reminded of through the people who handle its leading case.

    The clock of a task belongs to the unit that was asked, not to the one that leads.
    """
    rule = RULES.get(row.rule_id)
    unit_id, assignee_id = row.leading_unit_id or row.unit_id, row.leading_assignee_id
    assignee_id = assignee_id or row.assignee_id
    if row.task_unit_id is not None:
        unit_id, assignee_id = row.task_unit_id, row.task_assignee_id
    return Running(
        id=row.id,
        clock=row.clock,
        due_on=row.due_on,
        is_internal_only=rule is not None and rule.is_internal_only,
        case=Addressee(
            case_id=row.case_id,
            number=row.number,
            unit_id=unit_id,
            assignee_id=assignee_id,
            created_by_id=row.created_by_id,
            is_urgent=row.is_urgent,
        ),
    )


def _people(reminder: Reminder, deadline: Running, directory: Directory) -> list[User]:
    """Return whom to remind; of an internal term, only people who work on the case."""
    if not deadline.is_internal_only:
        return directory.recipients(reminder.audience, deadline.case)
    found = directory.recipients(reminder.audience, deadline.case)
    team = [user for user in found if user.role in TEAM_ROLES]
    return team or directory.recipients((c.SUPERVISORS,), deadline.case)


def _remind(
    reminder: Reminder, found: Sequence[Running], directory: Directory, now: datetime
) -> int:
    """Record and queue the reminder for every deadline of `found`; return how many rows."""
    records: list[dict[str, Any]] = []
    queued: list[QueuedMessage] = []
    wishes = directory.wishes if leaves_the_house(reminder.channels) else None
    for deadline in found:
        people = _people(reminder, deadline, directory)
        records += [
            {
                "deadline_id": deadline.id,
                "reminder": reminder.id,
                "due_on": deadline.due_on,
                "recipient_id": user.id,
                "sent_at": now,
            }
            for user in people
        ]
        queued += rows_for(
            f"{reminder.id}:{deadline.id}:{deadline.due_on.isoformat()}",
            reminder.channels,
            people,
            reminder.kind,
            deadline.case.case_id,
            _params(deadline),
            now,
            wishes=wishes,
            groups=directory.groups(reminder.audience, deadline.case.unit_id),
        )
    if records:
        db.session.execute(insert_new(ReminderSent), records)
    queue_messages(queued, now)
    return len(records)


def _params(deadline: Running) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "number": deadline.case.number,
        "clock": deadline.clock,
        "due_on": deadline.due_on.isoformat(),
    }
    return {**facts, "is_urgent": True} if deadline.case.is_urgent else facts
