"""Fact lines, figures counted from them, how far they reach, and frozen periods."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Float, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class MeasureFact(Model):
    """One line of lines.FactLine with its marks, kept by a worker; can be made again any time."""

    __tablename__ = "measure_facts"
    __table_args__ = (
        *(
            Index(f"ix_measure_facts_{when}", "kind", f"{when}_month", "id")
            for when in ("opened", "dispatched", "due", "ended", "called")
        ),
        Index(
            "ix_measure_facts_open",
            "opened_on",
            "unit_id",
            sqlite_where=text("is_open = 1"),  # as SQLAlchemy writes it: SQLite compares the words
            postgresql_where=text("is_open"),
        ),
        Index(
            "ix_measure_facts_ripens",
            "ripens_at",
            sqlite_where=text("ripens_at IS NOT NULL"),
            postgresql_where=text("ripens_at IS NOT NULL"),
        ),
        Index(
            "ix_measure_facts_origin",
            "origin",
            "answer_working_days",
            sqlite_where=text("answer_working_days IS NOT NULL"),
            postgresql_where=text("answer_working_days IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    line_id: Mapped[int] = mapped_column(BigId)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    number: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    township: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(30))
    categories: Mapped[str] = mapped_column(String(200))
    """First-level codes between blanks: " air noise ". """
    origin: Mapped[str] = mapped_column(String(80))
    is_open: Mapped[bool] = mapped_column(Boolean)
    """Of a case line only: the case has not ended."""
    opened_on: Mapped[date] = mapped_column(Date)
    opened_month: Mapped[str | None] = mapped_column(String(7))
    dispatched_month: Mapped[str | None] = mapped_column(String(7))
    due_month: Mapped[str | None] = mapped_column(String(7))
    ended_month: Mapped[str | None] = mapped_column(String(7))
    called_month: Mapped[str | None] = mapped_column(String(7))
    answer_working_days: Mapped[int | None] = mapped_column(Integer)
    answer_natural_days: Mapped[int | None] = mapped_column(Integer)
    marks: Mapped[str] = mapped_column(String(60))
    ripens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    content: Mapped[str] = mapped_column(Text)
    """The line as canonical JSON (lines.to_content)."""


class MeasureRow(Model):
    """Counts of lines: a measure in a month by one key of a dimension; unit 0 is the county."""

    __tablename__ = "measure_rows"

    measure: Mapped[str] = mapped_column(String(30), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    """YYYY-MM; empty for what is counted as it stands now."""
    dimension: Mapped[str] = mapped_column(String(12), primary_key=True)
    key: Mapped[str] = mapped_column(String(30), primary_key=True)
    unit_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    """The unit of the lines, -1 for lines without one, or 0: all lines of the county."""
    numerator: Mapped[int] = mapped_column(Integer)
    partly: Mapped[int] = mapped_column(Integer)
    denominator: Mapped[int] = mapped_column(Integer)
    excluded: Mapped[int] = mapped_column(Integer)


class FiguresState(Model):
    """The one row that says how far the facts reach, and who is at work on them."""

    __tablename__ = "figures_state"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    last_event_id: Mapped[int] = mapped_column(BigId)
    last_change_id: Mapped[int] = mapped_column(BigId)
    as_of: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the figures were last made current; None: never yet."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Of calendar and measures: others make every line anew."""
    rebuild_after_id: Mapped[int | None] = mapped_column(BigId)
    """While all lines are made anew: the case up to which it is done."""
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_token: Mapped[str | None] = mapped_column(String(32))
    leased_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FigureSnapshot(Model):
    """A frozen period: the rules used and what came out; append-only."""

    __tablename__ = "figure_snapshots"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    period: Mapped[str] = mapped_column(String(20), index=True)
    """As periods.Period.key."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """The unit whose figures these are, with all below it; None: the county."""
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(300))
    rules: Mapped[str] = mapped_column(Text)
    """Canonical JSON: measures with sources, terms set, calendar, names and words used."""
    line_count: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    """Over the rules and every line in order."""
    json_sha256: Mapped[str] = mapped_column(String(64))
    xlsx_sha256: Mapped[str] = mapped_column(String(64))
    docx_sha256: Mapped[str] = mapped_column(String(64))


class SnapshotLine(Model):
    """One line of a frozen period as it was; append-only."""

    __tablename__ = "snapshot_lines"
    __table_args__ = (Index("ix_snapshot_lines_place", "snapshot_id", "position", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(ForeignKey("figure_snapshots.id"))
    position: Mapped[int] = mapped_column(Integer)
    marks: Mapped[str] = mapped_column(String(60))
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    """Over marks and content."""


class AssessmentWeight(Model):
    """How much a measure counts in the assessment of townships, from a decision on; append-only."""

    __tablename__ = "assessment_weights"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    measure: Mapped[str] = mapped_column(String(30))
    weight: Mapped[float] = mapped_column(Float)
    """Points of a hundred; 0: not counted."""
    basis: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
