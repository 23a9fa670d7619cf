"""The petitions of a case, those of merged cases included, with what was told to each complainant.

Who complained is not here: see core/petitions/complainants.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.names import local_name
from caseflow.core.petitions.models import Channel, Petition
from caseflow.core.petitions.reference import REPLY_WAYS
from caseflow.core.petitions.veil import Veil
from caseflow.core.replies.models import CallBack, Notice, Reply
from caseflow.core.replies.queries.proofs import Proof, proofs_of
from caseflow.core.replies.rules import SATISFACTION
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.people.accounts.models import User

NOTICE_LABELS: dict[str, str] = {
    "acceptance": N_("Notice of acceptance"),
    "refusal": N_("Notice of refusal"),
    "transfer": N_("Notice of transfer"),
    "withdrawal": N_("Word on the withdrawal"),
    "extension": N_("Notice of extension"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """Something said to a complainant: a reply, a notice, or that no reply is possible.

    `proofs`: by what the delivery is proven, in words.
    """

    title: str
    words: str
    way: str
    at: datetime
    by: str | None
    is_impossible: bool = False
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class CalledBack:
    """One call-back; None: not asked."""

    at: datetime
    by: str | None
    was_reached: bool
    was_contacted: bool | None
    is_solved: bool | None
    satisfaction: str | None
    words: str


@dataclass(frozen=True, slots=True)
class PetitionView:
    """One petition as the case page shows it."""

    id: int
    number: str
    case_id: int
    case_number: str
    subject: str
    body: str
    request: str
    respondent_words: str
    channel: str | None
    origin_system: str | None
    origin_reference: str | None
    submitted_at: datetime
    registered_at: datetime
    promised_on: date | None
    answered_at: datetime | None
    is_anonymous: bool
    wants_confidentiality: bool
    is_on_behalf: bool
    call_reference: str | None
    rechecked_at: datetime | None
    recheck_document: str | None
    way: str
    reply_way: str
    has_person: bool
    rating: int | None
    told: tuple[Told, ...]
    call_backs: tuple[CalledBack, ...]


_COLUMNS = (
    Petition.id,
    Petition.number,
    Petition.case_id,
    Case.number.label("case_number"),
    Petition.subject,
    Petition.body,
    Petition.request,
    Petition.respondent_words,
    Channel.name.label("channel"),
    Channel.name_en.label("channel_en"),
    Petition.origin_system,
    Petition.origin_reference,
    Petition.submitted_at,
    Petition.registered_at,
    Petition.promised_on,
    Petition.answered_at,
    Petition.is_anonymous,
    Petition.wants_confidentiality,
    Petition.is_on_behalf,
    Petition.call_reference,
    Petition.rechecked_at,
    Petition.recheck_document,
    Petition.reply_way,
    Petition.complainant_id,
    Petition.rating,
)


def petition_views(case_id: int) -> tuple[PetitionView, ...]:
    """Return the petitions, the case's own first; six statements."""
    rows = db.session.execute(
        select(*_COLUMNS)
        .join(Case, Case.id == Petition.case_id)
        .join(Channel, Channel.code == Petition.channel_code)
        .where(petitions_of(case_id))
        .order_by((Petition.case_id != case_id), Petition.id)
    ).all()
    ids = [row.id for row in rows]
    told, calls = _told(ids), _call_backs(ids)
    return tuple(_view(row, told.get(row.id, []), calls.get(row.id, [])) for row in rows)


def told_through(veil: Veil, view: PetitionView) -> PetitionView:
    """Return a petition without whoever its words name, for who may not know its complainant."""
    about = view.respondent_words
    return replace(
        view,
        subject=veil.told(view.subject, about),
        body=veil.told(view.body, about),
        request=veil.told(view.request, about),
    )


def _view(row: Any, told: list[Told], calls: list[CalledBack]) -> PetitionView:
    return PetitionView(
        id=row.id,
        number=row.number,
        case_id=row.case_id,
        case_number=row.case_number,
        subject=row.subject,
        body=row.body,
        request=row.request,
        respondent_words=row.respondent_words,
        channel=local_name(row.channel, row.channel_en),
        origin_system=row.origin_system,
        origin_reference=row.origin_reference,
        submitted_at=row.submitted_at,
        registered_at=row.registered_at,
        promised_on=row.promised_on,
        answered_at=row.answered_at,
        is_anonymous=row.is_anonymous,
        wants_confidentiality=row.wants_confidentiality,
        is_on_behalf=row.is_on_behalf,
        call_reference=row.call_reference,
        rechecked_at=row.rechecked_at,
        recheck_document=row.recheck_document,
        way=_(REPLY_WAYS[row.reply_way]),
        reply_way=row.reply_way,
        has_person=row.complainant_id is not None,
        rating=row.rating,
        told=tuple(sorted(told, key=lambda one: one.at)),
        call_backs=tuple(calls),
    )


def _told(petition_ids: list[int]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = {}
    for model in (Reply, Notice):
        proofs = proofs_of(model, petition_ids)
        rows = db.session.execute(
            select(
                model.id,
                model.petition_id,
                model.kind,
                model.words,
                model.way,
                model.given_at,
                User.display_name,
            )
            .outerjoin(User, User.id == model.given_by_id)
            .where(model.petition_id.in_(petition_ids))
            .order_by(model.id)
        )
        for row in rows:
            found.setdefault(row.petition_id, []).append(_one_told(row, proofs.get(row.id, [])))
    return found


def _one_told(row: Any, proofs: list[Proof]) -> Told:
    if row.kind == "impossible":
        title = _("No reply possible")
    else:
        title = _(NOTICE_LABELS[row.kind]) if row.kind in NOTICE_LABELS else _("Reply")
    way = _(REPLY_WAYS[row.way]) if row.way in REPLY_WAYS else ""
    is_impossible = row.kind == "impossible"
    shown_way = "" if is_impossible else way
    return Told(
        title,
        row.words,
        shown_way,
        row.given_at,
        row.display_name,
        is_impossible,
        tuple(proofs),
    )


def _call_backs(petition_ids: list[int]) -> dict[int, list[CalledBack]]:
    rows = db.session.execute(
        select(
            CallBack.petition_id,
            CallBack.called_at,
            User.display_name,
            CallBack.was_reached,
            CallBack.was_contacted,
            CallBack.is_solved,
            CallBack.satisfaction,
            CallBack.words,
        )
        .outerjoin(User, User.id == CallBack.called_by_id)
        .where(CallBack.petition_id.in_(petition_ids))
        .order_by(CallBack.id)
    )
    found: dict[int, list[CalledBack]] = {}
    for row in rows:
        said = _(SATISFACTION[row.satisfaction]) if row.satisfaction else None
        call = CalledBack(*row[1:6], said, row.words)
        found.setdefault(row.petition_id, []).append(call)
    return found
