"""Reading supervision notices: of one case, as a list with its counts, and one to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.names import local_name
from caseflow.core.cases.scope import cases_where
from caseflow.core.notices.models import SupervisionNotice
from caseflow.core.notices.rules import (
    ACCEPTED,
    ANSWERED,
    DROPPED,
    GROUNDS,
    ISSUED,
    PROPOSED,
    STATE_LABELS,
)
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.people.accounts.models import Unit, User
from caseflow.people.permissions.policy import Permission

MOST = 200


@dataclass(frozen=True, slots=True)
class Shelf:
    """One part of the list of notices."""

    key: str
    label: str
    icon: str
    tone: str
    empty: str


SHELVES: tuple[Shelf, ...] = (
    Shelf("late", N_("Not answered in time"), "exclamation-triangle", "late",
          N_("Every notice was answered in time, or still has time.")),
    Shelf("open", N_("To be answered"), "flag", "today", N_("No notice waits for an answer.")),
    Shelf("answered", N_("Answers to judge"), "chat-left-text", "soon",
          N_("No answer waits to be judged.")),
    Shelf("proposed", N_("Proposed by the system"), "hourglass-split", "soon",
          N_("No case is late beyond the ladder without a notice.")),
    Shelf("settled", N_("Settled"), "check-circle", "", N_("No notice was settled yet.")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as lists, the page of its case and the printed form show it."""

    id: int
    case_id: int
    case_number: str
    case_title: str
    number: str | None
    state: str
    state_words: str
    is_late: bool
    ground: str
    ground_source: str
    demand: str
    answer_by_on: date | None
    unit: str | None
    handler: str | None
    issued_at: datetime | None
    issued_by: str | None
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None
    return_count: int
    proposed_at: datetime | None
    settled_at: datetime | None
    settled_words: str

    @property
    def issued_on(self) -> date | None:
        """The local day of issue, as the printed form has it."""
        return clock.local_date(self.issued_at) if self.issued_at else None

    @property
    def answered_on(self) -> date | None:
        return clock.local_date(self.answered_at) if self.answered_at else None


def _where(shelf: str, today: date) -> ColumnElement[bool]:
    row = SupervisionNotice
    return {
        "late": and_(row.state == ISSUED, row.answer_by_on < today),
        "open": row.state == ISSUED,
        "answered": row.state == ANSWERED,
        "proposed": row.state == PROPOSED,
        "settled": row.state.in_((ACCEPTED, DROPPED)),
    }[shelf]


def notice_counts(user: User) -> dict[str, int]:
    """Return how many notices stand on each shelf, of cases within the person's reach."""
    today = clock.today()
    counted = [
        func.count(case((_where(shelf.key, today), SupervisionNotice.id))) for shelf in SHELVES
    ]
    row = db.session.execute(
        select(*counted)
        .select_from(SupervisionNotice)
        .join(Case, Case.id == SupervisionNotice.case_id)
        .where(cases_where(user, Permission.NOTICE_VIEW))
    ).one()
    return dict(zip((shelf.key for shelf in SHELVES), row, strict=True))


def notice_rows(user: User, shelf: str) -> list[NoticeRow]:
    """Return the notices of one shelf within the person's reach, the most pressing first."""
    found = _rows().where(cases_where(user, Permission.NOTICE_VIEW), _where(shelf, clock.today()))
    newest_first = shelf == "settled"
    order = SupervisionNotice.id.desc() if newest_first else SupervisionNotice.answer_by_on
    found = found.order_by(order, SupervisionNotice.id).limit(MOST)
    return [_read(row) for row in db.session.execute(found)]


def notices_of(case_id: int) -> tuple[NoticeRow, ...]:
    """Return the notices of a case that were issued, and one that is proposed; newest first."""
    found = _rows().where(SupervisionNotice.case_id == case_id, SupervisionNotice.state != DROPPED)
    found = found.order_by(SupervisionNotice.id.desc())
    return tuple(_read(row) for row in db.session.execute(found))


def get_notice(user: User, notice_id: int) -> NoticeRow:
    """Return an issued notice, or raise NotVisible if there is none within reach."""
    found = _rows().where(
        SupervisionNotice.id == notice_id,
        SupervisionNotice.number.is_not(None),
        cases_where(user, Permission.NOTICE_VIEW),
    )
    row = db.session.execute(found).one_or_none()
    if row is None:
        raise NotVisible(_("There is no such notice, or its case is not within your reach."))
    return _read(row)


def _rows() -> Any:
    handler, issuer, answerer = aliased(User), aliased(User), aliased(User)
    return (
        select(
            SupervisionNotice,
            Case.number.label("case_number"),
            Case.title.label("case_title"),
            Unit.name.label("unit"),
            Unit.name_en.label("unit_en"),
            handler.display_name.label("handler"),
            issuer.display_name.label("issuer"),
            answerer.display_name.label("answerer"),
        )
        .join(Case, Case.id == SupervisionNotice.case_id)
        .outerjoin(Unit, Unit.id == SupervisionNotice.unit_id)
        .outerjoin(handler, handler.id == SupervisionNotice.assignee_id)
        .outerjoin(issuer, issuer.id == SupervisionNotice.issued_by_id)
        .outerjoin(answerer, answerer.id == SupervisionNotice.answered_by_id)
    )


def _read(row: Any) -> NoticeRow:
    notice = row.SupervisionNotice
    ground = GROUNDS[notice.ground]
    return NoticeRow(
        id=notice.id,
        case_id=notice.case_id,
        case_number=row.case_number,
        case_title=row.case_title,
        number=notice.number,
        state=notice.state,
        state_words=_(STATE_LABELS[notice.state]),
        is_late=notice.state == ISSUED and notice.answer_by_on < clock.today(),
        ground=_(ground.label),
        ground_source=ground.source,
        demand=notice.demand,
        answer_by_on=notice.answer_by_on,
        unit=local_name(row.unit, row.unit_en),
        handler=row.handler,
        issued_at=notice.issued_at,
        issued_by=row.issuer,
        answer=notice.answer,
        answered_at=notice.answered_at,
        answered_by=row.answerer,
        return_count=notice.return_count,
        proposed_at=notice.proposed_at,
        settled_at=notice.settled_at,
        settled_words=notice.settled_words,
    )
