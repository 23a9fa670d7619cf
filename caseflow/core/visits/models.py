"""Visits: the record as it came from the tablet, beside the inspection that it established."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class Visit(Model):
    """One visit with its checklist, readings and signatures. Append-only."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    client_id: Mapped[str] = mapped_column(String(36), unique=True)
    """The UUID that the tablet gave the record."""
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    inspection_id: Mapped[int | None] = mapped_column(ForeignKey("inspections.id"), index=True)
    """None: a re-inspection, which stands in `reinspections`."""
    reinspection_id: Mapped[int | None] = mapped_column(ForeignKey("reinspections.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """A code of rules.KINDS."""
    basis: Mapped[str] = mapped_column(String(20))
    checklist_code: Mapped[str] = mapped_column(String(40))
    checklist_version: Mapped[int] = mapped_column(Integer)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """By the server's clock, as `left_at`: the tablet's own times stand in the record."""
    left_at: Mapped[datetime] = mapped_column(UtcDateTime)
    result: Mapped[str] = mapped_column(String(20))
    """A code of rules.RESULTS."""
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    """As sent, of the shape in shape.py, but for the verdicts on readings, which are the server's.

    Personal names stand in it, so it never leaves a case."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
