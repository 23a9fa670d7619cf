"""The tables of the index of likeness: what a case shares with others, and how it is compared."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from caseflow.ground.extensions import Model


class LikenessToken(Model):
    """One token of a case: a place, a rare piece of its words, its source, its grid square."""

    __tablename__ = "likeness_tokens"
    __table_args__ = ({"sqlite_with_rowid": False},)

    token: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """A signed 32-bit hash: two tokens in a million collide, and the profile tells them apart."""
    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class LikenessProfile(Model):
    """What one petition of a case is compared by, so that no text need be read to compare."""

    __tablename__ = "likeness_profiles"

    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    places: Mapped[str] = mapped_column(Text)
    """Its places, packed (caseflow.ground.regions.place_words.Spot)."""
    sketch: Mapped[bytes] = mapped_column(LargeBinary)
    """The smallest hashes of its three-character pieces, unsigned 32-bit, little-endian."""
    tokens: Mapped[bytes] = mapped_column(LargeBinary)
    """Its tokens, signed 32-bit, little-endian: so that they can be found and taken away again."""
