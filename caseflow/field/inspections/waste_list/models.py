"""Editions of the catalogue and their codes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class WasteEdition(Model):
    """One edition, in force from its first day until the day before the next one."""

    __tablename__ = "waste_editions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    """The instrument: 国家危险废物名录（2025年版），部令第36号."""
    in_force_from: Mapped[date] = mapped_column(Date, unique=True)
    code_count: Mapped[int] = mapped_column(Integer)
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class WasteCode(Model):
    """One code of an edition."""

    __tablename__ = "waste_codes"
    __table_args__ = (UniqueConstraint("edition_id", "code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("waste_editions.id"))
    code: Mapped[str] = mapped_column(String(10))
    """Industry 3 – serial 3 – class 2, as 900-214-08."""
    name: Mapped[str] = mapped_column(String(1000))
    hazards: Mapped[str] = mapped_column(String(40))
    """T, C, I, R, In, as the catalogue writes them."""
