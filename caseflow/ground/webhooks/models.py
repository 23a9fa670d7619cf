"""Receivers of web hooks, their secrets, the events for them and every attempt to deliver one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    JSON,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class HookSubscription(Model):
    """An address that is told of what came from one sending system.

    While it is paused its events are kept and none is sent; once it has ended none is written.
    """

    __tablename__ = "hook_subscriptions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    origin_system: Mapped[str] = mapped_column(String(80), index=True)
    """The sending system (`Petition.origin_system`) whose matters are told."""
    url: Mapped[str] = mapped_column(String(500))
    kinds: Mapped[list[str]] = mapped_column(JSON)
    """Which kinds of events it wants."""
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)
    failures_in_row: Mapped[int] = mapped_column(Integer, default=0)
    """How often in a row the receiver as such failed: no answer, 429 or 5xx."""
    rests_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Nothing is sent before this instant, because the receiver failed too often in a row."""
    last_accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class HookSecret(Model):
    """A secret that signs, sealed. `valid_until_at` None: the present one; else a replaced one."""

    __tablename__ = "hook_secrets"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("hook_subscriptions.id"), index=True)
    sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HookStream(Model):
    """The last sequence number of one stream; the row's lock keeps the numbers gap-free."""

    __tablename__ = "hook_streams"

    subscription_id: Mapped[int] = mapped_column(
        ForeignKey("hook_subscriptions.id"), primary_key=True
    )
    stream: Mapped[str] = mapped_column(String(80), primary_key=True)
    last_sequence: Mapped[int] = mapped_column(Integer)


class HookEvent(Model):
    """One event for one receiver. States: waiting, claimed, sent, undeliverable, skipped.

    Within a stream (a petition's number) an event is sent only when all before it are sent or
    skipped. `body` is what is sent, byte for byte the same at every attempt.
    """

    __tablename__ = "hook_events"
    __table_args__ = (
        UniqueConstraint("subscription_id", "stream", "sequence"),
        Index("ix_hook_events_due", "state", "subscription_id", "available_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    """The same at every attempt: the receiver drops repeats by it."""
    subscription_id: Mapped[int] = mapped_column(ForeignKey("hook_subscriptions.id"))
    stream: Mapped[str] = mapped_column(String(80))
    sequence: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(30))
    body: Mapped[str] = mapped_column(Text)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    available_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    """How often it was claimed; never set back, for it is the fence of a claim."""
    failures: Mapped[int] = mapped_column(Integer, default=0)
    """Attempts that failed since it was written or sent again by hand: they set the wait."""
    patience_from_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The first attempt since it was written or sent again by hand: patience is counted from it."""
    error: Mapped[str | None] = mapped_column(String(300))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    skip_reason: Mapped[str | None] = mapped_column(String(300))


class HookAttempt(Model):
    """One attempt, written when it begins. Without a status and an error it was cut off."""

    __tablename__ = "hook_attempts"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("hook_events.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    status_code: Mapped[int | None] = mapped_column(Integer)
    error: Mapped[str | None] = mapped_column(String(80))
    """The class of what went wrong, such as ConnectError; None if there was an answer."""
    took_ms: Mapped[int | None] = mapped_column(Integer)
    answer: Mapped[str] = mapped_column(String(200), default="")
    """The beginning of what the receiver answered."""
