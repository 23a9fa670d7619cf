"""Plans of inspections, the visits they hold, and who is recused from which source."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class InspectionPlan(Model):
    """A year's plan on one ground: a random programme, a special campaign, re-inspections …"""

    __tablename__ = "inspection_plans"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    basis: Mapped[str] = mapped_column(String(20))
    """A code of visits/rules.py BASES."""
    year: Mapped[int] = mapped_column(Integer, index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """What visits look into: a code of visits/rules.py KINDS."""
    caps: Mapped[dict[str, int]] = mapped_column(JSON)
    """Risk grade → inspections of one enterprise in the year at most; empty: no cap."""
    published_items: Mapped[str] = mapped_column(Text)
    """Which published items are inspected, and where they were published (国办发〔2024〕54号)."""
    words: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)


class PlannedInspection(Model):
    """One visit of a plan. The case is opened when its time comes; a re-inspection has one."""

    __tablename__ = "planned_inspections"
    __table_args__ = (Index("ix_planned_inspections_source_state", "source_id", "state"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plans.id"), index=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("pollution_sources.id"))
    """None: the re-inspection of a case that is linked to no source."""
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("rectification_orders.id"), index=True)
    draw_id: Mapped[int | None] = mapped_column(ForeignKey("draws.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    second_officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10))
    """planned, opened, done or dropped."""
    reason: Mapped[str] = mapped_column(String(300), default="")
    """Why it was dropped."""
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspections.id"))
    reinspection_id: Mapped[int | None] = mapped_column(ForeignKey("reinspections.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was done or dropped."""
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)


class Recusal(Model):
    """Days on which an officer does not inspect a source (回避); both are included."""

    __tablename__ = "recusals"
    __table_args__ = (Index("ix_recusals_officer_source", "officer_id", "source_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("pollution_sources.id"))
    reason: Mapped[str] = mapped_column(String(200))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    """None: until it is ended."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
