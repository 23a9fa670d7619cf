"""Open and past deadlines, their changes, and the calendar's own days."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class CalendarDay(Model):
    """A day of an imported list; it goes before the shipped lists."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    list_year: Mapped[int] = mapped_column(Integer, index=True)
    """Of which year's list; a list may name days at the end of the year before."""
    is_workday: Mapped[bool] = mapped_column(Boolean)
    name: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(300))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)


_WATCHED = "stopped_at IS NULL AND clock NOT IN ('callback', 'publication')"
"""What lists look through: no stopped clock, and none that runs on after its case."""


class Deadline(Model):
    """One clock that was started: the rule and its days as they were then."""

    __tablename__ = "deadlines"
    __table_args__ = (
        Index(
            "ix_deadlines_open_due",
            "due_at",
            sqlite_where=text("stopped_at IS NULL"),
            postgresql_where=text("stopped_at IS NULL"),
        ),
        Index("ix_deadlines_case", "case_id", "stopped_at"),
        Index(
            "ix_deadlines_watched",
            "due_at",
            "case_id",
            "is_suspended",
            sqlite_where=text(_WATCHED),
            postgresql_where=text(_WATCHED),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    petition_id: Mapped[int | None] = mapped_column(ForeignKey("petitions.id"))
    clock: Mapped[str] = mapped_column(String(20))
    rule_id: Mapped[str] = mapped_column(String(40))
    rule_source: Mapped[str] = mapped_column(Text)
    rule_verified: Mapped[bool] = mapped_column(Boolean)
    amount: Mapped[int] = mapped_column(Integer)
    unit: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    fixed_due_on: Mapped[date | None] = mapped_column(Date)
    """A day that was set instead of counted: an order's, a promise's."""
    raw_due_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_provisional: Mapped[bool] = mapped_column(Boolean)
    is_suspended: Mapped[bool] = mapped_column(Boolean, default=False)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stop_reason: Mapped[str | None] = mapped_column(String(20))
    """met, cancelled or superseded."""
    opened_by_event_seq: Mapped[int] = mapped_column(Integer)
    stopped_by_event_seq: Mapped[int | None] = mapped_column(Integer)


class TermSetting(Model):
    """The bureau's own figure for a term of practice, from a day on; append-only."""

    __tablename__ = "term_settings"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    rule_id: Mapped[str] = mapped_column(String(40), index=True)
    """A row of deadlines/rules.py that is practice or an example, never one of the law."""
    amount: Mapped[int] = mapped_column(Integer)
    unit: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date] = mapped_column(Date)
    """Clocks started on this day or later run by it; of two for a day the later row counts."""
    basis: Mapped[str] = mapped_column(String(200))
    """The document or decision, as deadlines name their source."""
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class DeadlineChange(Model):
    """An extension, suspension, recalculation or reopening; append-only."""

    __tablename__ = "deadline_changes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadlines.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """extension, suspension_start, suspension_end, recalculated or reopened."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    amount: Mapped[int] = mapped_column(Integer, default=0)
    unit: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(200), default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    old_due_on: Mapped[date] = mapped_column(Date)
    new_due_on: Mapped[date] = mapped_column(Date)
