"""Everything on the page of one publication."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from caseflow.core.cases.due import Due
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.veil import Veil, veil_of
from caseflow.ground.extensions import db
from caseflow.ground.web.timeline import Entry
from caseflow.people.accounts.models import User
from caseflow.people.permissions.rights import holds, missing_right
from caseflow.public.publication.actions.knowing import petitions_of
from caseflow.public.publication.actions.marks import TEXT, TITLE, redacted
from caseflow.public.publication.actions.pages import slug_of
from caseflow.public.publication.actions.steps import facts_of, is_public, right_of
from caseflow.public.publication.kinds import KINDS, PublicationKind
from caseflow.public.publication.lifecycle import (
    STATE_LABELS,
    STEPS,
    PublicationFacts,
    PublicationState,
    Step,
    is_possible,
    refusals,
)
from caseflow.public.publication.models import Publication
from caseflow.public.publication.queries.beside import (
    DemandView,
    PictureView,
    SiteView,
    demand_views,
    picture_views,
    site_views,
)
from caseflow.public.publication.queries.due import CLOCKED, due_badge
from caseflow.public.publication.queries.history import publication_history
from caseflow.public.publication.queries.lists import OUT
from caseflow.public.publication.queries.marks import (
    MarkView,
    Piece,
    TableView,
    covered,
    mark_views,
    pieces,
    table_views,
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that a person may take now, or why not."""

    name: str
    label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case that a publication tells of."""

    id: int
    number: str


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """The page of one publication."""

    id: int
    version: int
    kind: PublicationKind
    state: PublicationState
    state_words: str
    title: str
    original: str
    public_title: str
    public_text: str
    slug: str
    legal_basis: str
    cases: tuple[CaseLink, ...]
    is_case_ended: bool
    period_from: date | None
    period_until: date | None
    drafted_by: str
    drafted_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    published_at: datetime | None
    corrected_by: str | None
    correction: str
    expires_on: date | None
    expired_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdraw_reason: str
    due: Due | None
    marks: tuple[MarkView, ...]
    title_before: tuple[Piece, ...]
    text_before: tuple[Piece, ...]
    tables_before: tuple[TableView, ...]
    title_after: tuple[Piece, ...]
    text_after: tuple[Piece, ...]
    tables_after: tuple[TableView, ...]
    pictures: tuple[PictureView, ...]
    sites: tuple[SiteView, ...]
    demands: tuple[DemandView, ...]
    steps: tuple[NextStep, ...]
    history: tuple[Entry, ...]
    is_public: bool
    is_maker: bool
    """The reader drafts or approves such publications; to others nothing hidden is shown."""

    @property
    def name(self) -> str:
        """Return what the trail of links calls it: the number of its case, or its kind."""
        return self.cases[0].number if len(self.cases) == 1 else str(_(self.kind.label))

    @property
    def undecided_count(self) -> int:
        return sum(mark.decision is None for mark in self.marks)

    @property
    def was_public(self) -> bool:
        return self.published_at is not None

    @property
    def is_correction(self) -> bool:
        return self.is_public and self.state != PublicationState.PUBLISHED


def makes(user: User, kind: str) -> bool:
    """Return whether a person drafts or approves publications of a kind."""
    rights = (KINDS[kind].draft_right, KINDS[kind].approve_right)
    return any(holds(user, right) for right in rights)


def publication_page(row: Publication, user: User) -> PublicationPage:
    """Return the page of a publication as `user` may act on it."""
    named, facts, is_maker = _named(row.id), facts_of(row), makes(user, row.kind)
    veil = None if is_maker else veil_of(petitions_of(row.case_ids))
    marks = mark_views(row) if is_maker else covered(mark_views(row))
    title, original = row.title, row.original
    public_title, public_text = redacted(title, row.marks, TITLE), redacted(original, row.marks)
    state = PublicationState(row.state)
    page = PublicationPage(
        id=row.id,
        version=row.version,
        kind=KINDS[row.kind],
        state=state,
        state_words=_(STATE_LABELS[state]),
        title=title if is_maker else public_title,
        original=original if is_maker else public_text,
        public_title=public_title,
        public_text=public_text,
        is_maker=is_maker,
        slug=slug_of(row),
        legal_basis=row.legal_basis,
        cases=_cases(row),
        is_case_ended=facts.is_case_ended,
        period_from=row.period_from,
        period_until=row.period_until,
        drafted_by=named.drafted_by,
        drafted_at=row.drafted_at,
        approved_by=named.approved_by,
        approved_at=row.approved_at,
        published_at=row.published_at,
        corrected_by=named.corrected_by,
        correction=row.correction,
        expires_on=row.expires_on,
        expired_at=row.expired_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=named.withdrawn_by,
        withdraw_reason=row.withdraw_reason,
        due=due_badge(named) if state not in OUT and row.published_at is None else None,
        marks=marks,
        title_before=pieces(row.title, marks, TITLE),
        text_before=pieces(row.original, marks, TEXT),
        tables_before=table_views(row, marks),
        title_after=pieces(row.title, marks, TITLE, is_after=True),
        text_after=pieces(row.original, marks, TEXT, is_after=True),
        tables_after=table_views(row, marks, is_after=True),
        pictures=picture_views(row.id),
        sites=tuple(_heard(site, veil) for site in site_views(row)),
        demands=demand_views(row.id),
        steps=_steps(facts, user, row.kind),
        history=publication_history(row.id),
        is_public=is_public(row),
    )
    return veil.over(page) if veil else page


def _heard(site: SiteView, veil: Veil | None) -> SiteView:
    """Return a site; what it answered may name who complained, and others."""
    if veil is None:
        return site
    answer, considered = (veil.told(one, site.name) for one in (site.answer, site.considered))
    return replace(site, answer=answer, considered=considered)


def _cases(row: Publication) -> tuple[CaseLink, ...]:
    found = db.session.execute(
        select(Case.id, Case.number).where(Case.id.in_(row.case_ids)).order_by(Case.id)
    )
    return tuple(CaseLink(case_id, number) for case_id, number in found)


def _named(publication_id: int) -> Any:
    drafter, approver, withdrawer = aliased(User), aliased(User), aliased(User)
    corrector = aliased(User)
    return db.session.execute(
        select(
            drafter.display_name.label("drafted_by"),
            approver.display_name.label("approved_by"),
            withdrawer.display_name.label("withdrawn_by"),
            corrector.display_name.label("corrected_by"),
            *CLOCKED,
        )
        .select_from(Publication)
        .join(drafter, drafter.id == Publication.drafted_by_id)
        .outerjoin(approver, approver.id == Publication.approved_by_id)
        .outerjoin(withdrawer, withdrawer.id == Publication.withdrawn_by_id)
        .outerjoin(corrector, corrector.id == Publication.corrected_by_id)
        .outerjoin(Deadline, Deadline.id == Publication.deadline_id)
        .where(Publication.id == publication_id)
        .limit(1)
    ).one()


def next_steps(row: Publication, user: User) -> tuple[NextStep, ...]:
    """Return the steps of people that leave from the present state, each with its refusals."""
    return _steps(facts_of(row), user, row.kind)


LATER = frozenset({"send_back", "withdraw", "drop", "correct", "stop_correcting"})
"""Steps that do not lead on: they stand last."""


def _steps(facts: PublicationFacts, user: User, kind: str) -> tuple[NextStep, ...]:
    found = []
    for step in STEPS.values():
        if step.name == "save" or step.permission is None or not is_possible(step, facts):
            continue
        given = "given" if step.needs_reason else ""
        reasons = _rights(step, user, kind) or refusals(step, facts, user.id, given)
        found.append(NextStep(step.name, _(step.label), tuple(_(reason) for reason in reasons)))
    return tuple(sorted(found, key=lambda one: one.name in LATER))


def _rights(step: Step, user: User, kind: str) -> list[str]:
    asked = right_of(step, kind)
    return [] if asked is None or holds(user, asked) else [missing_right(asked)]
