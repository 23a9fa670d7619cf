"""The list of publications by state, with counts and the due day of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from caseflow.core.cases.due import Due
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.people.accounts.models import User
from caseflow.public.publication.actions.marks import TITLE, redacted
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.lifecycle import STATE_LABELS, PublicationState
from caseflow.public.publication.models import Publication, WithdrawalDemand
from caseflow.public.publication.queries.due import CLOCKED, due_badge

SIZE = 30
ORDER = (
    PublicationState.DRAFT,
    PublicationState.PROPOSED,
    PublicationState.APPROVED,
    PublicationState.PUBLISHED,
    PublicationState.WITHDRAWN,
    PublicationState.EXPIRED,
)

OUT = frozenset({PublicationState.PUBLISHED, PublicationState.WITHDRAWN, PublicationState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    id: int
    title: str
    kind_words: str
    state: PublicationState
    state_words: str
    case_number: str | None
    drafted_by: str
    drafted_at: datetime
    undecided_count: int
    due: Due | None
    is_correction: bool
    is_demanded: bool
    """A ground to withdraw it is recorded and not settled."""


def publication_counts() -> dict[PublicationState, int]:
    """Return how many publications stand in each state; one statement."""
    rows = db.session.execute(
        select(Publication.state, func.count(Publication.id)).group_by(Publication.state)
    )
    found = {PublicationState(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in ORDER}


def publication_rows(state: PublicationState, kind: str, cursor: str | None) -> Page[Row]:
    """Return a page of the publications in `state` (of a kind, if given), the newest first."""
    demanded = select(WithdrawalDemand.id).where(
        WithdrawalDemand.publication_id == Publication.id, WithdrawalDemand.settled_at.is_(None)
    )
    statement = (
        select(
            Publication.id,
            Publication.title,
            Publication.state,
            Publication.marks,
            Publication.drafted_at,
            Publication.published_at,
            Case.number.label("case_number"),
            User.display_name.label("drafted_by"),
            demanded.exists().label("is_demanded"),
            *CLOCKED,
        )
        .outerjoin(Case, Case.id == Publication.case_id)
        .join(User, User.id == Publication.drafted_by_id)
        .outerjoin(Deadline, Deadline.id == Publication.deadline_id)
        .where(Publication.state == state)
    )
    if kind:
        statement = statement.where(Publication.kind == kind)
    return fetch_page(statement, [Key(Publication.id, True)], cursor, _row, SIZE)


def _row(row: Any) -> Row:
    state = PublicationState(row.state)
    return Row(
        id=row.id,
        title=redacted(row.title, row.marks, TITLE),
        kind_words=_(KINDS[row.kind].label),
        state=state,
        state_words=_(STATE_LABELS[state]),
        case_number=row.case_number,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        undecided_count=sum(mark["decision"] is None for mark in row.marks),
        due=due_badge(row) if state not in OUT and row.published_at is None else None,
        is_correction=state not in OUT and row.published_at is not None,
        is_demanded=bool(row.is_demanded),
    )
