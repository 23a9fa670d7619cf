"""Everything on the page of one publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from caseflow.core.cases.due import Due
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import ENDED, State
from caseflow.core.deadlines.models import Deadline
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import PERMISSION_LABELS, Role, scope_of
from caseflow.public.publication.actions.marks import TEXT, TITLE, redacted
from caseflow.public.publication.actions.pages import slug_of
from caseflow.public.publication.actions.steps import facts_of
from caseflow.public.publication.lifecycle import (
    STATE_LABELS,
    STEPS,
    PublicationState,
    Step,
    refusals,
)
from caseflow.public.publication.models import Publication
from caseflow.public.publication.queries.history import Entry, publication_history
from caseflow.public.publication.queries.lists import DUE_COLUMNS, OUT, RUNNING, due_badge
from caseflow.public.publication.queries.marks import MarkView, Piece, mark_views, pieces


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that a person may take now, or why not."""

    name: str
    label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """The page of one publication."""

    id: int
    version: int
    state: PublicationState
    state_words: str
    title: str
    original: str
    public_title: str
    public_text: str
    slug: str
    legal_basis: str
    case_id: int
    case_number: str
    case_title: str
    is_case_ended: bool
    drafted_by: str
    drafted_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdraw_reason: str
    due: Due | None
    marks: tuple[MarkView, ...]
    title_before: tuple[Piece, ...]
    text_before: tuple[Piece, ...]
    title_after: tuple[Piece, ...]
    text_after: tuple[Piece, ...]
    steps: tuple[NextStep, ...]
    history: tuple[Entry, ...]

    @property
    def undecided_count(self) -> int:
        return sum(mark.decision is None for mark in self.marks)

    @property
    def is_public(self) -> bool:
        return self.published_at is not None


def publication_page(row: Publication, user: User) -> PublicationPage:
    """Return the page of a publication as `user` may act on it."""
    named, marks = _named(row.id), mark_views(row)
    state = PublicationState(row.state)
    return PublicationPage(
        id=row.id,
        version=row.version,
        state=state,
        state_words=_(STATE_LABELS[state]),
        title=row.title,
        original=row.original,
        public_title=redacted(row.title, row.marks, TITLE),
        public_text=redacted(row.original, row.marks, TEXT),
        slug=slug_of(row),
        legal_basis=row.legal_basis,
        case_id=row.case_id,
        case_number=named.case_number,
        case_title=named.case_title,
        is_case_ended=State(named.case_state) in ENDED,
        drafted_by=named.drafted_by,
        drafted_at=row.drafted_at,
        approved_by=named.approved_by,
        approved_at=row.approved_at,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=named.withdrawn_by,
        withdraw_reason=row.withdraw_reason,
        due=due_badge(named) if state not in OUT else None,
        marks=marks,
        title_before=pieces(row.title, marks, TITLE),
        text_before=pieces(row.original, marks, TEXT),
        title_after=pieces(row.title, marks, TITLE, is_after=True),
        text_after=pieces(row.original, marks, TEXT, is_after=True),
        steps=next_steps(row, user),
        history=publication_history(row.id),
    )


def _named(publication_id: int) -> Any:
    drafter, approver, withdrawer = aliased(User), aliased(User), aliased(User)
    return db.session.execute(
        select(
            Case.number.label("case_number"),
            Case.title.label("case_title"),
            Case.state.label("case_state"),
            drafter.display_name.label("drafted_by"),
            approver.display_name.label("approved_by"),
            withdrawer.display_name.label("withdrawn_by"),
            *DUE_COLUMNS,
        )
        .select_from(Publication)
        .join(Case, Case.id == Publication.case_id)
        .join(drafter, drafter.id == Publication.drafted_by_id)
        .outerjoin(approver, approver.id == Publication.approved_by_id)
        .outerjoin(withdrawer, withdrawer.id == Publication.withdrawn_by_id)
        .outerjoin(Deadline, RUNNING)
        .where(Publication.id == publication_id)
        .limit(1)
    ).one()


def next_steps(row: Publication, user: User) -> tuple[NextStep, ...]:
    """Return the steps of people that leave from the present state, each with its refusals."""
    facts = facts_of(row)
    found = []
    for step in STEPS.values():
        if step.name == "save" or step.permission is None or facts.state not in step.froms:
            continue
        given = "given" if step.needs_reason else ""
        reasons = _rights(step, user) or refusals(step, facts, user.id, given)
        found.append(NextStep(step.name, _(step.label), tuple(_(reason) for reason in reasons)))
    return tuple(sorted(found, key=lambda one: one.name in {"send_back", "withdraw", "drop"}))


def may_step(step: Step, user: User) -> bool:
    """Return whether the person holds the right of `step`."""
    return step.permission is not None and scope_of(Role(user.role), step.permission) is not None


def _rights(step: Step, user: User) -> list[str]:
    if step.permission is None or may_step(step, user):
        return []
    right = _(PERMISSION_LABELS[step.permission])
    return [str(_("Your role does not include the right to %(right)s.", right=right))]
