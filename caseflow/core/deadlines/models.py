"""Open and past deadlines, their changes, and the calendar's own days."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Float, ForeignKey, Index, Integer, String, Text, text
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
    is_confirmed: Mapped[bool] = mapped_column(Boolean, default=False)
    """The bureau's own rule: its figure is no example of another place any more."""
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
    code: Mapped[str] = mapped_column(String(20), default="")
    """Of a suspension: a key of SUSPENSIONS (deadlines/rule.py)."""
    reason: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[str] = mapped_column(String(200), default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    old_due_on: Mapped[date] = mapped_column(Date)
    new_due_on: Mapped[date] = mapped_column(Date)


class ExtensionRequest(Model):
    """More time asked for, before the deadline was over; append-only."""

    __tablename__ = "extension_requests"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadlines.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason_code: Mapped[str] = mapped_column(String(20))
    """A key of cases/codes.py EXTENSION_REASONS."""
    reason: Mapped[str] = mapped_column(Text)
    legal_basis: Mapped[str] = mapped_column(String(200))
    asked_until: Mapped[date] = mapped_column(Date)


class ExtensionDecision(Model):
    """The answer to a request for more time: by whom, in whose name, until when; append-only."""

    __tablename__ = "extension_decisions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("extension_requests.id"), unique=True)
    is_granted: Mapped[bool] = mapped_column(Boolean)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_by: Mapped[str] = mapped_column(String(100), default="")
    """The head, or the meeting of the heads, where the rule wants theirs."""
    reason: Mapped[str] = mapped_column(Text, default="")
    granted_until: Mapped[date | None] = mapped_column(Date)
    """The due day that it came to; None: refused."""


class CalendarImport(Model):
    """A list of a year that was taken in, and how many deadlines it moved; append-only."""

    __tablename__ = "calendar_imports"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    year: Mapped[int] = mapped_column(Integer, index=True)
    source: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the list as it was sent."""
    day_count: Mapped[int] = mapped_column(Integer)
    moved_count: Mapped[int] = mapped_column(Integer)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: by the command line."""


class SpecialPeriod(Model):
    """Days in which noise near a school is handled faster: an examination, or another occasion."""

    __tablename__ = "special_periods"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    """A key of deadlines/periods.py KINDS."""
    first_on: Mapped[date] = mapped_column(Date, index=True)
    last_on: Mapped[date] = mapped_column(Date)
    hours: Mapped[str] = mapped_column(String(100), default="")
    basis: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class QuietPlace(Model):
    """A school near which noise is heard in such periods: by its point and radius, or its name."""

    __tablename__ = "quiet_places"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    township_code: Mapped[str | None] = mapped_column(ForeignKey("townships.code"))
    address_words: Mapped[str] = mapped_column(String(200), default="")
    """Streets and compounds around it, parted by spaces: found in the words of a petition."""
    longitude: Mapped[float | None] = mapped_column(Float)
    latitude: Mapped[float | None] = mapped_column(Float)
    radius_m: Mapped[int] = mapped_column(Integer, default=500)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
