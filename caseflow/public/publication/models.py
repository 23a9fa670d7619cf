"""Publications as drafted and decided, and what of them was public when; all of it inside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class Publication(Model):
    """A summary on its way out; states of public/publication/lifecycle.py."""

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    title: Mapped[str] = mapped_column(String(200))
    original: Mapped[str] = mapped_column(Text)
    """The draft before redaction; never served."""
    marks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Proposed redactions; the keys of one are told in actions/marks.py."""
    body: Mapped[str] = mapped_column(Text)
    """The text after the decisions."""
    legal_basis: Mapped[str] = mapped_column(String(300))
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdraw_reason: Mapped[str] = mapped_column(String(300), default="")


class PublicationEvent(Model):
    """Who did what to a publication, when, and why; append-only."""

    __tablename__ = "publication_events"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    act: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")


class PublicationVersion(Model):
    """What was public from when to when, word for word: kept inside, asked by date.

    A withdrawn text stays here for whoever must answer for it; the public tables lose it.
    """

    __tablename__ = "publication_versions"

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), index=True)
    public_from_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    public_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """None: it is what is shown now."""
    state: Mapped[str] = mapped_column(String(20))
    """shown, withdrawn or expired."""
    page: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The columns of published_pages as they were, days in ISO form."""
    picture_hashes: Mapped[list[str]] = mapped_column(JSON, default=list)
