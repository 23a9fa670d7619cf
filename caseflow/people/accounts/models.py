"""Accounts, units, sessions, absences with their stand-ins, and what was done to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId, UtcDateTime
from caseflow.ground.extensions import Model


class Unit(Model):
    """A body that cases are assigned to. `kind`: bureau, section, squad, township or partner."""

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    township_code: Mapped[str | None] = mapped_column(String(12))
    head_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", use_alter=True, name="fk_units_head_id_users")
    )
    """Who is told when nobody in the unit is assigned; None: the duty dispatcher is told."""
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    version: Mapped[int] = mapped_column(Integer, default=1)


class User(Model):
    """An account: one person, one role, one unit. `role` is a value of policy.Role."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(30))
    """Where text messages go: a number of the office, not a private one."""
    password_hash: Mapped[str] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(20), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    certificate_number: Mapped[str | None] = mapped_column(String(40))
    """Enforcement certificate (执法证号); inspections need two officers who have one."""
    certificate_valid_until: Mapped[date | None] = mapped_column(Date)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    is_on_duty: Mapped[bool] = mapped_column(Boolean, default=False)
    """The duty dispatcher or duty supervisor, told when nobody else answers for a case."""
    locale: Mapped[str | None] = mapped_column(String(20))
    uses_single_keys: Mapped[bool] = mapped_column(Boolean, default=True)
    """Whether single keys (n, j, k, ?) do something on pages; WCAG 2.1.4 asks for the choice."""
    must_change_password: Mapped[bool] = mapped_column(Boolean, default=False)
    failed_sign_ins: Mapped[int] = mapped_column(Integer, default=0)
    locked_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)

    # Flask-Login's protocol.
    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.id)

    def has_certificate_on(self, day: date) -> bool:
        """Return whether the person holds an enforcement certificate valid on `day`."""
        until = self.certificate_valid_until
        return bool(self.certificate_number) and (until is None or until >= day)


class UserSession(Model):
    """One signed-in browser. The cookie holds a token; only its SHA-256 is kept here."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(64))
    browser: Mapped[str] = mapped_column(String(200))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Absence(Model):
    """Days on which somebody is away, and who stands in. Both days are included."""

    __tablename__ = "absences"
    __table_args__ = (Index("ix_absences_user_days", "user_id", "from_on", "to_on"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date] = mapped_column(Date)
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AccountEvent(Model):
    """One act on an account, a unit or an absence. Append-only: the database refuses changes."""

    __tablename__ = "account_events"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: the command line, or the program itself."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Whose account; None for an act on a unit."""
    act: Mapped[str] = mapped_column(String(40))
    """A key of events.ACTS."""
    words: Mapped[str] = mapped_column(Text, default="")
    """What changed, as codes and values; never a password."""
