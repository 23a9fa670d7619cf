"""Reading exports: a person's own, and the log for auditors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import User
from caseflow.supervision.exports.models import Export, ExportLog
from caseflow.supervision.exports.rules import (
    ACT_LABELS,
    AGAIN,
    FORMS,
    GOING,
    STATE_LABELS,
    percent,
)

LISTED = 50


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An export as its owner's page shows it. `row_count`: None until it is counted."""

    id: int
    filter_words: str
    form_words: str
    reason: str
    with_complainants: bool
    state: str
    row_count: int | None
    done_count: int
    byte_count: int | None
    error: str | None
    asked_at: datetime
    expires_at: datetime | None

    @property
    def state_words(self) -> str:
        return str(_(STATE_LABELS[self.state]))

    @property
    def percent(self) -> int:
        return percent(self.done_count, self.row_count)

    @property
    def is_going(self) -> bool:
        return self.state in GOING

    @property
    def can_be_asked_again(self) -> bool:
        return self.state in AGAIN

    @property
    def size_words(self) -> str:
        """Return the size as people read it: KB below a megabyte."""
        count = self.byte_count or 0
        if count < 1024 * 1024:
            return f"{max(count // 1024, 1):,} KB"
        return f"{count / 1024 / 1024:,.1f} MB"


def own_exports(user: User) -> list[ExportRow]:
    """Return a person's newest exports; one statement."""
    rows = db.session.scalars(
        select(Export).where(Export.user_id == user.id).order_by(Export.id.desc()).limit(LISTED)
    )
    return [_row(row) for row in rows]


def _row(export: Export) -> ExportRow:
    return ExportRow(
        id=export.id,
        filter_words=export.filter_words,
        form_words=str(_(FORMS[export.form])),
        reason=export.reason,
        with_complainants=export.with_complainants,
        state=export.state,
        row_count=export.row_count,
        done_count=export.done_count,
        byte_count=export.byte_count,
        error=export.error,
        asked_at=export.asked_at,
        expires_at=export.expires_at,
    )


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of the log; `person` is None where the system did it."""

    at: datetime
    export_id: int
    act_words: str
    person: str | None
    owner: str
    filter_words: str
    form: str
    reason: str
    with_complainants: bool
    row_count: int | None


def log_page(cursor: str | None) -> Page[LogRow]:
    """Return what became of all exports, the latest first; one statement."""
    owner = aliased(User)
    statement: Any = (
        select(ExportLog, User.display_name.label("person"), owner.display_name.label("owner"))
        .join(Export, Export.id == ExportLog.export_id)
        .join(owner, owner.id == Export.user_id)
        .outerjoin(User, User.id == ExportLog.user_id)
    )
    return fetch_page(statement, [Key(ExportLog.id, is_descending=True)], cursor, _log_row)


def _log_row(row: Any) -> LogRow:
    entry: ExportLog = row.ExportLog
    return LogRow(
        at=entry.at,
        export_id=entry.export_id,
        act_words=str(_(ACT_LABELS[entry.act])),
        person=row.person,
        owner=row.owner,
        filter_words=entry.filter_words,
        form=entry.form,
        reason=entry.reason,
        with_complainants=entry.with_complainants,
        row_count=entry.row_count,
    )
