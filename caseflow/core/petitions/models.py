"""Petitions as submitted, complainants sealed, numbers without gaps."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Float, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class Channel(Model):
    """A way by which petitions arrive (reference table; rows in petitions/reference.py)."""

    __tablename__ = "channels"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(Integer)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)


class Category(Model):
    """A pollution category; two levels, a case may carry several (reference table)."""

    __tablename__ = "categories"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("categories.code"))
    name: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(Integer)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)


class NumberSeries(Model):
    """The last number given per kind of document and year; the row's lock keeps it gap-free."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class Complainant(Model):
    """Who submitted a petition: one sealed record, findable only by keyed hashes."""

    __tablename__ = "complainants"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    """Sealed JSON with name, phone, address."""
    phone_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    phone_last4_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    name_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    name_pinyin_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ComplainantLook(Model):
    """Somebody saw who complained: append-only, with the reason."""

    __tablename__ = "complainant_looks"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    complainant_id: Mapped[int] = mapped_column(ForeignKey("complainants.id"), index=True)
    petition_id: Mapped[int | None] = mapped_column(BigId, index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Petition(Model):
    """What one person submitted through one channel; its words are never changed."""

    __tablename__ = "petitions"
    __table_args__ = (
        Index(
            "uq_petitions_origin",
            "origin_system",
            "origin_reference",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
        Index("ix_petitions_case", "case_id"),
        Index("ix_petitions_origin_reference", "origin_reference", "channel_code"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    lookup_code_hash: Mapped[str] = mapped_column(String(64), index=True)
    lookup_code_sealed: Mapped[str] = mapped_column(String(200))
    channel_code: Mapped[str] = mapped_column(ForeignKey("channels.code"))
    origin_system: Mapped[str | None] = mapped_column(String(80))
    """The sending system whose reference numbers are unique in it; None: taken by hand."""
    origin_reference: Mapped[str | None] = mapped_column(String(120))
    content_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 over the submitted content: tells a repeat from a conflict at import."""
    track: Mapped[str] = mapped_column(String(20))
    """report, petition, consultation or suggestion: selects the clocks."""
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    request: Mapped[str] = mapped_column(Text, default="")
    respondent_words: Mapped[str] = mapped_column(String(300), default="")
    """Who is complained of, in the complainant's own words."""
    township_code: Mapped[str | None] = mapped_column(ForeignKey("townships.code"))
    address_text: Mapped[str] = mapped_column(String(300), default="")
    longitude: Mapped[float | None] = mapped_column(Float)
    latitude: Mapped[float | None] = mapped_column(Float)
    complainant_id: Mapped[int | None] = mapped_column(ForeignKey("complainants.id"), index=True)
    is_anonymous: Mapped[bool] = mapped_column(Boolean)
    wants_confidentiality: Mapped[bool] = mapped_column(Boolean, default=False)
    is_on_behalf: Mapped[bool] = mapped_column(Boolean, default=False)
    """The caller speaks for somebody else, whose name is in the sealed record."""
    call_reference: Mapped[str | None] = mapped_column(String(120))
    """The telephone system's reference of the recording."""
    rechecked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a re-check opinion (复核意见) ended the matter; None: none did."""
    recheck_document: Mapped[str | None] = mapped_column(String(200))
    reply_way: Mapped[str] = mapped_column(String(20))
    """phone, sms, letter, email, channel (by the sending platform) or none."""
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    promised_on: Mapped[date | None] = mapped_column(Date)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the reply was given, or its impossibility recorded."""
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its import was taken back: number and words stay, the origin reference is free again."""
    rating: Mapped[int | None] = mapped_column(Integer)
    """1 to 5, given by the complainant."""


class FurtherCode(Model):
    """A lookup code beside the first, sent to the telephone of the petition; good for a day."""

    __tablename__ = "further_codes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petitions.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    code_sealed: Mapped[str] = mapped_column(String(200))
    """For the text message alone."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RegistrationDraft(Model):
    """What an operator has typed and not yet registered, sealed as a whole."""

    __tablename__ = "registration_drafts"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    page_key: Mapped[str] = mapped_column(String(40), unique=True)
    sealed: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
