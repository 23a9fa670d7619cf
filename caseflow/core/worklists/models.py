"""Saved views of lists, and the columns that each person chose."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class SavedView(Model):
    """A name for the query string of a list."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(1000))
    """As filters.plain_query writes it; names that are no longer known are left out when read."""
    shared_with: Mapped[str] = mapped_column(String(10), index=True)
    """nobody, unit (the owner's) or county."""
    is_pinned: Mapped[bool] = mapped_column(Boolean, default=False)
    """Shown with its count on the supervision page of everybody who has it."""
    position: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ListColumns(Model):
    """The columns that a person chose for one list, in the order of the table of columns."""

    __tablename__ = "list_columns"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(20), primary_key=True)
    """A key of columns.DEFAULTS."""
    columns: Mapped[list[Any]] = mapped_column(JSON)
