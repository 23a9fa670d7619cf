"""Publications as drafted and decided, and what of them was public when; all of it inside."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class Publication(Model):
    """A page on its way out; states of public/publication/lifecycle.py."""

    __tablename__ = "publications"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), default="summary", index=True)
    """A key of publication/kinds.py."""
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    """The one case it tells of; None: several, or none."""
    case_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Every case whose people and numbers must not stand in it."""
    draw_id: Mapped[int | None] = mapped_column(ForeignKey("draws.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    title: Mapped[str] = mapped_column(String(200))
    original: Mapped[str] = mapped_column(Text)
    """The draft before redaction; never served."""
    tables: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Lists and figures below the text before redaction: as parts.py has them."""
    marks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Proposed redactions; the keys of one are told in actions/marks.py."""
    body: Mapped[str] = mapped_column(Text)
    """The text after the decisions."""
    legal_basis: Mapped[str] = mapped_column(String(300))
    period_from: Mapped[date | None] = mapped_column(Date)
    period_until: Mapped[date | None] = mapped_column(Date)
    sites: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Sites named on grounds: {"source_id", "name", "findings": [{"on", "ground"}]}."""
    naming_basis: Mapped[str] = mapped_column(String(300), default="")
    """The law by which names or plates of rows sent by others may stand; empty: none."""
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadlines.id"))
    """The clock of its case that runs until it is out."""
    clock_from_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Where no case has the clock: the instant from which its kind's term counts."""
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    corrected_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who writes, or wrote last, a corrected version."""
    correction: Mapped[str] = mapped_column(String(300), default="")
    """What is corrected, for its readers."""
    before_correction: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Title, original, tables and marks as published; None: nothing is being corrected."""
    expires_on: Mapped[date | None] = mapped_column(Date)
    """The last day on which it is shown; None: it stays."""
    expired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdraw_reason: Mapped[str] = mapped_column(String(300), default="")


class PublicationGround(Model):
    """A recorded decision or service that a publication rests on: if it falls, so must the page."""

    __tablename__ = "publication_grounds"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), primary_key=True)
    fact_id: Mapped[int] = mapped_column(
        ForeignKey("enforcement_facts.id"), primary_key=True, index=True
    )


class PublicationEvent(Model):
    """Who did what to a publication, when, and why; append-only."""

    __tablename__ = "publication_events"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    act: Mapped[str] = mapped_column(String(20))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")


class ReplyRight(Model):
    """The right of reply of one named site: when it was told, until when, what it answered."""

    __tablename__ = "publication_replies"
    __table_args__ = (UniqueConstraint("publication_id", "source_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("pollution_sources.id"))
    noticed_on: Mapped[date] = mapped_column(Date)
    way: Mapped[str] = mapped_column(String(100))
    """How the notice was given, and to whom."""
    answer_by: Mapped[date] = mapped_column(Date)
    answered_on: Mapped[date | None] = mapped_column(Date)
    answer: Mapped[str] = mapped_column(Text, default="")
    considered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    considered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    considered: Mapped[str] = mapped_column(String(300), default="")
    """What was decided on the answer, and why."""


class WithdrawalDemand(Model):
    """A published page that must be withdrawn: since when the ground is known, and which one."""

    __tablename__ = "withdrawal_demands"
    __table_args__ = (UniqueConstraint("publication_id", "fact_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), index=True)
    ground: Mapped[str] = mapped_column(String(300))
    known_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """The term of PEN-WITHDRAW counts from here."""
    rule_id: Mapped[str] = mapped_column(String(40))
    due_on: Mapped[date] = mapped_column(Date)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_provisional: Mapped[bool] = mapped_column(Boolean)
    fact_id: Mapped[int | None] = mapped_column(ForeignKey("enforcement_facts.id"))
    """The recorded fact that fell, or that made another fall; None: a person's own ground."""
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: found by the worker."""
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    """When the page was withdrawn, or somebody found that it may stay."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[str] = mapped_column(String(300), default="")


class PublicationPicture(Model):
    """A picture chosen from the evidence, with what must be covered in it."""

    __tablename__ = "publication_pictures"
    __table_args__ = (UniqueConstraint("publication_id", "evidence_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), index=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    caption: Mapped[str] = mapped_column(String(200))
    regions: Mapped[list[list[float]]] = mapped_column(JSON, default=list)
    """Rectangles to be covered: [left, top, width, height], parts of the whole from 0 to 1."""
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who said that faces, plates and door numbers are covered; None: nobody yet."""
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PublicationCriterion(Model):
    """The bureau's own figure for a criterion of exposure.py, from a day on; append-only."""

    __tablename__ = "publication_criteria"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(40), index=True)
    amount: Mapped[int] = mapped_column(Integer)
    valid_from: Mapped[date] = mapped_column(Date)
    basis: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class PublicationVersion(Model):
    """What was public from when to when, word for word: kept inside, asked by date.

    A withdrawn text stays here for whoever must answer for it; the public tables lose it.
    """

    __tablename__ = "publication_versions"

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), index=True)
    public_from_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    public_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """None: it is what is shown now."""
    state: Mapped[str] = mapped_column(String(20))
    """shown, withdrawn or expired."""
    page: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The columns of published_pages as they were, days in ISO form."""
    picture_hashes: Mapped[list[str]] = mapped_column(JSON, default=list)
