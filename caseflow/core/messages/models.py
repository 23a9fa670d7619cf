"""Reminders that were given: one unique row per deadline, reminder, due day and person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
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
