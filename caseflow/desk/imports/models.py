"""Runs of the file import, what they brought, what is saved of senders, and the work after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class ImportRun(Model):
    """One file taken in by the page.

    States: uploaded, waiting, running, done, failed; undoing and undone once it is taken back.
    """

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
    saved_id: Mapped[int | None] = mapped_column(
        ForeignKey("import_mappings.id", ondelete="SET NULL"), index=True
    )
    """The saved mapping by which the file was mapped, as long as it is kept."""
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


class ImportMapping(Model):
    """How the columns of a sender's files are meant, as a person confirmed it at an import."""

    __tablename__ = "import_mappings"
    __table_args__ = (UniqueConstraint("origin_key", "headers_key"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    origin: Mapped[str] = mapped_column(String(80))
    origin_key: Mapped[str] = mapped_column(String(80))
    """The sender's name as it is compared."""
    headers: Mapped[list[str]] = mapped_column(JSON)
    """All headers of the file it was made from, in their order."""
    headers_key: Mapped[str] = mapped_column(String(64), index=True)
    """SHA-256 over the headers as they are compared, sorted: the order does not matter."""
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Field name → column header; what is not named is off."""
    channel_code: Mapped[str] = mapped_column(ForeignKey("channels.code"))
    track: Mapped[str] = mapped_column(String(20))
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Who confirmed it last, and when."""
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ImportCase(Model):
    """A case that a run made, with the row it came from."""

    __tablename__ = "import_cases"
    __table_args__ = (Index("ix_import_cases_run", "run_id", "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"))
    row_number: Mapped[int | None] = mapped_column(Integer)
    """None: imported before rows were kept."""
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    kept_because: Mapped[str | None] = mapped_column(String(300))
    """Why it was left when its run was taken back: the refusal, in plain words."""


class ImportTask(Model):
    """Work on a run after its rows are in, done by a worker in batches under a lease.

    Kinds: likely (search for likely duplicates), undo. States: waiting, running, done, failed.
    """

    __tablename__ = "import_tasks"
    __table_args__ = (
        UniqueConstraint("run_id", "kind"),
        Index("ix_import_tasks_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"))
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    """Whose work it is: the acts are theirs, the suggestions what they may see."""
    resumed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who let it go on last after it had failed: the acts since then are theirs."""
    reason: Mapped[str] = mapped_column(Text, default="")
    total_count: Mapped[int] = mapped_column(Integer, default=0)
    done_count: Mapped[int] = mapped_column(Integer, default=0)
    last_case_id: Mapped[int] = mapped_column(BigId, default=0)
    """Cases are worked off by their ids: up to this one they are done."""
    error: Mapped[str | None] = mapped_column(String(300))
    claimed_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    lost_count: Mapped[int] = mapped_column(Integer, default=0)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ImportLikely(Model):
    """A case that may be about the same matter as one that a run brought."""

    __tablename__ = "import_likely"
    __table_args__ = (
        UniqueConstraint("case_id", "other_case_id"),
        Index("ix_import_likely_run", "run_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    other_case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    score: Mapped[float] = mapped_column(Float)
    """0 to 1; higher is likelier."""
    reasons: Mapped[list[str]] = mapped_column(JSON)
    """Msgids of what the two have in common."""
    outcome: Mapped[str] = mapped_column(String(10), default="open")
    """open, merged or refused."""
    refusal: Mapped[str | None] = mapped_column(String(300))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
