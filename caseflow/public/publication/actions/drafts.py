"""Starting a draft from a case, and working on it. Never commits."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.cases.states import ENDED, State
from caseflow.core.deadlines.actions import OUTSIDE_THE_HISTORY, open_deadline
from caseflow.core.deadlines.explain import explain
from caseflow.core.deadlines.queries import current_calendar, term_for
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission
from caseflow.public.publication.actions import marks as marking
from caseflow.public.publication.actions.knowing import known_of
from caseflow.public.publication.actions.marks import TEXT, TITLE
from caseflow.public.publication.actions.steps import (
    CLOCK,
    ensure_right,
    record,
    take_step,
)
from caseflow.public.publication.drafting import draft_of
from caseflow.public.publication.lifecycle import LIVE, PublicationState
from caseflow.public.publication.models import Publication

LEGAL_BASIS = (
    "政府信息公开条例（2019）第十九条；生态环境法典（2026-08-15施行）；"
    "信访工作条例第三十条（不泄露信访人）"
)


def start_draft(case: Case, actor: User) -> Publication:
    """Draft a summary from a case that has ended. Raises NotPermitted or Refused."""
    ensure_right(Permission.PUBLICATION_DRAFT, actor)
    # The row is locked, so that two who begin at once do not both find that there is none.
    db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    reasons = reasons_not_to_start(case)
    if reasons:
        raise Refused(reasons)
    title, text = draft_of(case)
    row = Publication(
        case_id=case.id,
        state=PublicationState.DRAFT,
        version=1,
        title=title,
        original=text,
        marks=marking.marks_for(title, text, known_of(case.id)),
        body="",
        legal_basis=LEGAL_BASIS,
        drafted_by_id=actor.id,
        drafted_at=clock.now(),
    )
    row.body = marking.redacted(text, row.marks)
    db.session.add(row)
    db.session.flush()
    _start_clock(case, row.drafted_at)
    record(row, "start", None, actor.id, "")
    return row


def reasons_not_to_start(case: Case) -> list[str]:
    """Return why no draft can be begun; empty means it can."""
    if State(case.state) == State.MERGED:
        return [_("The case is merged: publish its leading case.")]
    if State(case.state) == State.VOID:
        return [_("The case is void: its import was taken back.")]
    if State(case.state) not in ENDED:
        return [_("The case is not closed yet.")]
    if live_publication_of(case.id) is not None:
        return [_("There is a publication of this case already.")]
    return []


def live_publication_of(case_id: int) -> int | None:
    """Return the publication of a case that is not withdrawn, or None."""
    return db.session.scalar(
        select(Publication.id)
        .where(Publication.case_id == case_id, Publication.state.in_(LIVE))
        .limit(1)
    )


def _start_clock(case: Case, at: datetime) -> None:
    """Run the publication term from the closing; from now, if it was over before anybody began."""
    rule = term_for(CLOCK, case.track, case.channel_code, clock.local_date(at))
    if rule is None:
        return
    start = case.closed_at or at
    if explain(rule, start, current_calendar()).due_at < at:
        start = at
    open_deadline(case, CLOCK, rule, start, event_seq=OUTSIDE_THE_HISTORY)


def save_text(row: Publication, actor: User, *, version: int, title: str, original: str) -> None:
    """Change the draft's words; what was decided on words that stay is kept."""
    take_step(row, "save", actor, version=version)
    before, after = _words(row), {TITLE: title, TEXT: original}
    if before != after:
        row.marks = marking.remade(row.marks, before, after, known_of(row.case_id))
        row.title, row.original = title, original
        row.body = marking.redacted(original, row.marks)


def decide_marks(
    row: Publication,
    actor: User,
    *,
    version: int,
    decisions: dict[int, tuple[str | None, str]],
) -> None:
    """Record per mark what a person decided: (hide, keep or None, replacement)."""
    take_step(row, "save", actor, version=version)
    row.marks = marking.decided(row.marks, decisions)
    row.body = marking.redacted(row.original, row.marks)


def add_mark(
    row: Publication, actor: User, *, version: int, hidden: str, replacement: str, reason: str
) -> None:
    """Hide words that nothing proposed, wherever they stand. Raises BadInput if they do not."""
    take_step(row, "save", actor, version=version)
    words = _words(row)
    if not hidden or not any(hidden in part for part in words.values()):
        raise BadInput(_("These words do not stand in the draft."))
    row.marks = marking.with_added(row.marks, words, hidden, replacement, reason)
    row.body = marking.redacted(row.original, row.marks)


def _words(row: Publication) -> dict[str, str]:
    return {TITLE: row.title, TEXT: row.original}
