"""The outbox: rows queued in the transaction of an act, claimed and delivered by workers.

States: waiting → claimed (for the length of a lease) → sent, or failed with the reason. A claim is
a conditional UPDATE, so that two workers, or a job run twice, share the rows and repeat none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from caseflow.ground.config import settings
from caseflow.ground.extensions import Model, db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.notifications.wake import wake_delivery
from caseflow.ground.unit_of_work import after_commit

EMAIL = "email"


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """A message to be queued; `key` says once and for all which one it is."""

    key: str
    kind: str
    channel: str
    recipient_id: int
    case_id: int | None
    params: dict[str, Any]
    available_at: datetime


def insert_new(model: type[Model]) -> Insert:
    """Return an INSERT that leaves out rows whose unique key is there already."""
    make = sqlite.insert if settings().is_sqlite else postgresql.insert
    return make(model).on_conflict_do_nothing()


def message_id(key: str) -> str:
    """Return the Message-ID of the e-mail of `key`: the same each time it is asked."""
    domain = settings().smtp_from.rpartition("@")[2].strip(" >") or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def queue_messages(rows: Sequence[QueuedMessage], at: datetime) -> None:
    """Add rows to the outbox, those already there left alone, and wake delivery after commit."""
    if not rows:
        return
    db.session.execute(
        insert_new(OutboxMessage),
        [
            {
                **asdict(row),
                "state": "waiting",
                "attempts": 0,
                "created_at": at,
                "provider_id": message_id(row.key) if row.channel == EMAIL else None,
            }
            for row in rows
        ],
    )
    after_commit("outbox", wake_delivery)
