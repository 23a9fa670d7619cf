"""Starting a draft of any kind, and working on its words and marks. Never commits."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.actions import OUTSIDE_THE_HISTORY, open_deadline
from caseflow.core.deadlines.explain import explain
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import current_calendar, term_for
from caseflow.core.deadlines.rules import RULES
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.petitions.numbers import hold_series
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.rights import ensure_right
from caseflow.public.publication.actions import marks as marking
from caseflow.public.publication.actions.beginning import (
    live_publication_of as live_publication_of,
)
from caseflow.public.publication.actions.beginning import reasons_not_to_start
from caseflow.public.publication.actions.effects import lock_case_of
from caseflow.public.publication.actions.knowing import known_of
from caseflow.public.publication.actions.remaking import remade
from caseflow.public.publication.actions.steps import CLOCK, record, take_step
from caseflow.public.publication.drafting import DRAFTING, Draft, Material
from caseflow.public.publication.kinds import KINDS, SUMMARY, Need, PublicationKind
from caseflow.public.publication.lifecycle import PublicationState
from caseflow.public.publication.models import Publication, PublicationGround
from caseflow.public.publication.parts import Tables, parts_of

LONGEST_TITLE = 200


def start_draft(case: Case, actor: User) -> Publication:
    """Draft a summary from a case that has ended. Raises NotPermitted or Refused."""
    return start(KINDS[SUMMARY], Material(case_ids=(case.id,)), actor)


def start(kind: PublicationKind, material: Material, actor: User) -> Publication:
    """Write the first draft of a kind from what was chosen. Raises NotPermitted or Refused."""
    ensure_right(kind.draft_right, actor)
    _lock(kind, material)
    reasons = reasons_not_to_start(kind, material)
    if reasons:
        raise Refused(reasons)
    draft = DRAFTING[kind.drafting](material)
    row = _new_row(kind, material, draft, actor)
    db.session.add(row)
    db.session.flush()
    db.session.add_all(
        PublicationGround(publication_id=row.id, fact_id=fact_id) for fact_id in draft.fact_ids
    )
    _start_clock(row, kind, material)
    record(row, "start", None, actor.id, "")
    return row


def _lock(kind: PublicationKind, material: Material) -> None:
    """Lock what the draft is of, so that two who begin at once do not both find none."""
    if kind.needs == Need.CASE and material.case_ids:
        wanted = Case.id == material.case_ids[0]
        db.session.execute(select(Case.id).where(wanted).with_for_update())
    elif kind.needs == Need.FACT:
        lock_case_of(material.fact_id)
    elif kind.needs == Need.PERIOD:
        hold_series(kind.key)


def _new_row(kind: PublicationKind, material: Material, draft: Draft, actor: User) -> Publication:
    words = parts_of(draft.title[:LONGEST_TITLE], draft.text, list(draft.tables))
    row = Publication(
        kind=kind.key,
        case_id=draft.case_ids[0] if _is_of_one_case(kind, draft) else None,
        case_ids=list(draft.case_ids),
        draw_id=material.draw_id if kind.needs == Need.DRAW else None,
        state=PublicationState.DRAFT,
        version=1,
        title=draft.title[:LONGEST_TITLE],
        original=draft.text,
        tables=list(draft.tables),
        marks=marking.marks_for(words, known_of(draft.case_ids)),
        body="",
        legal_basis=kind.legal_basis[:300],
        period_from=material.period_from,
        period_until=material.period_until,
        sites=list(draft.sites),
        naming_basis=material.naming_basis,
        clock_from_at=draft.clock_from_at,
        drafted_by_id=actor.id,
        drafted_at=clock.now(),
    )
    row.body = marking.redacted(draft.text, row.marks)
    return row


def _is_of_one_case(kind: PublicationKind, draft: Draft) -> bool:
    return kind.needs in {Need.CASE, Need.CASES, Need.FACT} and len(draft.case_ids) == 1


def _start_clock(row: Publication, kind: PublicationKind, material: Material) -> None:
    """Tie the row to the clock of its fact, or start the clock of a case summary."""
    if kind.needs == Need.FACT:
        row.deadline_id = _clock_of_fact(material.fact_id, RULES[kind.clock].clock)
        row.clock_from_at = None if row.deadline_id else row.clock_from_at
    elif kind.needs == Need.CASE:
        row.deadline_id = _start_case_clock(
            db.session.get_one(Case, material.case_ids[0]), row.drafted_at
        )
    db.session.flush()


def _clock_of_fact(fact_id: int | None, name: str) -> int | None:
    """Return the running clock that a recorded fact started, if it runs."""
    return db.session.scalar(
        select(Deadline.id)
        .join(
            EnforcementFact,
            (EnforcementFact.case_id == Deadline.case_id)
            & (EnforcementFact.event_seq == Deadline.opened_by_event_seq),
        )
        .where(EnforcementFact.id == fact_id, Deadline.clock == name, Deadline.stopped_at.is_(None))
        .limit(1)
    )


def _start_case_clock(case: Case, at: datetime) -> int | None:
    """Run the publication term from the closing; from now, if it was over before anybody began."""
    rule = term_for(CLOCK, case.track, case.channel_code, clock.local_date(at))
    if rule is None:
        return None
    start = case.closed_at or at
    if explain(rule, start, current_calendar()).due_at < at:
        start = at
    return open_deadline(case, CLOCK, rule, start, event_seq=OUTSIDE_THE_HISTORY).id


def save_text(
    row: Publication,
    actor: User,
    *,
    version: int,
    title: str,
    original: str,
    tables: Tables | None = None,
) -> None:
    """Change the draft's words; what was decided on words that stay is kept."""
    take_step(row, "save", actor, version=version)
    kept = row.tables if tables is None else tables
    before, after = words_of(row), parts_of(title, original, kept)
    if before != after:
        row.marks = remade(row.marks, before, after, known_of(row.case_ids))
        row.title, row.original, row.tables = title, original, kept
        row.body = marking.redacted(original, row.marks)


def decide_marks(
    row: Publication,
    actor: User,
    *,
    version: int,
    decisions: dict[int, tuple[str | None, str]],
    hide_rest: bool = False,
) -> None:
    """Record per mark what a person decided: (hide, keep or None, replacement).

    `hide_rest`: whatever is left undecided is hidden.
    """
    take_step(row, "save", actor, version=version)
    row.marks = marking.decided(row.marks, decisions)
    if hide_rest:
        row.marks = marking.all_hidden(row.marks)
    row.body = marking.redacted(row.original, row.marks)


def add_mark(
    row: Publication, actor: User, *, version: int, hidden: str, replacement: str, reason: str
) -> None:
    """Hide words that nothing proposed, wherever they stand. Raises BadInput if they do not."""
    take_step(row, "save", actor, version=version)
    words = words_of(row)
    if not hidden or not any(hidden in part for part in words.values()):
        raise BadInput(_("These words do not stand in the draft."))
    row.marks = marking.with_added(row.marks, words, hidden, replacement, reason)
    row.body = marking.redacted(row.original, row.marks)


def words_of(row: Publication) -> dict[str, str]:
    """Return the words of every part of a draft."""
    return parts_of(row.title, row.original, row.tables)
