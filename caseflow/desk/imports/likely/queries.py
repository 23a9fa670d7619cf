"""The page of likely duplicates: each new case with what it may belong to, read from one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import cases_where
from caseflow.core.cases.states import STATE_LABELS, State
from caseflow.desk.imports.actions.tasks import LIKELY, task_of
from caseflow.desk.imports.likely.finder import MERGEABLE
from caseflow.desk.imports.models import ImportCase, ImportLikely
from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import User

SIZE = 50
_other = aliased(Case)
_other_row = aliased(ImportCase)


@dataclass(frozen=True, slots=True)
class Partner:
    """A case suggested for a new one. `row_number` is set if it stands in the same file."""

    id: int
    case_id: int
    number: str
    title: str
    state: State
    state_words: str
    opened_at: datetime
    address_text: str
    row_number: int | None
    score: float
    reasons: tuple[str, ...]
    outcome: str
    refusal: str | None

    @property
    def percent(self) -> int:
        return round(self.score * 100)


@dataclass(frozen=True, slots=True)
class LikelyRow:
    """A case of the import with its suggestions, the best first."""

    case_id: int
    number: str
    version: int
    title: str
    state: State
    state_words: str
    opened_at: datetime
    address_text: str
    row_number: int | None
    partners: tuple[Partner, ...] = ()

    @property
    def can_merge(self) -> bool:
        return self.state in MERGEABLE


@dataclass(frozen=True, slots=True)
class Search:
    """How far the search is. `state`: none, waiting, running, done or failed."""

    state: str
    done_count: int
    total_count: int
    error: str | None
    case_count: int
    """Cases for which something was found."""
    merged_count: int

    @property
    def is_going(self) -> bool:
        return self.state in {"waiting", "running"}


def search_of(run_id: int) -> Search:
    """Return how far the search for likely duplicates of a run is."""
    task = task_of(run_id, LIKELY)
    of_run = ImportLikely.run_id == run_id
    found, merged = db.session.execute(
        select(
            func.count(func.distinct(ImportLikely.case_id)),
            func.count(ImportLikely.id).filter(ImportLikely.outcome == "merged"),
        ).where(of_run)
    ).one()
    if task is None:
        return Search("none", 0, 0, None, found, merged)
    return Search(task.state, task.done_count, task.total_count, task.error, found, merged)


def likely_rows(run_id: int, user: User, cursor: str | None) -> Page[LikelyRow]:
    """Return a page of the new cases that have suggestions; two statements however many."""
    has_partner = exists().where(
        ImportLikely.case_id == ImportCase.case_id, ImportLikely.other_case_id.in_(_seen(user))
    )
    columns: tuple[Any, ...] = (
        ImportCase.case_id,
        ImportCase.row_number,
        Case.number,
        Case.version,
        Case.title,
        Case.state,
        Case.opened_at,
        Case.address_text,
    )
    statement = (
        select(*columns)
        .join(Case, Case.id == ImportCase.case_id)
        .where(
            ImportCase.run_id == run_id, Case.state != State.VOID, cases_where(user), has_partner
        )
    )
    page = fetch_page(statement, [Key(ImportCase.case_id)], cursor, tuple, SIZE)
    partners = _partners([row[0] for row in page.items], user)
    rows = [_row(row, partners.get(row[0], ())) for row in page.items]
    return Page(rows, page.next_cursor, page.prev_cursor)


def _seen(user: User) -> Any:
    """Return the cases within reach that are not void."""
    return select(Case.id).where(cases_where(user), Case.state != State.VOID).correlate(None)


def _row(row: Any, partners: tuple[Partner, ...]) -> LikelyRow:
    case_id, row_number, number, version, title, state, opened_at, address_text, *_keys = row
    return LikelyRow(
        case_id=case_id,
        number=number,
        version=version,
        title=title,
        state=State(state),
        state_words=_(STATE_LABELS[State(state)]),
        opened_at=opened_at,
        address_text=address_text,
        row_number=row_number,
        partners=partners,
    )


def _partners(case_ids: list[int], user: User) -> dict[int, tuple[Partner, ...]]:
    same_run: ColumnElement[bool] = _other_row.run_id == ImportLikely.run_id
    rows = db.session.execute(
        select(
            ImportLikely.id,
            ImportLikely.case_id,
            ImportLikely.score,
            ImportLikely.reasons,
            ImportLikely.outcome,
            ImportLikely.refusal,
            _other.id.label("other_id"),
            _other.number,
            _other.title,
            _other.state,
            _other.opened_at,
            _other.address_text,
            _other_row.row_number,
        )
        .join(_other, _other.id == ImportLikely.other_case_id)
        .outerjoin(_other_row, (_other_row.case_id == _other.id) & same_run)
        .where(
            ImportLikely.case_id.in_(case_ids),
            ImportLikely.other_case_id.in_(_seen(user)),
        )
        .order_by(ImportLikely.case_id, ImportLikely.score.desc(), ImportLikely.id)
    )
    found: dict[int, tuple[Partner, ...]] = {}
    for row in rows:
        found[row.case_id] = (*found.get(row.case_id, ()), _partner(row))
    return found


def _partner(row: Any) -> Partner:
    state = State(row.state)
    return Partner(
        id=row.id,
        case_id=row.other_id,
        number=row.number,
        title=row.title,
        state=state,
        state_words=_(STATE_LABELS[state]),
        opened_at=row.opened_at,
        address_text=row.address_text,
        row_number=row.row_number,
        score=row.score,
        reasons=tuple(_(reason) for reason in row.reasons),
        outcome=row.outcome,
        refusal=row.refusal,
    )
