"""Rewards beside the cases: nothing in a case points here. Payees lie in a table of their own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model

_LIVE = "state NOT IN ('withdrawn', 'refused', 'expired')"


class Reward(Model):
    """One reporter's reward for one petition; states of rewards/lifecycle.py. Names nobody."""

    __tablename__ = "rewards"
    __table_args__ = (
        Index(
            "uq_rewards_petition",
            "petition_id",
            unique=True,
            sqlite_where=text(_LIVE),
            postgresql_where=text(_LIVE),
        ),
        Index("ix_rewards_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"))
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(Integer, default=1)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rule_code: Mapped[str | None] = mapped_column(String(20))
    """A key of rules.RULES; None: not assessed yet."""
    amount_yuan: Mapped[int | None] = mapped_column(Integer)
    assessment: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What the amount was counted from; the keys are told in actions/assessing.py."""
    assessed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    claim_until_on: Mapped[date | None] = mapped_column(Date)
    """The last day on which it can be claimed; None: the reporter was not told yet."""
    claim_code_hash: Mapped[str | None] = mapped_column(String(64))
    """Keyed hash of the newest claim code; None: none was made, or it was used up."""
    wrong_code_count: Mapped[int] = mapped_column(Integer, default=0)
    """Wrong codes since the newest was made; the limit is in actions/claiming.py."""
    payment_way: Mapped[str | None] = mapped_column(String(20))
    """bank, cash or voucher."""
    receipt_number: Mapped[str] = mapped_column(String(60), default="")
    """Of the receipt or voucher; it names nobody."""
    paid_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RewardPayee(Model):
    """To whom a bank transfer went, sealed; deleted when its time is over."""

    __tablename__ = "reward_payees"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"), unique=True)
    sealed: Mapped[str] = mapped_column(Text)
    """Sealed JSON with name, bank and account."""
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class RewardEvent(Model):
    """Who did what to a reward, when and why: one a version, append-only. Names no reporter."""

    __tablename__ = "reward_events"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: the worker, or the reporter with number and code."""
    act: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Codes and amounts only."""


class RewardLook(Model):
    """Somebody saw who reported, or who was paid: append-only, with the reason."""

    __tablename__ = "reward_looks"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    what: Mapped[str] = mapped_column(String(10))
    """reporter or payee."""
    reason: Mapped[str] = mapped_column(String(300))
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RewardRuleChange(Model):
    """A row of rules.RULES set anew from a day on; append-only, so that old sums stay explained."""

    __tablename__ = "reward_rule_changes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date] = mapped_column(Date)
    amount_yuan: Mapped[int | None] = mapped_column(Integer)
    percent: Mapped[int | None] = mapped_column(Integer)
    cap_yuan: Mapped[int | None] = mapped_column(Integer)
    instrument: Mapped[str] = mapped_column(String(300))
    article: Mapped[str] = mapped_column(String(60))
    is_verified: Mapped[bool] = mapped_column(Boolean)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
