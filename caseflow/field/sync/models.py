"""What came from tablets: submissions as they were sent, their files, and the tablets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class FieldSubmission(Model):
    """One record as a tablet sent it, and what became of it. The database keeps what was sent."""

    __tablename__ = "field_submissions"
    __table_args__ = (Index("ix_field_submissions_status", "status", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    client_id: Mapped[str] = mapped_column(String(36), unique=True)
    device_id: Mapped[str] = mapped_column(String(36))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    """None: the tablet named a case that is not there."""
    kind: Mapped[str] = mapped_column(String(20))
    """A key of rules.KINDS."""
    based_on_version: Mapped[int] = mapped_column(Integer)
    """Version of the case that the tablet had taken along."""
    captured_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """By the tablet's clock."""
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """By the tablet's clock; None: it came by a saved copy."""
    clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    """The server's clock less the tablet's when it was sent; None: not known."""
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of everything sent but `sent_at`, which is another each time."""
    verdicts: Mapped[list[Any]] = mapped_column(JSON)
    """The server's own verdict on each reading; None where it judges none."""
    status: Mapped[str] = mapped_column(String(20))
    """A key of rules.STATUSES."""
    words: Mapped[list[str]] = mapped_column(JSON)
    """Sentences: why it needs attention, or what changed meanwhile."""
    receipt: Mapped[dict[str, Any]] = mapped_column(JSON)
    """As it was first answered."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    brought_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who brought it in by a saved copy, if not whose record it is."""
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    """The record in the case, once it was applied."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_words: Mapped[str] = mapped_column(Text, default="")


class FieldFile(Model):
    """A file that a submission announced, and how far it is."""

    __tablename__ = "field_files"
    __table_args__ = (Index("ix_field_files_user_sha256", "user_id", "sha256"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    client_id: Mapped[str] = mapped_column(String(36), unique=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("field_submissions.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    """Whose record it belongs to; only theirs are the pieces."""
    sha256: Mapped[str] = mapped_column(String(64))
    original_sha256: Mapped[str] = mapped_column(String(64))
    """Of what the camera wrote, before the tablet made it smaller."""
    byte_count: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str] = mapped_column(String(100))
    """As announced; what is kept is told by the content."""
    file_name: Mapped[str] = mapped_column(String(200))
    caption: Mapped[str] = mapped_column(String(300))
    stage: Mapped[str] = mapped_column(String(20))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """By the tablet's clock."""
    corrected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The same by the server's clock."""
    place: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(String(20))
    """A key of rules.FILE_STATES."""
    words: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused."""
    stored_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was here as a whole."""


class FieldFileLook(Model):
    """Somebody opened a file of a record before it was evidence: append-only.

    What becomes evidence takes these along into its custody log.
    """

    __tablename__ = "field_file_looks"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("field_files.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    """A code of core/evidence/custody.py ACTS."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class FieldDevice(Model):
    """A tablet as one person uses it, with the server's part of the key to its storage."""

    __tablename__ = "field_devices"
    __table_args__ = (UniqueConstraint("device_id", "user_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    device_id: Mapped[str] = mapped_column(String(36))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    server_part_sealed: Mapped[str] = mapped_column(Text)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lost_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lost_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the tablet was first told to wipe itself: from then on it is not taken back."""
    wiped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unsent_count: Mapped[int | None] = mapped_column(Integer)
    """Records that were lost by the wipe, as the tablet said."""
