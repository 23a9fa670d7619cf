"""The outbox: rows queued in the transaction of an act, claimed by workers and accounted for.

States: waiting → claimed (for the length of a lease) → sent, or failed with the reason; what a
person closes is given_up. A claim is a conditional UPDATE, so that two workers, or a job run
twice, share the rows and repeat none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Insert, Table, and_, func, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from caseflow.ground.config import settings
from caseflow.ground.extensions import Model, db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.notifications.wake import wake_delivery
from caseflow.ground.unit_of_work import after_commit

IN_APP = "in_app"
EMAIL = "email"
MOST_ATTEMPTS = 10
"""Refused, or cut off, this often: failed, for a person to look at."""
LONGEST_WAIT = timedelta(hours=6)
UNDELIVERED = ("failed", "waiting", "claimed")
"""States of a row that, with an error, stands on the list of undeliverable messages."""


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """A message to be queued; `key` says once and for all which one it is."""

    key: str
    kind: str
    channel: str
    recipient_id: int | None
    case_id: int | None
    params: dict[str, Any]
    available_at: datetime
    group_name: str | None = None
    """Set where `recipient_id` is None."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this worker alone may deliver until `until_at`; `attempts` is its fence."""

    id: int
    kind: str
    channel: str
    recipient_id: int | None
    group_name: str | None
    case_id: int | None
    params: dict[str, Any]
    provider_id: str
    attempts: int
    until_at: datetime


def insert_new(model: type[Model]) -> Insert:
    """Return an INSERT that leaves out rows whose unique key is there already.

    It is of the table, not of the model: many rows at once need no unit of work of the ORM.
    """
    make = sqlite.insert if settings().is_sqlite else postgresql.insert
    table = model.__table__
    assert isinstance(table, Table)
    return make(table).on_conflict_do_nothing()


def message_id(key: str, channel: str = EMAIL) -> str:
    """Return the id with which the message of `key` goes out: the same each time it is asked."""
    found = hashlib.sha256(key.encode()).hexdigest()[:32]
    if channel != EMAIL:
        return found
    domain = settings().smtp_from.rpartition("@")[2].strip(" >") or "localhost"
    return f"<{found}@{domain}>"


def _provider_id(row: QueuedMessage) -> str | None:
    return None if row.channel == IN_APP else message_id(row.key, row.channel)


_FIELDS = tuple(field.name for field in fields(QueuedMessage))


def queue_messages(rows: Sequence[QueuedMessage], at: datetime) -> None:
    """Add rows to the outbox, those already there left alone, and wake delivery after commit."""
    if not rows:
        return
    db.session.execute(
        insert_new(OutboxMessage),
        [
            {
                **{name: getattr(row, name) for name in _FIELDS},
                "state": "waiting",
                "attempts": 0,
                "created_at": at,
                "provider_id": _provider_id(row),
            }
            for row in rows
        ],
    )
    after_commit("outbox", wake_delivery)


def is_due(now: datetime) -> ColumnElement[bool]:
    """Return the clause of rows to claim at `now`: their time came, or their lease ran out."""
    return or_(
        and_(OutboxMessage.state == "waiting", OutboxMessage.available_at <= now),
        and_(OutboxMessage.state == "claimed", OutboxMessage.claimed_until_at <= now),
    )


def due_ids(channel: str, now: datetime, most: int) -> list[int]:
    """Return the ids of due rows of `channel`, the longest waiting first."""
    return list(
        db.session.scalars(
            select(OutboxMessage.id)
            .where(OutboxMessage.channel == channel, is_due(now))
            .order_by(OutboxMessage.available_at, OutboxMessage.id)
            .limit(most)
        )
    )


def claim(row_id: int, now: datetime, *, may_repeat: bool = True) -> Claimed | None:
    """Take a due row for the length of a lease; None if another worker was quicker.

    `may_repeat` False: a row whose earlier claim was cut off is not taken.
    """
    until = now + timedelta(seconds=settings().outbox_lease_s)
    columns = (
        OutboxMessage.id,
        OutboxMessage.kind,
        OutboxMessage.channel,
        OutboxMessage.recipient_id,
        OutboxMessage.group_name,
        OutboxMessage.case_id,
        OutboxMessage.params,
        OutboxMessage.provider_id,
        OutboxMessage.attempts,
    )
    row = db.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == row_id,
            is_due(now),
            true() if may_repeat else OutboxMessage.state == "waiting",
        )
        .values(state="claimed", claimed_until_at=until, attempts=OutboxMessage.attempts + 1)
        .returning(*columns)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        return None
    return Claimed(
        row.id,
        row.kind,
        row.channel,
        row.recipient_id,
        row.group_name,
        row.case_id,
        row.params,
        row.provider_id or f"outbox-{row.id}",
        row.attempts,
        until,
    )


