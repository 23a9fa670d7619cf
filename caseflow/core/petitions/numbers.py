"""Numbers without gaps, lookup codes without pattern."""

from __future__ import annotations

import secrets
from datetime import date

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from caseflow.core.petitions.models import NumberSeries
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.plain_text import close_set

TEMPLATES: dict[str, str] = {
    "petition": "{prefix}访〔{year}〕{serial}号",
    "case": "{prefix}案〔{year}〕{serial}号",
    "inspection": "{prefix}检〔{year}〕{serial}号",
    "rectification_order": "{prefix}改〔{year}〕{serial}号",
    "supervision_notice": "{prefix}督〔{year}〕{serial}号",
    "reward": "{prefix}奖〔{year}〕{serial}号",
    "document_scene": "{prefix}勘〔{year}〕{serial}号",
    "document_inquiry": "{prefix}询〔{year}〕{serial}号",
    "document_service": "{prefix}送〔{year}〕{serial}号",
    "document_photographs": "{prefix}照〔{year}〕{serial}号",
    "document_letter": "{prefix}答〔{year}〕{serial}号",
    "document_opinion": "{prefix}信意〔{year}〕{serial}号",
    "document_acceptance": "{prefix}受〔{year}〕{serial}号",
    "document_refusal": "{prefix}不受〔{year}〕{serial}号",
}
"""Number per kind of document; hexagonal brackets and no zero padding, as real ones have it."""

EVERY_YEAR = 0
"""The year of a series that is only held."""

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O, 1/I/L: it is read out on the phone
CODE_LENGTH = 8

_BRACKETS = str.maketrans("([【〈《)]】〉》", "〔〔〔〔〔〕〕〕〕〕")


def normal_number(typed: str) -> str:
    """Return a number as it is kept: blanks dropped, any kind of bracket as 〔〕."""
    return close_set(typed).translate(_BRACKETS)


def take_number(series: str, on: date) -> str:
    """Return the next number of `series` in the year of `on`.

    The row stays locked until the transaction ends, so a rolled-back number is given again and
    concurrent writers queue: no gap and no double.
    """
    year, serial = on.year, _advance(series, on.year, 1)
    return number_text(series, year, serial)


def hold_series(series: str) -> None:
    """Let whoever asks for the same series wait until this transaction ends; no number is taken.

    For what is counted by no number of its own and may exist once only.
    """
    _advance(series, EVERY_YEAR, 0)


def number_text(series: str, year: int, serial: int) -> str:
    """Return the number of `series` as it is printed."""
    prefix = settings().number_prefix
    return TEMPLATES[series].format(prefix=prefix, year=year, serial=serial)


def _advance(series: str, year: int, by: int) -> int:
    """Move the series on by `by` and return its new last serial."""
    move = (
        update(NumberSeries)
        .where(NumberSeries.series == series, NumberSeries.year == year)
        .values(last=NumberSeries.last + by)
        .returning(NumberSeries.last)
        .execution_options(synchronize_session=False)
    )
    last = db.session.scalar(move)
    if last is None:  # The first number of its year: two may begin the series at once.
        insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
        db.session.execute(
            insert(NumberSeries)
            .values(series=series, year=year, last=0)
            .on_conflict_do_nothing(index_elements=["series", "year"])
        )
        last = db.session.scalar(move)
    assert last is not None
    return last


def new_lookup_code() -> str:
    """Return eight characters that identify nobody and are easy to read out."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def normal_lookup_code(typed: str) -> str:
    """Return a typed code without spaces and dashes, upper case."""
    return "".join(c for c in typed.upper() if c.isalnum())
