"""Monitoring alarms that were handed in with the cases they opened; what work orders said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import UniqueConstraint

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class MonitoringLead(Model):
    """One alarm of one device, handed in once; its measured values stand in the case's history."""

    __tablename__ = "monitoring_leads"
    __table_args__ = (UniqueConstraint("user_id", "device", "alarm_reference"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    device: Mapped[str] = mapped_column(String(80))
    alarm_reference: Mapped[str] = mapped_column(String(120))
    content_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 over what was sent: tells a repeat from a conflict."""
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WorkOrder(Model):
    """What a work order said beside the content of its petition, as it was sent.

    The petition's own columns will not do: a township may be found by the address, and categories
    are changed as the case is handled. Petitions from before this table have no row.
    """

    __tablename__ = "work_orders"

    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), primary_key=True)
    sent_hash: Mapped[str] = mapped_column(String(64))
    """Keyed hash over township, place, categories and urgency, as v1/actions.py makes it."""
