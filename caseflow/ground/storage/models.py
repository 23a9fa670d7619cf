"""What is known of each stored file."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model

WITHOUT = text("small_at IS NULL AND substr(content_type, 1, 6) = 'image/'")
"""Pictures of which no small one was made yet."""


class StoredFile(Model):
    """A file kept once under its SHA-256; `content_type` was found from its content."""

    __tablename__ = "stored_files"
    __table_args__ = (
        Index(
            "ix_stored_files_without_small", "id", sqlite_where=WITHOUT, postgresql_where=WITHOUT
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    byte_count: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    small_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a worker made its small picture, or found that none can be made."""
