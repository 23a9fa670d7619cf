"""The public copy: only publishable columns, no reference to a case or a person.

A database user of its own may read these tables and no other (docs/operations.md); a test reads
their columns. What was public when, withdrawn words included, is kept inside (publication/models).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import UtcDateTime
from caseflow.ground.extensions import Model


class PublishedPage(Model):
    """One page as the public sees it, or the tombstone of one that was withdrawn or ran out."""

    __tablename__ = "published_pages"

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    """A row of publication/kinds.py."""
    version: Mapped[int] = mapped_column(Integer, default=1)
    """Grows with each correction, withdrawal and expiry: outputs are made anew by it."""
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    """Paragraphs, an empty line between two."""
    tables: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Lists and figures below the text: {"caption": str, "columns": [str], "rows": [[str]]}."""
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    township: Mapped[str] = mapped_column(String(40))
    category: Mapped[str] = mapped_column(String(60))
    published_on: Mapped[date] = mapped_column(Date, index=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    """When its present version went out."""
    corrected_on: Mapped[date | None] = mapped_column(Date)
    correction: Mapped[str] = mapped_column(String(300), default="")
    """What was corrected, for its readers."""
    expires_on: Mapped[date | None] = mapped_column(Date)
    """The last day on which it is shown; None: it stays."""
    expired_on: Mapped[date | None] = mapped_column(Date)
    """When it ran out and only its tombstone stayed."""
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    withdraw_reason: Mapped[str] = mapped_column(String(300), default="")


class PublishedPicture(Model):
    """A picture of a published page: redacted, without metadata, the bytes as they are served."""

    __tablename__ = "published_pictures"

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    caption: Mapped[str] = mapped_column(String(200))
    """What it shows, also its text for those who do not see it."""
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """JPEG."""
