"""How far a case was raised, what comes next, and what became of the messages about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import DeadlineRow, current_calendar
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.core.messages.models import ReminderSent
from caseflow.core.messages.preview import AUDIENCE_LABELS
from caseflow.core.messages.reminders import REMINDERS, Reminder, next_step
from caseflow.core.messages.rendering import words
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.notifications.channels.table import LABELS
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.people.accounts.models import User

MOST = 60

STATE_LABELS: dict[str, str] = {
    "waiting": N_("waiting"),
    "claimed": N_("being sent"),
    "sent": N_("delivered"),
    "failed": N_("not delivered"),
    "given_up": N_("given up"),
}

_BY_ID = {row.id: row for row in REMINDERS}


@dataclass(frozen=True, slots=True)
class Rung:
    """A reminder that was given: which, to whom, when."""

    words: str
    people: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Ladder:
    """One running clock: the steps that were taken, and the next one."""

    clock: str
    due_on: date
    rungs: tuple[Rung, ...]
    next_words: str | None
    next_on: date | None
    """Both None: the ladder is at its end."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message about a case, and what became of it."""

    label: str
    recipient: str
    is_group: bool
    channel: str
    state: str
    state_words: str
    at: datetime
    reason: str


def step_words(row: Reminder) -> str:
    """Return when a reminder is given, counted from the due day."""
    days = row.offset_working_days
    if days < 0:
        return str(_("%(days)s working days before the due day", days=-days))
    if days == 0:
        return str(_("on the due day"))
    return str(_("%(days)s working days late", days=days))


def ladders_of(case_id: int, clocks: Iterable[DeadlineRow]) -> tuple[Ladder, ...]:
    """Return the ladder of each running clock that is not suspended; one statement."""
    rows = db.session.execute(
        select(
            ReminderSent.deadline_id,
            ReminderSent.reminder,
            ReminderSent.due_on,
            ReminderSent.sent_at,
            User.display_name,
        )
        .join(Deadline, Deadline.id == ReminderSent.deadline_id)
        .join(User, User.id == ReminderSent.recipient_id)
        .where(Deadline.case_id == case_id, Deadline.stopped_at.is_(None))
        .order_by(ReminderSent.id)
    ).all()
    given: dict[tuple[int, date], dict[str, list[tuple[str, datetime]]]] = {}
    for row in rows:
        steps = given.setdefault((row.deadline_id, row.due_on), {})
        steps.setdefault(row.reminder, []).append((row.display_name, row.sent_at))
    return tuple(
        _ladder(one, given.get((one.id, one.due_on), {}))
        for one in clocks
        if one.stopped_at is None and not one.is_suspended
    )


def _ladder(one: DeadlineRow, given: dict[str, list[tuple[str, datetime]]]) -> Ladder:
    coming = next_step(one.clock, one.due_on, clock.today(), current_calendar().is_workday)
    return Ladder(
        clock=_(CLOCK_LABELS[one.clock]),
        due_on=one.due_on,
        rungs=tuple(
            Rung(step_words(_BY_ID[name]), tuple(who for who, _at in people), people[0][1])
            for name, people in given.items()
            if name in _BY_ID
        ),
        next_words=_coming(coming.reminder) if coming else None,
        next_on=coming.fires_on if coming else None,
    )


def _coming(row: Reminder) -> str:
    told = str(_(", ")).join(_(AUDIENCE_LABELS[name]) for name in row.audience)
    return str(_("%(audience)s: %(when)s", audience=told, when=step_words(row)))


def deliveries_of(case_id: int, only_for: int | None = None) -> tuple[Delivery, ...]:
    """Return the newest messages about a case, or only those to one person; one statement."""
    found = (
        select(OutboxMessage, User.display_name)
        .outerjoin(User, User.id == OutboxMessage.recipient_id)
        .where(OutboxMessage.case_id == case_id)
        .order_by(OutboxMessage.id.desc())
        .limit(MOST)
    )
    if only_for is not None:
        found = found.where(OutboxMessage.recipient_id == only_for)
    return tuple(
        _delivery(row.OutboxMessage, row.display_name) for row in db.session.execute(found)
    )


def _delivery(row: OutboxMessage, name: str | None) -> Delivery:
    return Delivery(
        label=words(row.kind, row.params).label,
        recipient=name or group_words(row.group_name),
        is_group=name is None,
        channel=_(LABELS[row.channel]),
        state=row.state,
        state_words=_(STATE_LABELS[row.state]),
        at=row.sent_at or row.available_at,
        reason=row.closing_words or (row.error or "" if row.state != "sent" else ""),
    )


def group_words(name: str | None) -> str:
    """Return a group of a robot as a person reads it: its audience, else its own name."""
    if name in AUDIENCE_LABELS:
        return str(_("group of %(who)s", who=_(AUDIENCE_LABELS[name])))
    return str(_("group of the bureau")) if name in (None, "*") else str(name)
