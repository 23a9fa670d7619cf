"""Replies, notices and call-backs: what was said to the complainant, when, by which way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class Reply(Model):
    """The answer to one petition, or the record that none can be given."""

    __tablename__ = "replies"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """reply, or impossible (anonymous with no way back)."""
    words: Mapped[str] = mapped_column(Text)
    way: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: the reply came with an imported file."""


class Notice(Model):
    """Word to one complainant on the way: receipt, acceptance, refusal, transfer, extension."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """acceptance, refusal, transfer, withdrawal or extension."""
    words: Mapped[str] = mapped_column(Text)
    way: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class CallBack(Model):
    """A call-back after the reply: reached, contacted, solved, satisfied."""

    __tablename__ = "call_backs"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
    called_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    was_reached: Mapped[bool] = mapped_column(Boolean)
    was_contacted: Mapped[bool | None] = mapped_column(Boolean)
    is_solved: Mapped[bool | None] = mapped_column(Boolean)
    is_satisfied: Mapped[bool | None] = mapped_column(Boolean)
    words: Mapped[str] = mapped_column(Text, default="")
