"""The list of publications by state, with counts and the due day of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, func, select

from caseflow.core.cases.due import Due, due_of
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import User
from caseflow.public.publication.actions.marks import TITLE, redacted
from caseflow.public.publication.actions.steps import CLOCK
from caseflow.public.publication.lifecycle import STATE_LABELS, PublicationState
from caseflow.public.publication.models import Publication

SIZE = 30
ORDER = (
    PublicationState.DRAFT,
    PublicationState.PROPOSED,
    PublicationState.APPROVED,
    PublicationState.PUBLISHED,
    PublicationState.WITHDRAWN,
)

OUT = frozenset({PublicationState.PUBLISHED, PublicationState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    id: int
    title: str
    state: PublicationState
    state_words: str
    case_number: str
    drafted_by: str
    drafted_at: datetime
    undecided_count: int
    due: Due | None


RUNNING = and_(
    Deadline.case_id == Publication.case_id,
    Deadline.clock == CLOCK,
    Deadline.stopped_at.is_(None),
)
DUE_COLUMNS = (Deadline.due_on, Deadline.due_at, Deadline.unit, Deadline.is_provisional)


def due_badge(row: Any) -> Due | None:
    if row.due_on is None:
        return None
    return due_of(
        row.due_on,
        due_at=row.due_at,
        unit=row.unit,
        is_provisional=row.is_provisional,
        name=CLOCK,
    )


def publication_counts() -> dict[PublicationState, int]:
    """Return how many publications stand in each state; one statement."""
    rows = db.session.execute(
        select(Publication.state, func.count(Publication.id)).group_by(Publication.state)
    )
    found = {PublicationState(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in ORDER}


def publication_rows(state: PublicationState, cursor: str | None) -> Page[Row]:
    """Return a page of the publications in `state`, the newest first."""
    statement = (
        select(
            Publication.id,
            Publication.title,
            Publication.state,
            Publication.marks,
            Publication.drafted_at,
            Case.number.label("case_number"),
            User.display_name.label("drafted_by"),
            *DUE_COLUMNS,
        )
        .join(Case, Case.id == Publication.case_id)
        .join(User, User.id == Publication.drafted_by_id)
        .outerjoin(Deadline, RUNNING)
        .where(Publication.state == state)
    )
    return fetch_page(statement, [Key(Publication.id, True)], cursor, _row, SIZE)


def _row(row: Any) -> Row:
    state = PublicationState(row.state)
    return Row(
        id=row.id,
        title=redacted(row.title, row.marks, TITLE),
        state=state,
        state_words=_(STATE_LABELS[state]),
        case_number=row.case_number,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        undecided_count=sum(mark["decision"] is None for mark in row.marks),
        due=due_badge(row) if state not in OUT else None,
    )
