"""Draws: the seed, the pools as they were, and what came out. Append-only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class Draw(Model):
    """One double random draw. Append-only: the database refuses changes."""

    __tablename__ = "draws"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("inspection_plans.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    seed: Mapped[str] = mapped_column(String(200))
    seed_words: Mapped[str] = mapped_column(Text)
    """How and where the seed was published, so that it can be looked up."""
    seed_published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    pool_filter: Mapped[dict[str, str]] = mapped_column(JSON)
    """By what the pool of sources was chosen: township, category, risk grade."""
    left_out: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Sources that fitted the filter but were left out: id, name, count, cap."""
    inputs: Mapped[str] = mapped_column(Text)
    """The canonical text (draw/rules.py), as it was hashed."""
    inputs_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the inputs, in hexadecimal."""
    result: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """[{"object": source id, "officers": [id, id]}], in the order drawn."""
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
