"""Pollution sources: the respondent's own file, one per site."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class PollutionSource(Model):
    """A site or enterprise that can be complained of (一源一事一案)."""

    __tablename__ = "pollution_sources"
    __table_args__ = (Index("ix_pollution_sources_pinyin", "name_pinyin", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_pinyin: Mapped[str] = mapped_column(String(400))
    name_initials: Mapped[str] = mapped_column(String(100), index=True)
    credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    """Unified social credit code (统一社会信用代码, GB 32100), check digit verified."""
    sector: Mapped[str] = mapped_column(String(40), default="")
    permit_number: Mapped[str | None] = mapped_column(String(60))
    township_code: Mapped[str | None] = mapped_column(ForeignKey("townships.code"), index=True)
    address_text: Mapped[str] = mapped_column(String(300), default="")
    longitude: Mapped[float | None] = mapped_column(Float)
    latitude: Mapped[float | None] = mapped_column(Float)
    risk_grade: Mapped[str] = mapped_column(String(10), default="general")
    """major, elevated or general."""
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)


class SourceEvent(Model):
    """One change to a source's file: who, when, what from and to. Append-only."""

    __tablename__ = "source_events"
    __table_args__ = (UniqueConstraint("source_id", "version"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("pollution_sources.id"))
    version: Mapped[int] = mapped_column(Integer)
    """The version that this change made; 1: the file was opened."""
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Field name → [old, new]."""
