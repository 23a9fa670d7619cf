"""By what it is proven that replies and notices were delivered; what the outbox knows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.replies.models import DeliveryProof, Notice, Reply
from caseflow.core.replies.rules import OUTBOX, PROOFS
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.people.accounts.models import User

SENDING: dict[str, str] = {
    "waiting": N_("Waits to be sent"),
    "claimed": N_("Being sent"),
    "sent": N_("Accepted by the provider"),
    "failed": N_("Not delivered"),
    "given_up": N_("Not delivered"),
}
"""State of the outbox row → what its proof says."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One proof in words. Of a message: the provider's id and the time of its acceptance."""

    label: str
    at: datetime
    words: str
    by: str | None
    is_delivered: bool
    has_failed: bool


def proofs_of(model: type[Reply] | type[Notice], petition_ids: list[int]) -> dict[int, list[Proof]]:
    """Return the proofs of the replies (or notices) to these petitions, by their id."""
    told = DeliveryProof.reply_id if model is Reply else DeliveryProof.notice_id
    rows = db.session.execute(
        select(DeliveryProof, told.label("told_id"), User.display_name, OutboxMessage)
        .join(model, model.id == told)
        .outerjoin(User, User.id == DeliveryProof.recorded_by_id)
        .outerjoin(OutboxMessage, OutboxMessage.key == DeliveryProof.outbox_key)
        .where(model.petition_id.in_(petition_ids))
        .order_by(DeliveryProof.id)
    )
    found: dict[int, list[Proof]] = {}
    for proof, told_id, by, message in rows:
        found.setdefault(told_id or 0, []).append(_proof(proof, by, message))
    return found


def _proof(proof: Any, by: str | None, message: Any) -> Proof:
    if proof.kind == OUTBOX and message is not None:
        return Proof(
            label=_(SENDING[message.state]),
            at=message.sent_at or message.created_at,
            words=(message.provider_id or "") if message.state == "sent" else message.error or "",
            by=None,
            is_delivered=message.state == "sent",
            has_failed=message.state in {"failed", "given_up"},
        )
    return Proof(_(PROOFS[proof.kind]), proof.delivered_at, proof.words, by, True, False)
