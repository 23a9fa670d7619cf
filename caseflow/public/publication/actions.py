"""Moving a publication through its table; the original never leaves the office."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.states import ENDED, State
from caseflow.core.petitions.complainants import unseal_person
from caseflow.core.petitions.models import Category, Complainant, Petition
from caseflow.ground import clock
from caseflow.ground.errors import NotPermitted, NotVisible, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import PERMISSION_LABELS, Role, scope_of
from caseflow.public.publication.drafting import draft_of
from caseflow.public.publication.lifecycle import STEPS, PublicationFacts, PublicationState, Step
from caseflow.public.publication.lifecycle import refusals as refusals_of
from caseflow.public.publication.models import Publication, PublicationEvent, PublishedPage
from caseflow.public.publication.redaction import apply_marks, propose

LEGAL_BASIS = (
    "政府信息公开条例（2019）第十九条；生态环境法典（2026-08-15施行）；"
    "信访工作条例第三十条（不泄露信访人）"
)


def get_publication(publication_id: int) -> Publication:
    """Return the publication or raise NotVisible."""
    found = db.session.get(Publication, publication_id)
    if found is None:
        raise NotVisible(_("There is no such publication."))
    return found


def known_values(case_id: int) -> list[str]:
    """Return what must never appear: names, phones, addresses of the case's people, its numbers.

    Read for comparison only; nothing of it is kept or shown.
    """
    values: list[str] = []
    rows = db.session.execute(
        select(Petition, Complainant)
        .outerjoin(Complainant, Complainant.id == Petition.complainant_id)
        .where(Petition.case_id == case_id)
    )
    for petition, complainant in rows:
        values += [petition.number, petition.origin_reference or ""]
        if complainant is not None:
            person = unseal_person(complainant)
            values += [person.name, person.phone, person.address]
    return [value for value in values if len(value.strip()) >= 2]


def marks_for(case_id: int, text: str) -> list[dict[str, Any]]:
    """Return fresh proposals for `text`, each waiting for a decision."""
    return [{**asdict(m), "decision": None} for m in propose(text, known_values(case_id))]


def start_draft(case: Case, actor: User) -> Publication:
    """Draft a summary from a case that has ended. Never commits."""
    if State(case.state) not in ENDED or case.state == State.MERGED:
        raise Refused([_("The case is not closed yet.")])
    title, text = draft_of(case)
    publication = Publication(
        case_id=case.id,
        state=PublicationState.DRAFT,
        version=1,
        title=title,
        original=text,
        marks=marks_for(case.id, text),
        body=text,
        legal_basis=LEGAL_BASIS,
        drafted_by_id=actor.id,
        drafted_at=clock.now(),
    )
    db.session.add(publication)
    db.session.flush()
    _record(publication, "start", None, actor.id, "")
    return publication


def _record(
    row: Publication, act: str, before: str | None, actor_id: int | None, words: str
) -> None:
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


def facts_of(row: Publication) -> PublicationFacts:
    """Return what the rules need to know of a publication."""
    state = db.session.scalar(select(Case.state).where(Case.id == row.case_id))
    return PublicationFacts(
        state=PublicationState(row.state),
        drafted_by_id=row.drafted_by_id,
        undecided_count=sum(1 for mark in row.marks if mark["decision"] is None),
        is_case_ended=state is not None and State(state) in ENDED,
    )


def take_step(
    row: Publication, name: str, actor: User | None, *, version: int, reason: str = ""
) -> None:
    """Do one step of the table. Raises StaleCase, NotPermitted or Refused. Never commits."""
    step = STEPS[name]
    _ensure_may(step, actor)
    _claim(row, version)
    reasons = refusals_of(step, facts_of(row), actor.id if actor else None, reason)
    if reasons:
        raise Refused([_(text) for text in reasons])
    before, row.state = row.state, step.to
    if name == "approve" and actor is not None:
        row.approved_by_id, row.approved_at = actor.id, clock.now()
    if name == "withdraw":
        _withdraw(row, actor, reason)
    if name == "publish":
        _publish(row)
    _record(row, name, before, actor.id if actor else None, reason)


def _ensure_may(step: Step, actor: User | None) -> None:
    if actor is None:
        return
    if step.permission is None or scope_of(Role(actor.role), step.permission) is None:
        label = PERMISSION_LABELS[step.permission] if step.permission else step.label
        raise NotPermitted(_("Your role does not include the right to %(right)s.", right=_(label)))


def _claim(row: Publication, version: int) -> None:
    claimed = db.session.execute(
        update(Publication)
        .where(Publication.id == row.id, Publication.version == version)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise StaleCase(_("Somebody changed this publication in the meantime."), row.id, version)
    db.session.refresh(row)


def save_text(row: Publication, actor: User, *, version: int, title: str, original: str) -> None:
    """Change the draft's words; its redactions are proposed anew. Never commits."""
    take_step(row, "save", actor, version=version)
    row.title = title
    if original != row.original:
        row.original = original
        row.marks = marks_for(row.case_id, original)
        row.body = original


def decide_marks(
    row: Publication, actor: User, *, version: int, decisions: dict[int, tuple[str, str]]
) -> None:
    """Record per mark what a person decided: (hide or keep, replacement). Never commits."""
    take_step(row, "save", actor, version=version)
    marks = [dict(mark) for mark in row.marks]
    for index, (decision, replacement) in decisions.items():
        marks[index].update(decision=decision, replacement=replacement)
    row.marks = marks
    row.body = redacted(row.original, marks)


def redacted(text: str, marks: list[dict[str, Any]]) -> str:
    """Return `text` with every mark hidden but those that a person decided to keep."""
    return apply_marks(
        text, [(m["start"], m["end"], m["replacement"]) for m in marks if m["decision"] != "keep"]
    )


def _publish(row: Publication) -> None:
    """Write the public copy: only columns that may be public. A second run changes nothing."""
    case = db.session.get_one(Case, row.case_id)
    if db.session.scalar(select(PublishedPage.slug).where(PublishedPage.slug == slug_of(row))):
        return
    now = clock.now()
    db.session.add(
        PublishedPage(
            slug=slug_of(row),
            kind="summary",
            title=row.title,
            body=redacted(row.original, row.marks),
            township=_name_of(Township, case.township_code),
            category=_category(case.id),
            published_on=clock.local_date(now),
        )
    )
    row.published_at = now


def slug_of(row: Publication) -> str:
    """Return the public address of a publication: it tells nothing of the case's number."""
    return f"{row.drafted_at:%Y}-{row.id}"


def _name_of(model: type[Township], code: str | None) -> str:
    return db.session.scalar(select(model.name).where(model.code == code)) or ""


def _category(case_id: int) -> str:
    names = db.session.scalars(
        select(Category.name)
        .join(CaseCategory, CaseCategory.category_code == Category.code)
        .where(CaseCategory.case_id == case_id)
        .order_by(Category.position)
    )
    return "、".join(names)[:60]


def _withdraw(row: Publication, actor: User | None, reason: str) -> None:
    now = clock.now()
    row.withdrawn_at, row.withdraw_reason = now, reason
    row.withdrawn_by_id = actor.id if actor else None
    page = db.session.get(PublishedPage, slug_of(row))
    if page is not None:  # the tombstone keeps the title's place, the date and the reason only
        page.withdrawn_on, page.withdraw_reason = clock.local_date(now), reason
        page.title, page.body = "", ""


def approved_ids() -> list[int]:
    """Return the publications that wait for the worker."""
    return list(
        db.session.scalars(
            select(Publication.id)
            .where(Publication.state == PublicationState.APPROVED)
            .order_by(Publication.id)
        )
    )
