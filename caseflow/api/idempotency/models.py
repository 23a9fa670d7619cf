"""Keys that callers gave to their requests, with what was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import UniqueConstraint

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class IdempotencyKey(Model):
    """One key of one caller. It is written in the transaction of what the request did."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    """The account that called: each client has one of its own."""
    key: Mapped[str] = mapped_column(String(200))
    request_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 over method, address and body."""
    status: Mapped[int | None] = mapped_column(Integer)
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The answer without the lookup code, which stands sealed in the petition."""
    petition_id: Mapped[int | None] = mapped_column(ForeignKey("petitions.id"))
    """The petition whose lookup code belongs into the answer."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
