"""The authority's file on a matter. Only cases.actions.perform changes `state`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Float, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model

_OPEN = "state NOT IN ('closed', 'declined', 'merged', 'transferred_out', 'void', 'withdrawn')"
"""What lists of open work look through, however many cases were ever closed."""


class Case(Model):
    """One or more petitions, or an inspection, under one number."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_state_unit", "state", "unit_id", "id"),
        Index(
            "ix_cases_open",
            "township_code",
            "unit_id",
            "assignee_id",
            "return_count",
            "state",
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index("ix_cases_township_month", "township_code", "opened_month"),
        Index("ix_cases_opened", "opened_at", "id"),
        Index("ix_cases_source_opened", "source_id", "opened_at"),
        Index("ix_cases_channel", "channel_code", "id"),
        Index(
            "ix_cases_address",
            "address_text",
            "township_code",
            "closed_at",
            sqlite_where=text("address_text <> ''"),
            postgresql_where=text("address_text <> ''"),
        ),
        Index(
            "ix_cases_source_closed",
            "source_id",
            "closed_at",
            sqlite_where=text("source_id IS NOT NULL"),
            postgresql_where=text("source_id IS NOT NULL"),
        ),
        Index(
            "ix_cases_leading_case_id",
            "leading_case_id",
            sqlite_where=text("leading_case_id IS NOT NULL"),
            postgresql_where=text("leading_case_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    track: Mapped[str] = mapped_column(String(20))
    """report, petition, consultation, suggestion or inspection."""
    state: Mapped[str] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(Integer, default=1)
    """Grows by one with every act; a page that shows an older one is stale."""
    title: Mapped[str] = mapped_column(String(300))
    channel_code: Mapped[str | None] = mapped_column(ForeignKey("channels.code"))
    township_code: Mapped[str | None] = mapped_column(ForeignKey("townships.code"))
    address_text: Mapped[str] = mapped_column(String(300), default="")
    longitude: Mapped[float | None] = mapped_column(Float)
    latitude: Mapped[float | None] = mapped_column(Float)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("pollution_sources.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    is_urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    emergency_kind: Mapped[str | None] = mapped_column(String(20))
    """A key of codes.EMERGENCIES, told by the caller; None: no emergency."""
    is_group: Mapped[bool] = mapped_column(Boolean, default=False)
    """Raised to the supervisors as a group complaint."""
    is_joint: Mapped[bool] = mapped_column(Boolean, default=False)
    """Marked for joint handling across departments (联动)."""
    chase_count: Mapped[int] = mapped_column(Integer, default=0)
    """How often a complainant asked how it stands, or to hurry (催办)."""
    return_count: Mapped[int] = mapped_column(Integer, default=0)
    is_ruled: Mapped[bool] = mapped_column(Boolean, default=False)
    """A ruling on competence was made after a return: a second return is refused."""
    leading_case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    """Set while merged: the case through which this one is answered."""
    special_period: Mapped[str | None] = mapped_column(String(130))
    """Period and school, such as “2026年高考 · 忠县中学”: noise that is handled faster."""
    conclusion: Mapped[str | None] = mapped_column(String(20))
    """founded, partly or unfounded, as submitted for sign-off."""
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_month: Mapped[str] = mapped_column(String(7))
    """YYYY-MM of `opened_at` in the authority's zone (kept for partitioning)."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class CaseCategory(Model):
    """The pollution categories of a case; several are allowed."""

    __tablename__ = "case_categories"
    __table_args__ = (Index("ix_case_categories_category", "category_code", "case_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"), primary_key=True)
