"""Runs of the file import and what became of their rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class ImportRun(Model):
    """One file taken in by the page; states: uploaded, waiting, running, done, failed."""

    __tablename__ = "import_runs"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    origin: Mapped[str] = mapped_column(String(80))
    channel_code: Mapped[str] = mapped_column(ForeignKey("channels.code"))
    track: Mapped[str] = mapped_column(String(20))
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Field name → column header."""
    state: Mapped[str] = mapped_column(String(10))
    row_count: Mapped[int] = mapped_column(Integer, default=0)
    done_count: Mapped[int] = mapped_column(Integer, default=0)
    imported_count: Mapped[int] = mapped_column(Integer, default=0)
    already_count: Mapped[int] = mapped_column(Integer, default=0)
    reply_count: Mapped[int] = mapped_column(Integer, default=0)
    rejected: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """{"row", "msgid", "params"} of each row that could not be taken."""
    error: Mapped[str | None] = mapped_column(String(300))
    """Why the run failed, in plain words."""
    claimed_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """While running: until when the worker's lease holds; then another may take over."""
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    """How often a worker took it up: the fence of its lease."""
    lost_count: Mapped[int] = mapped_column(Integer, default=0)
    """How many workers were lost over it since the last batch."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
