"""History: one append-only row per act, chained per case by an HMAC whose key is elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class CaseEvent(Model):
    """One act on a case. Triggers in both databases refuse UPDATE and DELETE."""

    __tablename__ = "case_events"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int] = mapped_column(Integer)
    """1, 2, 3 … within the case."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: the system itself (an import, a job)."""
    origin: Mapped[str] = mapped_column(String(80))
    """From where: web address, `job:name`, `cli`, `demo`."""
    act: Mapped[str] = mapped_column(String(40))
    """A row of cases/lifecycle.py, or `import`."""
    from_state: Mapped[str | None] = mapped_column(String(30))
    to_state: Mapped[str] = mapped_column(String(30))
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    """{field: [old, new]} and references to rows made; ids, codes and dates only."""
    words: Mapped[str] = mapped_column(Text, default="")
    previous_mac: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))


class ChainHead(Model):
    """The newest link of each case's chain, sealed with the same key."""

    __tablename__ = "chain_heads"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    mac: Mapped[str] = mapped_column(String(64))
    head_mac: Mapped[str] = mapped_column(String(64))
