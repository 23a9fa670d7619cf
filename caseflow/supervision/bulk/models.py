"""Decisions on many cases, and what became of each case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class BulkRun(Model):
    """One decision. States: draft (looked over), waiting (being done), done."""

    __tablename__ = "bulk_runs"
    __table_args__ = (
        Index("ix_bulk_runs_state", "state", "id"),
        Index("ix_bulk_runs_user", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    act: Mapped[str] = mapped_column(String(20))
    """A key of rules.ACTS."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(String(10))
    query: Mapped[str] = mapped_column(String(1000))
    """The list that it began from."""
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was typed once for all; days in ISO form."""
    matched_count: Mapped[int] = mapped_column(Integer)
    """How many cases were meant; more than there are items where the list was cut off."""
    is_job: Mapped[bool] = mapped_column(Boolean, default=False)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("bulk_runs.id"), unique=True)
    """The decision that this one takes back; each at most once."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BulkItem(Model):
    """One case of a decision. States: waiting, cannot, done, refused, changed (rules.py)."""

    __tablename__ = "bulk_items"
    __table_args__ = (
        UniqueConstraint("run_id", "case_id"),
        Index("ix_bulk_items_run_state", "run_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("bulk_runs.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    version: Mapped[int] = mapped_column(Integer)
    """Of the case as it was chosen: a case that has moved on since is left alone."""
    state: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(500), default="")
    """Why not, in plain words."""
    version_after: Mapped[int | None] = mapped_column(Integer)
