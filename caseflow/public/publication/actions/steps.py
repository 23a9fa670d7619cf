"""One step of a publication's table: right, version, rules, state, record. Never commits."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from caseflow.core.cases.models import Case
from caseflow.core.cases.states import ENDED
from caseflow.core.redaction import leaks, propose
from caseflow.ground import clock, versions
from caseflow.ground.errors import NotPermitted, NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission
from caseflow.people.permissions.rights import ensure_right
from caseflow.public.publication.actions.effects import CLOCK as CLOCK
from caseflow.public.publication.actions.effects import EFFECTS
from caseflow.public.publication.actions.knowing import known_of
from caseflow.public.publication.actions.marks import TITLE, redacted, redacted_tables, tally
from caseflow.public.publication.actions.naming import (
    fallen_count,
    is_named_without_ground,
    unsatisfied_count,
)
from caseflow.public.publication.actions.writers import writers_of
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.lifecycle import (
    GOING_OUT,
    STEPS,
    PublicationFacts,
    PublicationState,
    Step,
    refusals,
)
from caseflow.public.publication.models import (
    Publication,
    PublicationEvent,
    PublicationPicture,
    ReplyRight,
)
from caseflow.public.publication.parts import parts_of

BLANK = "【待填"
"""How a draft begins a place that a person must fill in."""


def get_publication(publication_id: int) -> Publication:
    """Return the publication or raise NotVisible."""
    found = db.session.get(Publication, publication_id)
    if found is None:
        raise NotVisible(_("There is no such publication."))
    return found


def is_public(row: Publication) -> bool:
    """Return whether a page of it stands in public."""
    return row.published_at is not None and row.withdrawn_at is None and row.expired_at is None


def facts_of(row: Publication) -> PublicationFacts:
    """Return what the rules need to know of a publication."""
    is_inside = PublicationState(row.state) in _INSIDE
    words = public_words(row) if is_inside else ""
    unnoticed, unheard = _rights_of_reply(row) if is_inside else (0, 0)
    return PublicationFacts(
        state=PublicationState(row.state),
        writer_ids=writers_of(row) if is_inside else frozenset(),
        undecided_count=sum(1 for mark in row.marks if mark["decision"] is None),
        is_case_ended=not KINDS[row.kind].needs_ended_case or _are_ended(row.case_ids),
        leak_count=leaks(words, known_of(row.case_ids)) if is_inside else 0,
        is_public=is_public(row),
        is_over=row.expires_on is not None and row.expires_on < clock.today(),
        blank_count=words.count(BLANK),
        is_named_without_ground=is_inside and is_named_without_ground(row),
        fallen_count=fallen_count(row) if is_inside else 0,
        unsatisfied_count=unsatisfied_count(row) if is_inside else 0,
        unnoticed_count=unnoticed,
        unheard_count=unheard,
        unsure_picture_count=_unsure_pictures(row.id) if is_inside else 0,
    )


_INSIDE = frozenset({PublicationState.DRAFT, PublicationState.PROPOSED, PublicationState.APPROVED})
"""States in which the words may still go out."""


def _are_ended(case_ids: list[int]) -> bool:
    states = db.session.scalars(select(Case.state).where(Case.id.in_(case_ids))).all()
    return all(state in ENDED for state in states)


def _rights_of_reply(row: Publication) -> tuple[int, int]:
    """Return how many named sites were not told, and how many may still be heard."""
    if not KINDS[row.kind].has_right_of_reply:
        return 0, 0
    rights = db.session.scalars(select(ReplyRight).where(ReplyRight.publication_id == row.id))
    of_site = {right.source_id: right for right in rights}
    named = [site["source_id"] for site in row.sites]
    unheard = [of_site[one] for one in named if one in of_site and not is_heard(of_site[one])]
    return sum(one not in of_site for one in named), len(unheard)


def is_heard(right: ReplyRight) -> bool:
    """Return whether nothing is waited for: the reply was considered, or its time is over."""
    if right.considered_at is not None:
        return True
    return right.answered_on is None and right.answer_by < clock.today()


def _unsure_pictures(publication_id: int) -> int:
    counted = select(func.count(PublicationPicture.id)).where(
        PublicationPicture.publication_id == publication_id,
        PublicationPicture.confirmed_at.is_(None),
    )
    return db.session.scalar(counted) or 0


def public_words(row: Publication) -> str:
    """Return title, text, tables and captions as the public would read them."""
    title = redacted(row.title, row.marks, TITLE)
    tables = redacted_tables(row.tables, row.marks)
    captions = db.session.scalars(
        select(PublicationPicture.caption).where(PublicationPicture.publication_id == row.id)
    )
    parts = parts_of(title, redacted(row.original, row.marks), tables)
    return "\n".join([*parts.values(), *captions])


def take_step(
    row: Publication, name: str, actor: User | None, *, version: int, reason: str = ""
) -> None:
    """Do one step of the table. Raises StaleCase, NotPermitted or Refused. Never commits."""
    step = STEPS[name]
    if actor is not None:
        ensure_may(step, actor, row.kind)
    claim(row, version)
    reasons = refusals(step, facts_of(row), actor.id if actor else None, reason)
    if reasons:
        raise Refused([_(text) for text in reasons])
    if step.is_reason_public:
        ensure_fit(reason, row)
    before, row.state = row.state, step.to
    if name in EFFECTS:
        EFFECTS[name](row, actor, reason)
    words = tally(row.marks) if name in GOING_OUT else reason
    record(row, name, before, actor.id if actor else None, words)


def ensure_fit(reason: str, row: Publication) -> None:
    """Raise Refused unless words that the public will read name nobody."""
    if propose(reason, known_of(row.case_ids)):
        raise Refused([_("The reason is shown to the public: leave out what names somebody.")])


def right_of(step: Step, kind: str) -> Permission | None:
    """Return the right that a step asks for: of the kind, where its row says who drafts."""
    row = KINDS[kind]
    of_kind = {
        Permission.PUBLICATION_DRAFT: row.draft_right,
        Permission.PUBLICATION_APPROVE: row.approve_right,
    }
    return of_kind.get(step.permission, step.permission) if step.permission else None


def ensure_may(step: Step, actor: User, kind: str) -> None:
    """Raise NotPermitted unless the person holds the right of `step`; the worker's are nobody's."""
    right = right_of(step, kind)
    if right is None:
        raise NotPermitted(_("This step is the worker's own."))
    ensure_right(right, actor)


def claim(row: Publication, version: int) -> None:
    """Make `row` one version newer, or raise StaleCase if it is not at `version` any more."""
    versions.claim_version(row, version, _("Somebody changed this publication in the meantime."))


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
