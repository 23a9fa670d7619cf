"""Answers: a head that names the version in force, every version, and the words to find it by."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Date,
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


class KnowledgeEntry(Model):
    """One question with its answer through all its versions."""

    __tablename__ = "knowledge_entries"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    shipped_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    """Key of an entry that came with the program; None: written here."""
    version: Mapped[int] = mapped_column(Integer, default=1)
    """The version that counts."""


class KnowledgeVersion(Model):
    """An entry as it was decided once. Append-only: the database refuses changes."""

    __tablename__ = "knowledge_versions"
    __table_args__ = (UniqueConstraint("entry_id", "version"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("knowledge_entries.id"))
    version: Mapped[int] = mapped_column(Integer)
    topic: Mapped[str] = mapped_column(String(20))
    """A code of rules.TOPICS."""
    question: Mapped[str] = mapped_column(String(200))
    answer: Mapped[str] = mapped_column(Text)
    keywords: Mapped[str] = mapped_column(String(200))
    """Words that people use for it, separated by blanks."""
    instrument: Mapped[str] = mapped_column(String(200))
    """Law, standard or decision with its number; empty: none."""
    article: Mapped[str] = mapped_column(String(100))
    in_force_from: Mapped[date | None] = mapped_column(Date)
    in_force_until: Mapped[date | None] = mapped_column(Date)
    """The last day on which the source is in force; None: no end known."""
    is_verified: Mapped[bool] = mapped_column(Boolean)
    """Whether somebody read the text of the source; if not, the answer is marked as an example."""
    checked_on: Mapped[date | None] = mapped_column(Date)
    checked_by: Mapped[str] = mapped_column(String(100))
    valid_until: Mapped[date | None] = mapped_column(Date)
    """The last day on which the answer may be given unless it is checked again."""
    reason: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: it came with the program."""


class KnowledgeTerm(Model):
    """A term under which an entry is found: pairs of characters, words, letters of their pinyin.

    Derived from the version that counts and written with it; see terms.py.
    """

    __tablename__ = "knowledge_terms"
    __table_args__ = (Index("ix_knowledge_terms_entry", "entry_id"), {"sqlite_with_rowid": False})

    term: Mapped[str] = mapped_column(String(40), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("knowledge_entries.id"), primary_key=True)
    weight: Mapped[int] = mapped_column(Integer)
