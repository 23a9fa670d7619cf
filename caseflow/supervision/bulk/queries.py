"""A decision on many cases as its pages show it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import case as sql_case
from sqlalchemy import func, select

from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.filters import parse_query
from caseflow.core.cases.states import STATE_LABELS, State
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.supervision.bulk.actions.undoing import is_undone, why_not_undone
from caseflow.supervision.bulk.models import BulkItem, BulkRun
from caseflow.supervision.bulk.rules import (
    ACTS,
    CANNOT,
    CHANGED,
    DONE,
    ITEM_LABELS,
    REFUSED,
    WAITING,
    BulkAct,
)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One case of a decision and what became of it."""

    case_id: int
    number: str
    title: str
    case_state: State
    case_state_words: str
    state: str
    state_words: str
    words: str


@dataclass(frozen=True, slots=True)
class RunView:
    """A decision: how far it is, and its cases, those that were not done first."""

    id: int
    act: BulkAct
    state: str
    created_at: datetime
    finished_at: datetime | None
    arguments: dict[str, str]
    """The filter of the list that it began from."""
    cut_off: int
    """How many cases of the list were beyond the most that are taken."""
    counts: Counter[str]
    items: tuple[ItemRow, ...]
    why_not_undone: str
    undoes_id: int | None
    undone_by: int | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def done_count(self) -> int:
        return self.counts[DONE]

    @property
    def left_count(self) -> int:
        return self.counts[CANNOT] + self.counts[REFUSED] + self.counts[CHANGED]

    @property
    def settled_count(self) -> int:
        return self.total - self.counts[WAITING]

    @property
    def is_going(self) -> bool:
        return self.state == "waiting"


@dataclass(frozen=True, slots=True)
class RunRow:
    """One line of the list of a person's decisions."""

    id: int
    act: BulkAct
    state: str
    created_at: datetime
    total: int
    done_count: int


def get_run(run_id: int, user: User) -> BulkRun:
    """Return a decision of the person's own, or raise NotVisible."""
    run = db.session.get(BulkRun, run_id)
    if run is None or run.user_id != user.id:
        raise NotVisible(_("There is no such decision among yours."))
    return run


def run_view(run: BulkRun, user: User) -> RunView:
    """Return a decision with its cases; three statements."""
    items = _items(run.id)
    taken_back = is_undone(run.id)
    return RunView(
        id=run.id,
        act=ACTS[run.act],
        state=run.state,
        created_at=run.created_at,
        finished_at=run.finished_at,
        arguments=parse_query(run.query),
        cut_off=max(run.matched_count - len(items), 0),
        counts=Counter(item.state for item in items),
        items=items,
        why_not_undone=why_not_undone(run, user, taken_back),
        undoes_id=run.undoes_id,
        undone_by=_undone_by(run.id) if taken_back else None,
    )


def _undone_by(run_id: int) -> int | None:
    return db.session.scalar(select(BulkRun.id).where(BulkRun.undoes_id == run_id))


def _items(run_id: int) -> tuple[ItemRow, ...]:
    rank = sql_case({REFUSED: 0, CHANGED: 1, CANNOT: 2, WAITING: 3}, value=BulkItem.state, else_=4)
    rows = db.session.execute(
        select(BulkItem.state, BulkItem.words, Case.id, Case.number, Case.title, Case.state)
        .join(Case, Case.id == BulkItem.case_id)
        .where(BulkItem.run_id == run_id)
        .order_by(rank, BulkItem.id)
    )
    return tuple(_item(*row) for row in rows)


def _item(state: str, words: str, case_id: int, number: str, title: str, now: str) -> ItemRow:
    return ItemRow(
        case_id=case_id,
        number=number,
        title=title,
        case_state=State(now),
        case_state_words=_(STATE_LABELS[State(now)]),
        state=state,
        state_words=_(ITEM_LABELS[state]),
        words=words,
    )


def own_runs(user: User, most: int = 50) -> list[RunRow]:
    """Return the person's newest decisions; one statement."""
    done: Any = func.sum(sql_case((BulkItem.state == DONE, 1), else_=0))
    rows = db.session.execute(
        select(BulkRun, func.count(BulkItem.id), done)
        .join(BulkItem, BulkItem.run_id == BulkRun.id)
        .where(BulkRun.user_id == user.id, BulkRun.state != "draft")
        .group_by(BulkRun.id)
        .order_by(BulkRun.id.desc())
        .limit(most)
    )
    return [
        RunRow(run.id, ACTS[run.act], run.state, run.created_at, total, done_count or 0)
        for run, total, done_count in rows
    ]
