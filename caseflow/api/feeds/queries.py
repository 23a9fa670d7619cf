"""Reading a person's due days, as their calendar shows them; nothing of a complainant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, or_, select

from caseflow.api.feeds.models import CalendarFeed
from caseflow.api.feeds.rules import AHEAD_DAYS, MOST_EVENTS, SEES_ALL_LATE, WATCHED, DueEvent
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.lists.due import can_be_late
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.scope import cases_where
from caseflow.core.deadlines.models import Deadline, DeadlineChange
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.core.messages.rendering import base_url
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.people.accounts.models import User


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed address as its owner sees it; the address itself is gone."""

    id: int
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


def feed_rows(user: User) -> list[FeedRow]:
    """Return the person's feed addresses, the newest first; one statement."""
    rows = db.session.scalars(
        select(CalendarFeed)
        .where(CalendarFeed.user_id == user.id)
        .order_by(CalendarFeed.id.desc())
        .limit(10)
    )
    return [FeedRow(row.id, row.created_at, row.last_used_at, row.revoked_at) for row in rows]


def due_events(user: User) -> list[DueEvent]:
    """Return the person's late days and those of the next sixty, the nearest first.

    Two statements, and one for the reach.
    """
    rows = db.session.execute(_statement(user)).all()
    changes = _changes([row.id for row in rows])
    return [_event(row, *changes.get(row.id, (0, row.started_at))) for row in rows]


def _statement(user: User) -> Any:
    horizon = clock.end_of_day(clock.today() + timedelta(days=AHEAD_DAYS))
    return (
        select(
            Deadline.id,
            Deadline.clock,
            Deadline.due_on,
            Deadline.due_at,
            Deadline.unit,
            Deadline.started_at,
            Deadline.is_provisional,
            Case.id.label("case_id"),
            Case.number,
            Township.name,
            Township.name_en,
        )
        .join(Case, Case.id == Deadline.case_id)
        .outerjoin(Township, Township.code == Case.township_code)
        .where(
            Deadline.stopped_at.is_(None),
            Deadline.is_suspended.is_(False),
            Deadline.due_at <= horizon,
            cases_where(user),
            _theirs(user),
        )
        .order_by(Deadline.due_at, Deadline.id)
        .limit(MOST_EVENTS)
    )


def _theirs(user: User) -> ColumnElement[bool]:
    """Return the clause of the deadlines that are this person's turn."""
    found = [Case.assignee_id == user.id]
    if watched := WATCHED.get(user.role, ()):
        found.append(Deadline.clock.in_(watched))
    if user.role in SEES_ALL_LATE:
        found.append(and_(Deadline.due_at < clock.now(), can_be_late()))
    return or_(*found)


def _changes(deadline_ids: list[int]) -> dict[int, tuple[int, datetime]]:
    """Return how often each deadline was moved, and when last."""
    rows = db.session.execute(
        select(DeadlineChange.deadline_id, func.count(), func.max(DeadlineChange.at))
        .where(DeadlineChange.deadline_id.in_(deadline_ids))
        .group_by(DeadlineChange.deadline_id)
    )
    return {deadline_id: (count, at) for deadline_id, count, at in rows}


def _event(row: Any, revision: int, changed_at: datetime) -> DueEvent:
    name, township = _(CLOCK_LABELS[row.clock]), local_name(row.name, row.name_en) or ""
    hour = f" {clock.local(row.due_at):%H:%M}" if row.unit == "hours" else ""
    words = _("Case %(number)s: %(clock)s is due.", number=row.number, clock=name) + hour
    if row.is_provisional:
        words += "\n" + _("The holidays of that year are not published yet; this day may move.")
    return DueEvent(
        deadline_id=row.id,
        on=row.due_on,
        summary=f"{name}{hour} · {row.number}" + (f" · {township}" if township else ""),
        description=str(words),
        place=township,
        link=f"{base_url(settings())}/cases/{row.case_id}",
        revision=revision,
        changed_at=changed_at,
    )
