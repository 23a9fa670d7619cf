"""Deleting what the portal needs no more: drafts, sealed pictures, hashes, settled requests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from caseflow.core.petitions.further_codes import forget_further_codes
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.portal.models import (
    PortalDraft,
    PortalFile,
    PortalRequest,
    PortalSubmission,
)
from caseflow.public.portal.rules import DRAFT_LIFE, PHONE_SPAN

REQUEST_LIFE = timedelta(days=30)
"""A settled request holds no words any more; its outcome is kept a while for questions."""


def forget_old(now: datetime) -> int:
    """Delete what is over; return how many rows. What waits to be registered is left alone."""
    waiting = select(PortalSubmission.key).where(PortalSubmission.registered_at.is_(None))
    before = now - DRAFT_LIFE
    statements: list[Any] = [
        delete(PortalDraft).where(
            PortalDraft.key.not_in(select(PortalDraft.key).where(PortalDraft.saved_at >= before))
        ),
        delete(PortalFile).where(PortalFile.saved_at < before, PortalFile.key.not_in(waiting)),
        delete(PortalRequest).where(PortalRequest.done_at < now - REQUEST_LIFE),
        update(PortalSubmission)
        .where(
            PortalSubmission.phone_hash.is_not(None),
            PortalSubmission.received_at < now - PHONE_SPAN,
        )
        .values(phone_hash=None),
    ]
    with unit_of_work():
        counts = [
            int(
                db.session.execute(one.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
            )
            for one in statements
        ]
        return sum(counts) + forget_further_codes(now)
