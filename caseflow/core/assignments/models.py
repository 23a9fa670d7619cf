"""The dispatch matrix: who is likely to handle what, where, since when; and who changed it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class DispatchRule(Model):
    """One row of the matrix. Once it has been in force only its last day is ever set."""

    __tablename__ = "dispatch_rules"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    category_code: Mapped[str | None] = mapped_column(ForeignKey("categories.code"))
    """None: any category. So for `track` and `township_code`."""
    track: Mapped[str | None] = mapped_column(String(20))
    township_code: Mapped[str | None] = mapped_column(ForeignKey("townships.code"))
    lead_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """None: the office of the township in which the matter lies."""
    basis: Mapped[str] = mapped_column(String(300))
    """The law and the local assignment by which this unit handles or punishes."""
    is_verified: Mapped[bool] = mapped_column(Boolean, default=False)
    """False: an example, to be confirmed with the local assignment."""
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    """The last day in force; None: until further notice."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: it came with the program."""


class DispatchCoUnit(Model):
    """A unit that handles together with the leading one."""

    __tablename__ = "dispatch_co_units"

    rule_id: Mapped[int] = mapped_column(ForeignKey("dispatch_rules.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)


class DispatchEvent(Model):
    """One change of the matrix: who, when, what. Append-only: the database refuses changes."""

    __tablename__ = "dispatch_events"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    rule_id: Mapped[int] = mapped_column(BigId, index=True)
    """No foreign key: a row that never came into force may be gone."""
    act: Mapped[str] = mapped_column(String(20))
    """added, ended or removed."""
    words: Mapped[str] = mapped_column(Text)
    """The row as it was then: names, days, ✓ if confirmed (else ?), basis."""
