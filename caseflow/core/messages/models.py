"""Reminders and digests that were given, each once; and what people wish of their messages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class ReminderSent(Model):
    """`due_on` is in the key: a moved deadline reminds again, a repeated sweep does not."""

    __tablename__ = "reminders_sent"
    __table_args__ = (UniqueConstraint("deadline_id", "reminder", "due_on", "recipient_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadlines.id"))
    reminder: Mapped[str] = mapped_column(String(30))
    due_on: Mapped[date] = mapped_column(Date)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MessageWishes(Model):
    """What one person chose; who has no row chose nothing."""

    __tablename__ = "message_wishes"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    refused: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    """Pairs of kind and channel."""
    quiet_from: Mapped[int | None] = mapped_column(Integer)
    """Local hours; both None: no quiet hours of one's own."""
    quiet_to: Mapped[int | None] = mapped_column(Integer)
    digest_at: Mapped[str] = mapped_column(String(5), default="08:30")
    """Local time, HH:MM."""


class DigestGiven(Model):
    """The digest of one person and day, sent or with nothing to say: never made twice."""

    __tablename__ = "digests_given"
    __table_args__ = (UniqueConstraint("user_id", "day_on"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    day_on: Mapped[date] = mapped_column(Date)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
