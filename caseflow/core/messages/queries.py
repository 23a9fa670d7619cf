"""Reading the inbox, the messages that could not be delivered, and how many are unread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import cases_where
from caseflow.core.messages.actions import path_of
from caseflow.core.messages.audience import Addressee, Directory
from caseflow.core.messages.catalogue import DUTY_SUPERVISOR
from caseflow.core.messages.course import group_words
from caseflow.core.messages.lookup_codes import LOOKUP_CODE
from caseflow.core.messages.petitioner import PETITIONER_KINDS
from caseflow.core.messages.rendering import Words, words
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.notifications.channels.table import LABELS
from caseflow.ground.notifications.models import InboxMessage, OutboxMessage
from caseflow.ground.notifications.outbox import UNDELIVERED
from caseflow.people.accounts.models import User

PAGE = 50
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One message in the reader's language; `case_id` and `title` only while the case is theirs.

    `path`: the page that it leads to, None where there is none.
    """

    id: int
    words: Words
    created_at: datetime
    is_read: bool
    case_id: int | None
    case_number: str | None
    title: str | None
    path: str | None


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Unread messages first, then read ones; `next_mark` continues the list."""

    rows: list[InboxRow]
    next_mark: str | None
    newest_id: int
    unread_count: int


def unread_count(user_id: int) -> int:
    """Return how many messages are unread, counted up to 100 by the inbox's index."""
    some = (
        select(InboxMessage.id)
        .where(InboxMessage.user_id == user_id, InboxMessage.read_at.is_(None))
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _rows(user: User, clause: ColumnElement[bool], before: int | None, most: int) -> list[Any]:
    theirs = and_(Case.id == InboxMessage.case_id, cases_where(user))
    statement = (
        select(
            InboxMessage.id,
            InboxMessage.kind,
            InboxMessage.params,
            InboxMessage.created_at,
            InboxMessage.read_at,
            Case.id.label("case_id"),
            Case.title,
        )
        .outerjoin(Case, theirs)
        .where(InboxMessage.user_id == user.id, clause)
        .order_by(InboxMessage.id.desc())
        .limit(most)
    )
    if before is not None:
        statement = statement.where(InboxMessage.id < before)
    return list(db.session.execute(statement))


def _parsed(mark: str | None) -> tuple[str, int | None]:
    """Read a page mark: u or r (unread, read) and the id to go on from; else the beginning."""
    if mark and mark[0] in "ur" and mark[1:].isdigit():
        return mark[0], int(mark[1:])
    return "u", None


def inbox_page(user: User, mark: str | None = None) -> InboxPage:
    """Return a page of the person's inbox, beginning after `mark`."""
    part, before = _parsed(mark)
    found: list[Any] = []
    if part == "u":
        found = _rows(user, InboxMessage.read_at.is_(None), before, PAGE + 1)
        before = None
    if len(found) <= PAGE:
        found += _rows(user, InboxMessage.read_at.is_not(None), before, PAGE + 1 - len(found))
    shown, last = found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None
    next_mark = f"{'r' if last.read_at else 'u'}{last.id}" if last is not None else None
    return InboxPage(
        rows=[_inbox_row(row) for row in shown],
        next_mark=next_mark,
        newest_id=max((row.id for row in shown), default=0),
        unread_count=unread_count(user.id),
    )


def _inbox_row(row: Any) -> InboxRow:
    return InboxRow(
        id=row.id,
        words=words(row.kind, row.params),
        created_at=row.created_at,
        is_read=row.read_at is not None,
        case_id=row.case_id,
        case_number=row.params.get("number"),
        title=row.title,
        path=path_of(row.kind, row.case_id, row.params),
    )


@dataclass(frozen=True, slots=True)
class StuckRow:
    """A message that failed, or whose latest attempt failed."""

    id: int
    label: str
    case_number: str | None
    recipient: str
    """A person's name, or of a group that of the audience or unit."""
    is_group: bool
    channel: str
    channel_words: str
    has_failed: bool
    attempts: int
    created_at: datetime
    available_at: datetime
    reason: str
    owner_id: int | None
    owner: str | None
    """Who takes care of it; None: whoever owns the list."""


def list_owner() -> str:
    """Return who owns the list by name: the supervisor on duty, else whoever stands in."""
    nobody = Addressee(case_id=0, number="", unit_id=None, assignee_id=None, created_by_id=None)
    found = Directory(clock.today()).resolve(DUTY_SUPERVISOR, nobody)
    return found[0].display_name if found else ""


def _group_or_petitioner(row: Any) -> str:
    if row.kind in PETITIONER_KINDS or row.kind == LOOKUP_CODE:
        return str(_("the complainant"))
    return group_words(row.group_name)


def undeliverable(most: int = 200) -> list[StuckRow]:
    """Return messages that failed, and those still retried, the newest first."""
    keeper = aliased(User)
    rows = db.session.execute(
        select(
            OutboxMessage.id,
            OutboxMessage.kind,
            OutboxMessage.params,
            OutboxMessage.channel,
            OutboxMessage.state,
            OutboxMessage.attempts,
            OutboxMessage.created_at,
            OutboxMessage.available_at,
            OutboxMessage.error,
            OutboxMessage.group_name,
            OutboxMessage.owner_id,
            User.display_name,
            keeper.display_name.label("owner"),
        )
        .outerjoin(User, User.id == OutboxMessage.recipient_id)
        .outerjoin(keeper, keeper.id == OutboxMessage.owner_id)
        .where(OutboxMessage.state.in_(UNDELIVERED), OutboxMessage.error.is_not(None))
        .order_by(OutboxMessage.id.desc())
        .limit(most)
    )
    return [
        StuckRow(
            id=row.id,
            label=words(row.kind, row.params).label,
            case_number=row.params.get("number"),
            recipient=row.display_name or _group_or_petitioner(row),
            is_group=row.display_name is None,
            channel=row.channel,
            channel_words=_(LABELS[row.channel]),
            has_failed=row.state == "failed",
            attempts=row.attempts,
            created_at=row.created_at,
            available_at=row.available_at,
            reason=row.error or "",
            owner_id=row.owner_id,
            owner=row.owner,
        )
        for row in rows
    ]
