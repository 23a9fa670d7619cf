"""Outbox rows and the in-app inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class OutboxMessage(Model):
    """One message to one person, or one group, by one channel.

    `key` is unique, so that a repeated act or sweep queues nothing twice. `params` holds ids and
    plain facts of the case, never a complainant's data. States: waiting, claimed, sent, failed,
    and given_up: a person decided that it need not arrive any more.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (Index("ix_outbox_messages_due", "state", "available_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    """A row of core/messages/catalogue.py."""
    channel: Mapped[str] = mapped_column(String(20))
    """in_app, or a row of channels/table.py."""
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """None: a group is told, not a person."""
    group_name: Mapped[str | None] = mapped_column(String(60))
    case_id: Mapped[int | None] = mapped_column(BigId, index=True)
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    available_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Not before this instant: working hours, or the wait after a failure."""
    claimed_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    provider_id: Mapped[str | None] = mapped_column(String(200))
    """The id that goes out with it, fixed when the row is written: a repeat carries the same."""
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who takes care of it where it could not be delivered."""
    closing_words: Mapped[str | None] = mapped_column(Text)
    """Why it was given up."""


class InboxMessage(Model):
    """A message shown in-app. `outbox_id` is unique: delivering twice shows once."""

    __tablename__ = "inbox_messages"
    __table_args__ = (Index("ix_inbox_messages_user", "user_id", "read_at", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox_messages.id"), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[int | None] = mapped_column(BigId)
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
