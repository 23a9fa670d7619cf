"""What stands against a source, in a few lines: for whoever takes a new complaint of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import ENDED, STATE_LABELS, State
from caseflow.core.enforcement.models import Penalty, RectificationOrder
from caseflow.core.sources.models import PollutionSource
from caseflow.core.sources.rules import WITHIN, Tally, repeat_grounds
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

CASES_SHOWN = 4
PENALTIES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class RecordedCase:
    """A late case against the source."""

    id: int
    number: str
    title: str
    state: State
    opened_at: datetime

    @property
    def state_words(self) -> str:
        return str(_(STATE_LABELS[self.state]))


@dataclass(frozen=True, slots=True)
class PenaltyRow:
    """A penalty as recorded; `amount_yuan` None: none in money."""

    number: str
    decided_on: date
    authority: str
    basis: str
    words: str
    amount_yuan: int | None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """The record of a source; counts are of all years, `grounds` of the last one."""

    source_id: int
    name: str
    case_count: int
    open_case_count: int
    order_count: int
    open_order_count: int
    grounds: tuple[str, ...]
    """Why it is a repeat offender, in sentences; empty: it is none."""
    cases: tuple[RecordedCase, ...]
    penalties: tuple[PenaltyRow, ...]


def source_record(source_id: int, user: User) -> SourceRecord | None:
    """Return the record, of cases within the user's reach; None without such a source.

    Four statements.
    """
    name = db.session.scalar(select(PollutionSource.name).where(PollutionSource.id == source_id))
    if name is None:
        return None
    counted = _counts(source_id, user)
    tally = Tally(*counted[4:])
    return SourceRecord(
        source_id=source_id,
        name=name,
        case_count=counted[0],
        open_case_count=counted[1],
        order_count=counted[2],
        open_order_count=counted[3],
        grounds=tuple(_(words, count=count) for words, count in repeat_grounds(tally)),
        cases=_cases(source_id, user),
        penalties=penalties_of(source_id, PENALTIES_SHOWN),
    )


def _counts(source_id: int, user: User) -> Any:
    """Return cases, open ones, orders, open ones, and then the fields of Tally in their order."""
    since = clock.now() - WITHIN
    mine = (Case.source_id == source_id, cases_where(user), Case.state != State.VOID)
    lately = (*mine, Case.opened_at >= since, Case.state.not_in([State.MERGED, State.WITHDRAWN]))
    order = RectificationOrder.complied_at.is_(None)
    late = RectificationOrder.due_on < clock.today()

    def cases(*where: ColumnElement[bool]) -> Any:
        return select(func.count(Case.id)).where(*where).scalar_subquery()

    def orders(*where: ColumnElement[bool]) -> Any:
        found = select(func.count(RectificationOrder.id)).join(
            Case, Case.id == RectificationOrder.case_id
        )
        return found.where(*mine, *where).scalar_subquery()

    penalties = select(func.count(Penalty.id)).where(
        Penalty.source_id == source_id, Penalty.decided_on >= clock.local_date(since)
    )
    return db.session.execute(
        select(
            cases(*mine),
            cases(*mine, Case.state.not_in(list(ENDED))),
            orders(),
            orders(order),
            cases(*lately),
            cases(*lately, Case.conclusion.in_(["founded", "partly"])),
            orders(RectificationOrder.issued_at >= since),
            orders(order, late),
            penalties.scalar_subquery(),
        )
    ).one()


def _cases(source_id: int, user: User) -> tuple[RecordedCase, ...]:
    rows = db.session.execute(
        select(Case.id, Case.number, Case.title, Case.state, Case.opened_at)
        .where(Case.source_id == source_id, cases_where(user), Case.state != State.VOID)
        .order_by(Case.opened_at.desc())
        .limit(CASES_SHOWN)
    )
    return tuple(RecordedCase(r.id, r.number, r.title, State(r.state), r.opened_at) for r in rows)


def penalties_of(source_id: int, most: int = 100) -> tuple[PenaltyRow, ...]:
    """Return the penalties recorded against a source, the latest first."""
    rows = db.session.execute(
        select(
            Penalty.number,
            Penalty.decided_on,
            Penalty.authority,
            Penalty.basis,
            Penalty.words,
            Penalty.amount_yuan,
        )
        .where(Penalty.source_id == source_id)
        .order_by(Penalty.decided_on.desc(), Penalty.id.desc())
        .limit(most)
    )
    return tuple(PenaltyRow(*row) for row in rows)
