"""Checklists: a head that names the version in force, and every version, append-only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class Checklist(Model):
    """One checklist through all its versions."""

    __tablename__ = "checklists"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    """A code of visits/rules.py KINDS."""
    version: Mapped[int] = mapped_column(Integer, default=1)
    """The version that counts."""


class ChecklistVersion(Model):
    """The items as they were decided once. Append-only: records of visits name their version."""

    __tablename__ = "checklist_versions"
    __table_args__ = (UniqueConstraint("checklist_id", "version"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklists.id"))
    version: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100), default="")
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """In the order in which they are asked; each as checklists/rules.py Item."""
    is_retired: Mapped[bool] = mapped_column(Boolean, default=False)
    """No longer taken along on visits."""
    reason: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: it came with the program."""
