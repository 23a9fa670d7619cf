"""What comes in over the portal, until a worker has made a petition or an act of it.

The portal's database user may only insert here. What a person wrote is sealed: a draft with a key
that only their browser has, everything else to the bureau (ground/record_sealing.py).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import UtcDateTime
from caseflow.ground.extensions import Model


class PortalDraft(Model):
    """A petition as far as it was typed: every step kept as a row of its own, the newest counts."""

    __tablename__ = "portal_drafts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Keyed hash of the token in the browser, from which nobody gets back to it."""
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class PortalFile(Model):
    """A picture of a draft or of a submission, sealed to the bureau when it was uploaded."""

    __tablename__ = "portal_files"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    """Of the draft it belongs to."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


WAITING = text("registered_at IS NULL")


class PortalSubmission(Model):
    """A petition handed in over the portal; its words go once a worker has registered it."""

    __tablename__ = "portal_submissions"
    __table_args__ = (
        Index(
            "ix_portal_submissions_waiting",
            "received_at",
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
    )

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of the draft: sent twice, it is one submission."""
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """The receipt number, given at once: 网-12345-67890."""
    code_hash: Mapped[str] = mapped_column(String(64))
    phone_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    """Counts what one telephone number hands in a day; forgotten after that."""
    sealed: Mapped[str | None] = mapped_column(Text)
    """The petition, sealed to the bureau; None once it is registered."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(String(100))
    """Why the last attempt to register it failed: a kind of error, never words of a person."""
    registered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    petition_id: Mapped[int | None] = mapped_column(ForeignKey("petitions.id"), unique=True)


NOT_DONE = text("done_at IS NULL")


class PortalRequest(Model):
    """Something else that was asked: a new code, a rating, further words. Sealed to the bureau."""

    __tablename__ = "portal_requests"
    __table_args__ = (
        Index(
            "ix_portal_requests_waiting",
            "asked_at",
            sqlite_where=NOT_DONE,
            postgresql_where=NOT_DONE,
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """A UUID that stood in the form: sent twice, it is one request."""
    kind: Mapped[str] = mapped_column(String(10))
    """A key of actions/requests.py: code, rating or words."""
    sealed: Mapped[str | None] = mapped_column(Text)
    """None once it is done."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(100))
    """done, refused, noted (refused, its words kept as a note of the case), or a kind of error."""
