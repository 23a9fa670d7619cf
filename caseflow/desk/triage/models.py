"""Trained models with what they measured, and what became of the suggestions shown."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model

_IN_FORCE = "in_force_from IS NOT NULL AND in_force_until IS NULL"


class TriageTraining(Model):
    """One training: the figures of the new model beside those of what was in force then.

    A model that did not measure better keeps its figures here and nothing else.
    """

    __tablename__ = "triage_models"
    __table_args__ = (
        UniqueConstraint("kind", "measured_month"),
        Index(
            "uq_triage_models_in_force",
            "kind",
            unique=True,
            sqlite_where=text(_IN_FORCE),
            postgresql_where=text(_IN_FORCE),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    """What is suggested by it: category."""
    trained_at: Mapped[datetime] = mapped_column(UtcDateTime)
    training_count: Mapped[int] = mapped_column(Integer)
    measured_count: Mapped[int] = mapped_column(Integer)
    measured_month: Mapped[str] = mapped_column(String(7))
    """YYYY-MM of the cases measured on; every case trained on is older."""
    figures: Mapped[str] = mapped_column(Text)
    """JSON: new, in_force (or null) and keywords, each with top1 and top3 (0 to 1)."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The model as textmodel.to_bytes() wrote it; None: it did not measure better."""
    content_hash: Mapped[str | None] = mapped_column(String(64))
    in_force_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    in_force_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    switched_off_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who switched it off; None: it is in force, or a better one took its place."""


class TriageOutcome(Model):
    """What was suggested for one registration and what the operator chose. Nobody is named."""

    __tablename__ = "triage_outcomes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    registered_on: Mapped[date] = mapped_column(Date, index=True)
    model_id: Mapped[int | None] = mapped_column(ForeignKey("triage_models.id"))
    """None: the keyword table suggested."""
    shown: Mapped[str] = mapped_column(String(120))
    """Category codes in the order shown, with commas between them."""
    chosen: Mapped[str] = mapped_column(String(600))
    """Category codes registered, with commas between them."""
    is_first_taken: Mapped[bool] = mapped_column(Boolean)
    """The first one shown is among those registered."""
    is_any_taken: Mapped[bool] = mapped_column(Boolean)
