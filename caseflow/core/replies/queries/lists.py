"""The lists of replies: to approve, to call back, and what is called not solved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.due import Due, due_of
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import State
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.rules import DayUnit
from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.reference import REPLY_WAYS
from caseflow.core.replies.models import CallBack, CallBackTask, Reply, ReplyDraft, UnsolvedReport
from caseflow.core.replies.rules import (
    EXCLUDED,
    OPEN,
    PROPOSED,
    REPLY_FORMS,
    SOURCES_SAID,
    WAITING,
)
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission

MOST = 200


def _due(due_at: datetime | None) -> Due | None:
    """Return the badge of a term of working days; None if no clock runs."""
    if due_at is None:
        return None
    return due_of(clock.local_date(due_at), due_at=due_at, unit=DayUnit.WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A reply that waits for approval."""

    case_id: int
    number: str
    title: str
    form_words: str
    petition_count: int
    proposed_at: datetime
    proposed_by: str
    is_own: bool
    due_at: datetime | None


def _approvals(user: User) -> ColumnElement[bool]:
    may_see = cases_where(user, Permission.REPLY_APPROVE)
    return and_(ReplyDraft.state == PROPOSED, may_see, Case.state == State.REPLY_OWED)


def approval_count(user: User) -> int:
    """Return how many replies wait for approval within the person's reach."""
    wanted = select(func.count(ReplyDraft.id)).join(Case, Case.id == ReplyDraft.case_id)
    return db.session.scalar(wanted.where(_approvals(user))) or 0


