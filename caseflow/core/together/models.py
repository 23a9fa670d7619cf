"""Tasks of units in a case, joint handling across departments, and coordination minutes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class CaseTask(Model):
    """What one unit is asked to do in a case, by when, and what it answered.

    Only acts of the case's history (core/cases/actions/tasks.py) change a row.
    """

    __tablename__ = "case_tasks"
    __table_args__ = (
        Index("ix_case_tasks_unit", "unit_id", "state", "case_id"),
        Index("ix_case_tasks_case", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """None: the unit decides; its head is told."""
    role: Mapped[str] = mapped_column(String(10))
    """lead or co: whether the unit led the case when it was asked."""
    state: Mapped[str] = mapped_column(String(12))
    """A value of together/rules.py TaskState."""
    words: Mapped[str] = mapped_column(Text)
    """What is asked."""
    due_on: Mapped[date] = mapped_column(Date)
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadlines.id"), index=True)
    """Its own clock."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_by_seq: Mapped[int] = mapped_column(Integer)
    """The act that gave it: undoing that act withdraws it."""
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    """The answer; of a returned or withdrawn task, the reason."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_by_seq: Mapped[int | None] = mapped_column(Integer)
    """The act that ended it: undoing the end of a case opens it again."""


class JointHandling(Model):
    """A case was marked for joint handling, or its partners changed; the newest row counts.

    Append-only: the database refuses changes.
    """

    __tablename__ = "joint_handlings"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class JointPartner(Model):
    """A department or unit that takes part. Append-only."""

    __tablename__ = "joint_partners"

    joint_id: Mapped[int] = mapped_column(ForeignKey("joint_handlings.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)


class CoordinationMinutes(Model):
    """The record of one coordination meeting. Append-only: a mistake is put right by another."""

    __tablename__ = "coordination_minutes"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int] = mapped_column(Integer)
    """Counted within the case, from 1."""
    held_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(200))
    attendees: Mapped[str] = mapped_column(Text)
    """Units and people who attended, as written down."""
    words: Mapped[str] = mapped_column(Text)
    """What was discussed and agreed."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class MinutesPoint(Model):
    """One point agreed: who does what by when. Append-only."""

    __tablename__ = "minutes_points"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("coordination_minutes.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    words: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("case_tasks.id"))
    """The task that it became; None: it is only written down."""
