"""Reading what came from tablets."""

from __future__ import annotations

from sqlalchemy import select

from caseflow.field.sync.models import FieldSubmission
from caseflow.ground.extensions import db


def own_submission(client_id: str, user_id: int) -> FieldSubmission | None:
    """Return the person's own submission of that number, or None."""
    return db.session.scalar(
        select(FieldSubmission).where(
            FieldSubmission.client_id == client_id, FieldSubmission.user_id == user_id
        )
    )
