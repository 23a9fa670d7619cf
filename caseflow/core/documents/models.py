"""Documents of a case, every version of their content, and who took them away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model

_STANDING = text("number IS NOT NULL AND voided_at IS NULL")


class Document(Model):
    """One document: a draft, issued, or void. Once issued only its voiding is written."""

    __tablename__ = "documents"
    __table_args__ = (
        Index(
            "ix_documents_standing_number",
            "number",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    form: Mapped[str] = mapped_column(String(20))
    """A code of items.FORMS."""
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspections.id"))
    """The visit it rests on."""
    order_id: Mapped[int | None] = mapped_column(ForeignKey("rectification_orders.id"))
    status: Mapped[str] = mapped_column(String(10), default="draft")
    """draft, issued or void."""
    version: Mapped[int] = mapped_column(Integer, default=1)
    """The newest version; of an issued one, the version that was issued."""
    number: Mapped[str | None] = mapped_column(String(60))
    """Given when it is issued. A replaced order keeps the number of its order."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    """The DOCX as issued."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    void_reason: Mapped[str] = mapped_column(Text, default="")


class DocumentVersion(Model):
    """The content of a document as it was. Append-only."""

    __tablename__ = "document_versions"
    __table_args__ = (UniqueConstraint("document_id", "version"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    version: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the canonical JSON of `content` (content.py)."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Personal names and identity numbers stand in it, so it never leaves a case."""
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What the officer typed, by item: the rest came from records."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class DocumentLook(Model):
    """Somebody printed a document or took its file: append-only."""

    __tablename__ = "document_looks"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    """A code of looks.ACTS."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
