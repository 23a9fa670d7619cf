"""Findings of inspections, rectification orders with the six fixed things, recorded facts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class Inspection(Model):
    """A visit by two certified officers and what it established."""

    __tablename__ = "inspections"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    visited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    officer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    second_officer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    certificates: Mapped[str] = mapped_column(String(100))
    """Both certificate numbers as they were on the day."""
    findings: Mapped[str] = mapped_column(Text)
    is_violation: Mapped[bool] = mapped_column(Boolean)


class RectificationOrder(Model):
    """An order to put right, with the plan's six fixed things (六定)."""

    __tablename__ = "rectification_orders"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    person: Mapped[str] = mapped_column(String(100))
    duty: Mapped[str] = mapped_column(String(200))
    goal: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    task: Mapped[str] = mapped_column(Text)
    standard: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the respondent's compliance was reported."""
    complied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a re-inspection passed; None: the order is open."""


class Reinspection(Model):
    """The check of one order: passed or failed, by whom, with what words."""

    __tablename__ = "reinspections"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("rectification_orders.id"), index=True)
    visited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    officer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    second_officer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    has_passed: Mapped[bool] = mapped_column(Boolean)
    words: Mapped[str] = mapped_column(Text)


class Penalty(Model):
    """A penalty decided against a source: a recorded fact, whoever decided it."""

    __tablename__ = "penalties"
    __table_args__ = (Index("ix_penalties_source_decided", "source_id", "decided_on"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("pollution_sources.id"))
    number: Mapped[str] = mapped_column(String(60), unique=True)
    """Of the decision, such as 忠环罚〔2026〕3号."""
    decided_on: Mapped[date] = mapped_column(Date)
    authority: Mapped[str] = mapped_column(String(100))
    basis: Mapped[str] = mapped_column(String(200))
    """Instrument and article as the decision names them."""
    words: Mapped[str] = mapped_column(String(300))
    """The act and the penalty in short."""
    amount_yuan: Mapped[int | None] = mapped_column(Integer)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class EnforcementFact(Model):
    """What happened in a penalty, transfer or seizure: recorded, not driven; append-only."""

    __tablename__ = "enforcement_facts"
    __table_args__ = (Index("ix_enforcement_facts_case", "case_id", "event_seq"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str] = mapped_column(String(30))
    """A key of enforcement/rules.py KINDS, or `void`: the row says that another was wrong."""
    voids_id: Mapped[int | None] = mapped_column(ForeignKey("enforcement_facts.id"), unique=True)
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Its terms count from here."""
    number: Mapped[str] = mapped_column(String(60), default="")
    party: Mapped[str] = mapped_column(String(100), default="")
    basis: Mapped[str] = mapped_column(String(200), default="")
    amount_yuan: Mapped[int | None] = mapped_column(Integer)
    until_on: Mapped[date | None] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    event_seq: Mapped[int] = mapped_column(Integer)
    """Of the act in the case's history; its clocks were opened by the same."""
