"""Canned texts: a head that names the version in force, and every version, append-only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class CannedText(Model):
    """One canned text through all its versions."""

    __tablename__ = "canned_texts"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    shipped_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    """Key of a text that came with the program; None: written here."""
    version: Mapped[int] = mapped_column(Integer, default=1)
    """The version that counts."""


class CannedTextVersion(Model):
    """The words of a text as they were decided once. Append-only: the database refuses changes."""

    __tablename__ = "canned_text_versions"
    __table_args__ = (UniqueConstraint("text_id", "version"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("canned_texts.id"))
    version: Mapped[int] = mapped_column(Integer)
    keywords: Mapped[str] = mapped_column(String(200))
    """Words to find it by, separated by blanks; the first is its short name."""
    title: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)
    places: Mapped[str] = mapped_column(String(100))
    """Codes of rules.PLACES, separated by blanks."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """Offered to this unit and those below it; None: to everybody."""
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    """The last day on which it is offered; None: until it is changed."""
    reason: Mapped[str] = mapped_column(String(200))
    """Why this version was made."""
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: it came with the program."""
