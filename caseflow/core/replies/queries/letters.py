"""The reply to each petitioner as it stands in a draft: whole texts, nobody's name in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import select

from caseflow.core.petitions.models import Channel, Petition
from caseflow.core.replies.models import ReplyDraft, ReplyPart
from caseflow.core.replies.rules import APPROVED, LIVE
from caseflow.core.replies.wording import Asked, answer_of, letter_of, opening_of, parts_of
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db


class HasId(Protocol):
    """A case, as far as letters know it."""

    @property
    def id(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """One petitioner's reply. `parts`: (heading, words) without the opening."""

    part_id: int
    petition_id: int
    number: str
    way: str
    asked: str
    own_words: str
    opening: str
    parts: tuple[tuple[str, str], ...]
    text: str
    """The whole letter."""
    answer: str
    """Without what was asked: what is kept as the reply and told by other ways."""
    document_id: int | None
    answered: bool


def live_draft(case_id: int) -> ReplyDraft | None:
    """Return the draft of the reply that the case owes now; None if none was begun."""
    return db.session.scalar(
        select(ReplyDraft)
        .where(ReplyDraft.case_id == case_id, ReplyDraft.state.in_(LIVE))
        .order_by(ReplyDraft.round.desc())
        .limit(1)
    )


def letters_of(draft: ReplyDraft) -> list[Letter]:
    """Return the letter to each petitioner whom the draft covers; one statement."""
    rows = db.session.execute(
        select(ReplyPart, Petition, Channel.name)
        .join(Petition, Petition.id == ReplyPart.petition_id)
        .join(Channel, Channel.code == Petition.channel_code)
        .where(ReplyPart.draft_id == draft.id)
        .order_by(ReplyPart.petition_id)
    )
    return [_letter(draft, *row) for row in rows]


def approved_letters(case: HasId) -> list[Letter]:
    """Return the letters that are approved and not given yet."""
    draft = live_draft(case.id)
    if draft is None or draft.state != APPROVED:
        return []
    return [letter for letter in letters_of(draft) if not letter.answered]


def asked_petition(petition: Petition, channel: str) -> Asked:
    """Return what a letter says of a petition."""
    return Asked(
        number=petition.number,
        submitted_on=clock.local_date(petition.submitted_at),
        channel=channel,
        subject=petition.subject,
        request=petition.request,
        body=petition.body,
    )


def _letter(draft: ReplyDraft, part: ReplyPart, petition: Petition, channel: str) -> Letter:
    opening = opening_of(asked_petition(petition, channel))
    parts = parts_of(draft.form, draft.sections, part.asked, part.words)
    return Letter(
        part_id=part.id,
        petition_id=petition.id,
        number=petition.number,
        way=petition.reply_way,
        asked=part.asked,
        own_words=part.words,
        opening=opening,
        parts=tuple(parts),
        text=letter_of(opening, parts, settings().authority),
        answer=answer_of(parts),
        document_id=part.document_id,
        answered=petition.answered_at is not None,
    )
