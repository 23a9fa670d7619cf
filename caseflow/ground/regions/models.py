"""The county's townships and the other names they go by."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.columns import BigId
from caseflow.ground.extensions import Model


class Township(Model):
    """A street, town or township by its nine-digit NBS code."""

    __tablename__ = "townships"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(60))
    pinyin: Mapped[str] = mapped_column(String(80))
    initials: Mapped[str] = mapped_column(String(20))
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)


class TownshipAlias(Model):
    """A merged or colloquial place name and the township it belongs to now."""

    __tablename__ = "township_aliases"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    alias: Mapped[str] = mapped_column(String(40), unique=True)
    township_code: Mapped[str] = mapped_column(ForeignKey("townships.code"))
    source: Mapped[str] = mapped_column(String(200))