def _settle(claimed: Claimed, **values: Any) -> bool:
    """Write the outcome of a claim, unless the lease ran out and another worker took over."""
    result = db.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == claimed.id,
            OutboxMessage.state == "claimed",
            OutboxMessage.attempts == claimed.attempts,
        )
        .values(claimed_until_at=None, **values)
        .execution_options(synchronize_session=False)
    )
    return bool(result.rowcount == 1)  # type: ignore[attr-defined]


def record_sent(claimed: Claimed, now: datetime) -> bool:
    """Record that the channel has accepted the message."""
    return _settle(claimed, state="sent", sent_at=now, error=None)


def wait_after(attempts: int) -> timedelta:
    """Return how long a row waits after its n-th failed attempt: twice as long each time."""
    seconds = settings().outbox_retry_s * 2 ** min(attempts - 1, 20)
    return min(timedelta(seconds=seconds), LONGEST_WAIT)


def record_refusal(claimed: Claimed, now: datetime, reason: str, *, is_final: bool = False) -> bool:
    """Record a failed attempt: the row waits longer each time, and at the end has failed."""
    if is_final or claimed.attempts >= MOST_ATTEMPTS:
        return _settle(claimed, state="failed", error=reason[:1000])
    later = now + wait_after(claimed.attempts)
    return _settle(claimed, state="waiting", available_at=later, error=reason[:1000])


def put_back(claimed: Claimed, now: datetime, reason: str, wait_s: int | None = None) -> bool:
    """Return a row that could not be tried, the way being closed: it costs no attempt."""
    later = now + timedelta(seconds=wait_s or settings().outbox_retry_s)
    return _settle(
        claimed,
        state="waiting",
        available_at=later,
        attempts=claimed.attempts - 1,
        error=reason[:1000],
    )


CUT_OFF = "Sending was cut off. It may have arrived: look before trying again."


def fail_cut_off(channel: str, now: datetime) -> int:
    """Fail what a worker took and never accounted for, on a way that knows no repeats."""
    result = db.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.channel == channel,
            OutboxMessage.state == "claimed",
            OutboxMessage.claimed_until_at <= now,
        )
        .values(state="failed", claimed_until_at=None, error=CUT_OFF)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def retry_failed(row_ids: Sequence[int], now: datetime) -> int:
    """Let failed rows be tried again from the start; return how many."""
    result = db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(row_ids), OutboxMessage.state == "failed")
        .values(state="waiting", available_at=now, attempts=0, closing_words=None)
        .execution_options(synchronize_session=False)
    )
    after_commit("outbox", wake_delivery)
    return int(result.rowcount)  # type: ignore[attr-defined]


def take_care(row_ids: Sequence[int], user_id: int) -> int:
    """Make a person the owner of undelivered rows; return how many."""
    return _change_undelivered(row_ids, owner_id=user_id)


def give_up(row_ids: Sequence[int], user_id: int, reason: str) -> int:
    """Close failed rows with a reason: nobody tries them again. Return how many."""
    return _change_undelivered(
        row_ids, OutboxMessage.state == "failed", state="given_up", owner_id=user_id,
        closing_words=reason,
    )  # fmt: skip


def _change_undelivered(row_ids: Sequence[int], *where: ColumnElement[bool], **values: Any) -> int:
    result = db.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.id.in_(row_ids),
            OutboxMessage.state.in_(UNDELIVERED),
            OutboxMessage.error.is_not(None),
            *where,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def overdue_count(now: datetime, waited: timedelta) -> int:
    """Return how many rows have been due for longer than `waited` and are not sent."""
    statement = select(func.count()).select_from(OutboxMessage).where(is_due(now - waited))
    return db.session.scalar(statement) or 0
