"""The inbox inside the application: shown and recorded as sent in one transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import InboxMessage, OutboxMessage
from caseflow.ground.notifications.outbox import insert_new, is_due


def show(ids: list[int], now: datetime) -> int:
    """Put the due ones among the outbox rows `ids` into their inboxes; return how many.

    Nothing leaves the database, so claim, delivery and record are one statement each in the same
    transaction; the inbox's own unique key stands behind it.
    """
    columns = OutboxMessage.id, OutboxMessage.recipient_id, OutboxMessage.kind
    rows = db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(ids), is_due(now))
        .values(
            state="sent",
            sent_at=now,
            attempts=OutboxMessage.attempts + 1,
            claimed_until_at=None,
            error=None,
        )
        .returning(*columns, OutboxMessage.case_id, OutboxMessage.params)
        .execution_options(synchronize_session=False)
    ).all()
    shown = [
        {
            "outbox_id": row.id,
            "user_id": row.recipient_id,
            "kind": row.kind,
            "case_id": row.case_id,
            "params": row.params,
            "created_at": now,
        }
        for row in sorted(rows, key=lambda row: row.id)
    ]
    if shown:
        db.session.execute(insert_new(InboxMessage), shown)
    return len(shown)
