"""Evidence: a stored file, what it proves, who took it and when; who looked at it since."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class Evidence(Model):
    """One file in the case's file."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    caption: Mapped[str] = mapped_column(String(300))
    """What it proves."""
    stage: Mapped[str] = mapped_column(String(20))
    """petition, inspection, before, after or other."""
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    client_id: Mapped[str | None] = mapped_column(String(36), unique=True, index=True)
    """The UUID that the tablet gave the file, by which the record of a visit names it."""


class CustodyEntry(Model):
    """Somebody looked at a file or took a copy of it: append-only."""

    __tablename__ = "evidence_custody"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    """A code of custody.ACTS."""
    place: Mapped[str] = mapped_column(String(20))
    """On which page: a code of custody.PLACES."""
    reason: Mapped[str] = mapped_column(String(300))
    """What the copy is for, in the person's words; "" for what was only opened from the case."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