def approval_rows(user: User) -> list[ApprovalRow]:
    """Return the replies that wait for approval, the longest waiting first; one statement."""
    drafter = aliased(User)
    petitions = (
        select(func.count(Petition.id))
        .where(Petition.case_id == Case.id, Petition.answered_at.is_(None))
        .scalar_subquery()
    )
    due = (
        select(func.min(Deadline.due_at))
        .where(
            Deadline.case_id == Case.id, Deadline.clock == "reply", Deadline.stopped_at.is_(None)
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            ReplyDraft,
            Case.number,
            Case.title,
            drafter.display_name,
            petitions.label("petitions"),
            due.label("due_at"),
        )
        .join(Case, Case.id == ReplyDraft.case_id)
        .outerjoin(drafter, drafter.id == ReplyDraft.proposed_by_id)
        .where(_approvals(user))
        .order_by(ReplyDraft.proposed_at, ReplyDraft.id)
        .limit(MOST)
    )
    return [
        ApprovalRow(
            case_id=row.ReplyDraft.case_id,
            number=row.number,
            title=row.title,
            form_words=_(REPLY_FORMS[row.ReplyDraft.form]),
            petition_count=row.petitions,
            proposed_at=row.ReplyDraft.proposed_at,
            proposed_by=row.display_name or "",
            is_own=user.id in {row.ReplyDraft.proposed_by_id, row.ReplyDraft.drafted_by_id},
            due_at=row.due_at,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class UnsolvedRow:
    """What a complainant calls not solved."""

    case_id: int
    petition_id: int
    number: str
    title: str
    petition_number: str
    source_words: str
    words: str
    told_at: datetime
    due: Due | None
    due_at: datetime | None
    proposed_by: str | None
    proposed_reason: str
    is_proposed: bool


def _unsolved(user: User) -> ColumnElement[bool]:
    return and_(UnsolvedReport.state == OPEN, cases_where(user, Permission.CASE_VIEW))


def unsolved_count(user: User) -> int:
    """Return how many matters called not solved wait for a decision."""
    wanted = select(func.count(UnsolvedReport.id)).join(Case, Case.id == UnsolvedReport.case_id)
    return db.session.scalar(wanted.where(_unsolved(user))) or 0


def unsolved_rows(user: User) -> list[UnsolvedRow]:
    """Return what complainants call not solved, the earliest due first; one statement."""
    proposer = aliased(User)
    due = (
        select(func.min(Deadline.due_at))
        .where(
            Deadline.petition_id == UnsolvedReport.petition_id,
            Deadline.clock == "unsolved",
            Deadline.stopped_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            UnsolvedReport,
            Case.number,
            Case.title,
            Petition.number.label("petition_number"),
            proposer.display_name,
            due.label("due_at"),
        )
        .join(Case, Case.id == UnsolvedReport.case_id)
        .join(Petition, Petition.id == UnsolvedReport.petition_id)
        .outerjoin(proposer, proposer.id == UnsolvedReport.proposed_by_id)
        .where(_unsolved(user))
        .order_by(due, UnsolvedReport.id)
        .limit(MOST)
    )
    return [_unsolved_row(row) for row in rows]


def _unsolved_row(row: Any) -> UnsolvedRow:
    report = row.UnsolvedReport
    return UnsolvedRow(
        case_id=report.case_id,
        petition_id=report.petition_id,
        number=row.number,
        title=row.title,
        petition_number=row.petition_number,
        source_words=_(SOURCES_SAID[report.source]),
        words=report.words,
        told_at=report.told_at,
        due=_due(row.due_at),
        due_at=row.due_at,
        proposed_by=row.display_name,
        proposed_reason=report.proposed_reason,
        is_proposed=report.proposed_by_id is not None,
    )


@dataclass(frozen=True, slots=True)
class CallRow:
    """A petitioner to be called back."""

    case_id: int
    petition_id: int
    number: str
    subject: str
    way: str
    answer: str
    answered_at: datetime
    due: Due | None
    due_at: datetime | None
    attempt_count: int
    latest_attempt_at: datetime | None


def _calls(user: User) -> ColumnElement[bool]:
    may_see = cases_where(user, Permission.PETITION_CALL_BACK)
    return and_(CallBackTask.state == WAITING, Case.state == State.CLOSED, may_see)


def call_count(user: User) -> int:
    """Return how many petitioners are to be called back within the person's reach."""
    wanted = select(func.count(CallBackTask.id)).join(Case, Case.id == CallBackTask.case_id)
    return db.session.scalar(wanted.where(_calls(user))) or 0


def call_rows(user: User) -> list[CallRow]:
    """Return who is to be called back, the earliest due first; one statement."""
    tried = (
        CallBack.petition_id == Petition.id,
        CallBack.called_at >= Reply.given_at,
        CallBack.was_reached.is_(False),
    )
    due = (
        select(func.min(Deadline.due_at))
        .where(
            Deadline.petition_id == Petition.id,
            Deadline.clock == "callback",
            Deadline.stopped_at.is_(None),
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            CallBackTask.case_id,
            Petition.id,
            Petition.number,
            Petition.subject,
            Petition.reply_way,
            Reply.words,
            Reply.given_at,
            due.label("due_at"),
            select(func.count(CallBack.id)).where(*tried).scalar_subquery().label("attempts"),
            select(func.max(CallBack.called_at)).where(*tried).scalar_subquery().label("latest"),
        )
        .join(Case, Case.id == CallBackTask.case_id)
        .join(Petition, Petition.id == CallBackTask.petition_id)
        .join(Reply, Reply.id == CallBackTask.reply_id)
        .where(_calls(user))
        .order_by(due, CallBackTask.id)
        .limit(MOST)
    )
    return [
        CallRow(
            case_id=row.case_id,
            petition_id=row.id,
            number=row.number,
            subject=row.subject,
            way=_(REPLY_WAYS[row.reply_way]),
            answer=row.words,
            answered_at=row.given_at,
            due=_due(row.due_at),
            due_at=row.due_at,
            attempt_count=row.attempts,
            latest_attempt_at=row.latest,
        )
        for row in rows
    ]


def call_exclusions(user: User) -> list[tuple[str, int]]:
    """Return why petitions are not called back, with how many: nothing is left out unseen."""
    rows = db.session.execute(
        select(CallBackTask.excluded_because, func.count())
        .join(Case, Case.id == CallBackTask.case_id)
        .where(CallBackTask.excluded_because != "", cases_where(user, Permission.CASE_VIEW))
        .group_by(CallBackTask.excluded_because)
        .order_by(CallBackTask.excluded_because)
    )
    return [(_(EXCLUDED[code]), count) for code, count in rows]
