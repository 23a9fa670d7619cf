"""Supervision notices, one row each, from the proposal or the issue to the accepted answer."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class SupervisionNotice(Model):
    """What was demanded of whom by when. Words and earlier answers stand in the history too."""

    __tablename__ = "supervision_notices"
    __table_args__ = (Index("ix_supervision_notices_state", "state", "answer_by_on"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    number: Mapped[str | None] = mapped_column(String(60), unique=True)
    """None until it is issued."""
    state: Mapped[str] = mapped_column(String(10))
    """proposed, issued, answered, accepted or dropped."""
    proposal_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    """Deadline and due day that a proposal of the system rests on: proposed once."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Of whom it is demanded: unit and handler of the case on the day of issue."""
    ground: Mapped[str] = mapped_column(String(20))
    """A key of rules.GROUNDS."""
    demand: Mapped[str] = mapped_column(Text, default="")
    answer_by_on: Mapped[date | None] = mapped_column(Date)
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    return_count: Mapped[int] = mapped_column(Integer, default=0)
    """How often an answer was not accepted."""
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the answer was accepted, or the proposal dropped."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_words: Mapped[str] = mapped_column(Text, default="")
