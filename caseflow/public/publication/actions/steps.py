"""One step of a publication's table: right, version, rules, state, record. Never commits."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from caseflow.core.cases.models import Case
from caseflow.core.cases.states import ENDED, State
from caseflow.core.deadlines.actions import OUTSIDE_THE_HISTORY, stop_deadlines
from caseflow.core.redaction import leaks, propose
from caseflow.ground import clock
from caseflow.ground.errors import NotPermitted, NotVisible, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import after_commit
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import PERMISSION_LABELS, Permission, Role, scope_of
from caseflow.public.publication.actions.knowing import known_of
from caseflow.public.publication.actions.marks import TEXT, TITLE, redacted, tally
from caseflow.public.publication.actions.pages import bury_page, write_page
from caseflow.public.publication.actions.waking import wake_publishing
from caseflow.public.publication.lifecycle import (
    GOING_OUT,
    STEPS,
    PublicationFacts,
    PublicationState,
    Step,
    refusals,
)
from caseflow.public.publication.models import Publication, PublicationEvent

CLOCK = "publication"


def get_publication(publication_id: int) -> Publication:
    """Return the publication or raise NotVisible."""
    found = db.session.get(Publication, publication_id)
    if found is None:
        raise NotVisible(_("There is no such publication."))
    return found


def facts_of(row: Publication) -> PublicationFacts:
    """Return what the rules need to know of a publication."""
    state = db.session.scalar(select(Case.state).where(Case.id == row.case_id))
    is_out = row.state in {PublicationState.PUBLISHED, PublicationState.WITHDRAWN}
    return PublicationFacts(
        state=PublicationState(row.state),
        drafted_by_id=row.drafted_by_id,
        undecided_count=sum(1 for mark in row.marks if mark["decision"] is None),
        is_case_ended=state is not None and State(state) in ENDED,
        leak_count=0 if is_out else leaks(public_words(row), known_of(row.case_id)),
    )


def public_words(row: Publication) -> str:
    """Return title and text as the public would read them."""
    title = redacted(row.title, row.marks, TITLE)
    return f"{title}\n{redacted(row.original, row.marks, TEXT)}"


def take_step(
    row: Publication, name: str, actor: User | None, *, version: int, reason: str = ""
) -> None:
    """Do one step of the table. Raises StaleCase, NotPermitted or Refused. Never commits."""
    step = STEPS[name]
    if actor is not None:
        ensure_may(step, actor)
    claim(row, version)
    reasons = refusals(step, facts_of(row), actor.id if actor else None, reason)
    if reasons:
        raise Refused([_(text) for text in reasons])
    before, row.state = row.state, step.to
    _EFFECTS.get(name, _nothing)(row, actor, reason)
    words = tally(row.marks) if name in GOING_OUT else reason
    record(row, name, before, actor.id if actor else None, words)


def ensure_may(step: Step, actor: User) -> None:
    """Raise NotPermitted unless the person holds the right of `step`; the worker's are nobody's."""
    if step.permission is None:
        raise NotPermitted(_("This step is the worker's own."))
    ensure_right(step.permission, actor)


def ensure_right(permission: Permission, actor: User) -> None:
    """Raise NotPermitted, naming the right, unless the person holds it."""
    if scope_of(Role(actor.role), permission) is None:
        right = _(PERMISSION_LABELS[permission])
        raise NotPermitted(_("Your role does not include the right to %(right)s.", right=right))


def claim(row: Publication, version: int) -> None:
    """Make `row` one version newer, or raise StaleCase if it is not at `version` any more."""
    claimed = db.session.execute(
        update(Publication)
        .where(Publication.id == row.id, Publication.version == version)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise StaleCase(_("Somebody changed this publication in the meantime."), row.id, version)
    db.session.refresh(row)


def record(
    row: Publication, act: str, before: str | None, actor_id: int | None, words: str
) -> None:
    """Append what was done; there is one such row for each version."""
    db.session.add(
        PublicationEvent(
            publication_id=row.id,
            at=clock.now(),
            actor_id=actor_id,
            act=act,
            from_state=before,
            to_state=row.state,
            words=words,
        )
    )
    db.session.flush()


def _nothing(_row: Publication, _actor: User | None, _reason: str) -> None:
    """Most steps only move the state."""


def _approve(row: Publication, actor: User | None, _reason: str) -> None:
    row.approved_by_id, row.approved_at = actor.id if actor else None, clock.now()
    row.body = redacted(row.original, row.marks)
    if not db.session.info.get("quiet"):
        after_commit(CLOCK, wake_publishing)


def _take_back(row: Publication, _actor: User | None, _reason: str) -> None:
    row.approved_by_id = row.approved_at = None


def _publish(row: Publication, _actor: User | None, _reason: str) -> None:
    now = clock.now()
    write_page(row, now)
    row.published_at = now
    _stop_clock(row, "met")


def _withdraw(row: Publication, actor: User | None, reason: str) -> None:
    """The reason stands on the tombstone, so that it must itself be fit for the public."""
    if propose(reason, known_of(row.case_id)):
        raise Refused([_("The reason is shown to the public: leave out what names somebody.")])
    _drop(row, actor, reason)
    bury_page(row, clock.now(), reason)


def _drop(row: Publication, actor: User | None, reason: str) -> None:
    row.withdrawn_at, row.withdraw_reason = clock.now(), reason
    row.withdrawn_by_id = actor.id if actor else None
    _stop_clock(row, "cancelled")


def _stop_clock(row: Publication, reason: str) -> None:
    case = db.session.get_one(Case, row.case_id)
    stop_deadlines(case, CLOCK, clock.now(), reason, OUTSIDE_THE_HISTORY)


_EFFECTS = {
    "approve": _approve,
    "take_back": _take_back,
    "publish": _publish,
    "withdraw": _withdraw,
    "drop": _drop,
}
"""What a step does beside moving the state."""
