"""Proposing supervision notices and dropping proposals. The acts are in cases/actions/noticing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, String, cast, exists, select, update

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.messages.actions import addressee_of, leaves_the_house, rows_for
from caseflow.core.messages.audience import Directory
from caseflow.core.messages.catalogue import CATALOGUE
from caseflow.core.notices.models import SupervisionNotice
from caseflow.core.notices.rules import (
    DROPPED,
    PROPOSE_AFTER_WORKING_DAYS,
    PROPOSED,
    UNIT_OWES,
    WATCHED,
)
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.notifications.outbox import insert_new, queue_messages
from caseflow.ground.unit_of_work import unit_of_work

BATCH = 100


def propose_notices(now: datetime) -> int:
    """Propose a notice for every case that is late beyond the ladder and has none.

    Nothing is sent to a unit: the supervisors are told that a draft waits. Each batch is one
    transaction; run twice, it proposes once, by the unique key of deadline and due day.
    """
    before = _late_since(clock.local_date(now))
    total = 0
    while True:
        with unit_of_work():
            found = _late_without_notice(before)
            for deadline in found:
                _propose(deadline, now)
        total += len(found)
        if not found:
            return total


def _late_since(today: date) -> date:
    """Return the last due day of what is late by so many working days today."""
    is_working, day = current_calendar().is_workday, today
    for _nth in range(PROPOSE_AFTER_WORKING_DAYS):
        day -= timedelta(days=1)
        while not is_working(day):
            day -= timedelta(days=1)
    return day


def _late_without_notice(due_by: date) -> list[Deadline]:
    """Return the longest late deadline of each case that has no notice, in any state but one.

    A dropped proposal is no reason not to propose on another ground later.
    """
    has_notice = exists().where(
        SupervisionNotice.case_id == Deadline.case_id, SupervisionNotice.state != DROPPED
    )
    was_proposed = exists().where(SupervisionNotice.proposal_key == _key_column())
    rows = db.session.scalars(
        select(Deadline)
        .join(Case, Case.id == Deadline.case_id)
        .where(
            Deadline.stopped_at.is_(None),
            Deadline.due_at <= clock.end_of_day(due_by),
            Deadline.clock.in_(WATCHED),
            ~Deadline.is_suspended,
            Case.state.in_(UNIT_OWES),
            Case.unit_id.is_not(None),
            ~has_notice,
            ~was_proposed,
        )
        .order_by(Deadline.due_at, Deadline.id)
        .limit(BATCH)
    )
    return list({row.case_id: row for row in reversed(list(rows))}.values())


def _key_column() -> ColumnElement[str]:
    return cast(Deadline.id, String) + ":" + cast(Deadline.due_on, String)


def _propose(deadline: Deadline, now: datetime) -> None:
    case = db.session.get_one(Case, deadline.case_id)
    db.session.execute(
        insert_new(SupervisionNotice).values(
            case_id=case.id,
            state=PROPOSED,
            proposal_key=f"{deadline.id}:{deadline.due_on.isoformat()}",
            unit_id=case.unit_id,
            assignee_id=case.assignee_id,
            ground="overdue",
            demand="",
            proposed_at=now,
            return_count=0,
            settled_words="",
        )
    )
    kind, directory = "notice_proposed", Directory(clock.local_date(now))
    message, addressee = CATALOGUE[kind], addressee_of(case)
    queue_messages(
        rows_for(
            f"{kind}:{deadline.id}:{deadline.due_on.isoformat()}",
            message.channels,
            directory.recipients(message.audience, addressee),
            kind,
            case.id,
            {
                "number": case.number,
                "clock": deadline.clock,
                "due_on": deadline.due_on.isoformat(),
            },
            now,
            wishes=directory.wishes if leaves_the_house(message.channels) else None,
            groups=directory.groups(message.audience, addressee.unit_id),
        ),
        now,
    )


def drop_proposal(notice_id: int, reason: str, actor_id: int, now: datetime) -> None:
    """Decide that no notice is issued, with the reason. Never commits.

    Raises NotVisible if there is no such proposal any more, BadInput without a reason.
    """
    if not reason.strip():
        raise BadInput(_("Enter %(thing)s.", thing=_("a reason")))
    dropped = db.session.execute(
        update(SupervisionNotice)
        .where(SupervisionNotice.id == notice_id, SupervisionNotice.state == PROPOSED)
        .values(state=DROPPED, settled_at=now, settled_by_id=actor_id, settled_words=reason.strip())
        .execution_options(synchronize_session="fetch")
    )
    if dropped.rowcount != 1:  # type: ignore[attr-defined]
        raise NotVisible(_("This proposal was issued or dropped in the meantime."))
