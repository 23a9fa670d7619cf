"""Exports asked for, and the append-only log of what was taken out, by whom and what for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class Export(Model):
    """One file of a list. States: waiting, running, done, failed, cancelled, expired."""

    __tablename__ = "exports"
    __table_args__ = (
        Index("ix_exports_owner", "user_id", "id"),
        Index("ix_exports_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    """Whose it is: the rows are what this person may see, and nobody else fetches the file."""
    kind: Mapped[str] = mapped_column(String(20))
    """A key of kinds.py: what the rows are."""
    form: Mapped[str] = mapped_column(String(4))
    """xlsx or csv."""
    query: Mapped[str] = mapped_column(String(2000))
    """The query string of the list."""
    filter_words: Mapped[str] = mapped_column(String(1000))
    """The same in words, as they read when it was asked for."""
    columns: Mapped[list[Any]] = mapped_column(JSON)
    with_complainants: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(String(300))
    """What it is for, in the person's words."""
    locale: Mapped[str] = mapped_column(String(20))
    """The language of its headers."""
    state: Mapped[str] = mapped_column(String(10))
    row_count: Mapped[int | None] = mapped_column(Integer)
    """How many rows there are to write; None: not counted yet."""
    done_count: Mapped[int] = mapped_column(Integer, default=0)
    file_name: Mapped[str | None] = mapped_column(String(80))
    """On the shelf of exports (keeping.py), while it is kept."""
    byte_count: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    """Of the file as it is fetched."""
    error: Mapped[str | None] = mapped_column(String(300))
    """Why it failed, in plain words."""
    claimed_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """While running: until when the worker's lease holds; then another begins anew."""
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    """How often a worker took it up: the fence of its lease."""
    lost_count: Mapped[int] = mapped_column(Integer, default=0)
    """How many workers were lost over it."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ExportLog(Model):
    """What became of an export, with filter and purpose as they were; append-only."""

    __tablename__ = "export_log"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    export_id: Mapped[int] = mapped_column(ForeignKey("exports.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Who did it; None: the system."""
    act: Mapped[str] = mapped_column(String(20))
    """A key of log.ACTS."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(String(20))
    form: Mapped[str] = mapped_column(String(4))
    query: Mapped[str] = mapped_column(String(2000))
    filter_words: Mapped[str] = mapped_column(String(1000))
    reason: Mapped[str] = mapped_column(String(300))
    with_complainants: Mapped[bool] = mapped_column(Boolean)
    row_count: Mapped[int | None] = mapped_column(Integer)
