"""Replies, notices and call-backs: what was said to the complainant, when, by which way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class Reply(Model):
    """The answer to one petition, or the record that none can be given."""

    __tablename__ = "replies"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """reply, or impossible (anonymous with no way back)."""
    words: Mapped[str] = mapped_column(Text)
    way: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: the reply came with an imported file."""


class Notice(Model):
    """Word to one complainant on the way: receipt, acceptance, refusal, transfer, extension."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """acceptance, refusal, transfer, withdrawal or extension."""
    words: Mapped[str] = mapped_column(Text)
    way: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class CallBack(Model):
    """A call-back after the reply: reached, contacted, solved, satisfied."""

    __tablename__ = "call_backs"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
    called_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    was_reached: Mapped[bool] = mapped_column(Boolean)
    was_contacted: Mapped[bool | None] = mapped_column(Boolean)
    is_solved: Mapped[bool | None] = mapped_column(Boolean)
    satisfaction: Mapped[str | None] = mapped_column(String(10))
    """yes, mostly or no; None: not asked or not said."""
    words: Mapped[str] = mapped_column(Text, default="")


class ReplyDraft(Model):
    """The reply of a case as it is drafted, approved and given: common to all its petitioners.

    A case whose petitions are owed a new reply after rework begins a new round.
    """

    __tablename__ = "reply_drafts"
    __table_args__ = (
        UniqueConstraint("case_id", "round"),
        Index("ix_reply_drafts_state", "state", "proposed_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    round: Mapped[int] = mapped_column(Integer)
    """1 for the first reply of the case."""
    form: Mapped[str] = mapped_column(String(20))
    """A code of rules.REPLY_FORMS."""
    state: Mapped[str] = mapped_column(String(10))
    """drafting, proposed, approved, or over once a new round begins."""
    version: Mapped[int] = mapped_column(Integer, default=1)
    sections: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Words by the code of rules.SECTIONS, and `opinion`: support, explain or reject."""
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who began it, or wrote the words last."""
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    returned_words: Mapped[str] = mapped_column(Text, default="")
    """Why it was sent back the last time."""


class ReplyPart(Model):
    """What only one petitioner is told: their own request, their own facts, their own way."""

    __tablename__ = "reply_parts"
    __table_args__ = (UniqueConstraint("draft_id", "petition_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("reply_drafts.id"))
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    asked: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, default="")
    """A further paragraph for this petitioner alone."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    """The letter that was issued with the approval."""


class DeliveryProof(Model):
    """How it is known that a reply or a notice reached the complainant. Append-only."""

    __tablename__ = "delivery_proofs"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("replies.id"), index=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    """A code of rules.PROOFS."""
    delivered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it was read out, posted or handed over; of an outbox message, when it was queued."""
    words: Mapped[str] = mapped_column(String(300), default="")
    """Number of the postal receipt, who received it, or what else shows it."""
    outbox_key: Mapped[str | None] = mapped_column(String(200), index=True)
    """The row of the outbox whose provider id and time prove the delivery."""
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class CallBackTask(Model):
    """Whether a petitioner is to be called back after a reply, by the sample, and what came of it.

    The draw is reproducible from the number of the petition and the seed that stands beside it.
    """

    __tablename__ = "call_back_tasks"
    __table_args__ = (
        Index(
            "ix_call_back_tasks_waiting",
            "case_id",
            "petition_id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    """The case through which it was answered."""
    reply_id: Mapped[int] = mapped_column(ForeignKey("replies.id"), unique=True)
    state: Mapped[str] = mapped_column(String(12))
    """waiting, done, unreachable, excluded or superseded (a new reply is owed)."""
    excluded_because: Mapped[str] = mapped_column(String(20), default="")
    """A code of rules.EXCLUDED; empty: it is called back."""
    drawn: Mapped[int] = mapped_column(Integer)
    """0 to 9999: hundredths of a percent; below the share it is called back."""
    share_percent: Mapped[int] = mapped_column(Integer)
    seed: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PetitionRating(Model):
    """What a petitioner said of the handling by link or code; the newest row counts. Append-only.

    A later rating does not overwrite the one before.
    """

    __tablename__ = "petition_ratings"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("replies.id"), index=True)
    is_solved: Mapped[bool] = mapped_column(Boolean)
    satisfaction: Mapped[str] = mapped_column(String(10))
    """yes, mostly or no."""
    words: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(10))
    """A code of rules.RATING_SOURCES."""
    rated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UnsolvedReport(Model):
    """A petitioner says that the matter is not solved: handled again, or refused by two people."""

    __tablename__ = "unsolved_reports"
    __table_args__ = (
        Index(
            "uq_unsolved_reports_open",
            "petition_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_unsolved_reports_state", "state", "case_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    source: Mapped[str] = mapped_column(String(10))
    """call_back, or a code of rules.RATING_SOURCES."""
    words: Mapped[str] = mapped_column(Text, default="")
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    """open, rehandled or refused."""
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposed_reason: Mapped[str] = mapped_column(Text, default="")
    """Why it should not be handled again, by whom it was proposed."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_reason: Mapped[str] = mapped_column(Text, default="")


class ReviewRequest(Model):
    """A petitioner asked for a review (复查) or a re-check (复核) of a written reply."""

    __tablename__ = "review_requests"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    stage: Mapped[str] = mapped_column(String(10))
    """review or recheck."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_late: Mapped[bool] = mapped_column(Boolean)
    """It came after the thirty days of the article."""
    state: Mapped[str] = mapped_column(String(10))
    """open, answered or refused."""
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[str] = mapped_column(String(10), default="")
    """A code of rules.OUTCOMES."""
    document: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    """The opinion in short, or why a late request was refused."""
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
