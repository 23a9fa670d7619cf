"""Hot spots as they were found: place, fortnight, figures, and until when they lasted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Float, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class HotSpot(Model):
    """A street or a source whose complaints rose beyond chance; one open row a place at most."""

    __tablename__ = "hot_spots"
    __table_args__ = (
        Index(
            "uq_hot_spots_open",
            "place_key",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    place_key: Mapped[str] = mapped_column(String(120))
    """Kind, township and key of the place in one text: what is compared."""
    kind: Mapped[str] = mapped_column(String(10))
    """street or source."""
    township_code: Mapped[str | None] = mapped_column(ForeignKey("townships.code"))
    source_id: Mapped[int | None] = mapped_column(ForeignKey("pollution_sources.id"))
    name: Mapped[str] = mapped_column(String(120))
    """The road, or the source, as it was written when it was found."""
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date] = mapped_column(Date)
    """The fortnight with the greatest rise so far, both ends included."""
    observed: Mapped[int] = mapped_column(Integer)
    expected: Mapped[float] = mapped_column(Float)
    chance: Mapped[float] = mapped_column(Float)
    chance_anywhere: Mapped[float] = mapped_column(Float)
    place_count: Mapped[int] = mapped_column(Integer)
    """How many places were compared."""
    fortnights: Mapped[list[Any]] = mapped_column(JSON)
    case_ids: Mapped[list[Any]] = mapped_column(JSON)
    """The cases of the complaints of that fortnight."""
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
