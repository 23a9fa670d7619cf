"""How the dispatch matrix is read: which row counts for a matter, and which rows clash. Pure.

A row names a category, a kind and a township, or leaves any of them open. Of the rows that fit,
the most specific wins: first by category (a second-level one before its first-level one before
any), then by township (named before any), then by kind. Two rows that name the same three things
may not be in force on the same day, so that there is never a tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row: None in the first three means any; `lead_unit_id` None: the township's own office.

    In force from `valid_from` to `valid_until`, both days included; None: until further notice.
    """

    id: int
    category_code: str | None
    track: str | None
    township_code: str | None
    lead_unit_id: int | None
    co_unit_ids: tuple[int, ...]
    basis: str
    is_verified: bool
    valid_from: date
    valid_until: date | None

    @property
    def key(self) -> tuple[str | None, str | None, str | None]:
        return self.category_code, self.track, self.township_code

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Match:
    """The row that counts for one category of a matter."""

    category_code: str | None
    row: MatrixRow
    rank: tuple[int, int, int]


def overlaps(one: MatrixRow, other: MatrixRow) -> bool:
    """Return whether both rows name the same three things and share a day."""
    if one.key != other.key:
        return False
    starts_in_time = other.valid_until is None or one.valid_from <= other.valid_until
    ends_late = one.valid_until is None or one.valid_until >= other.valid_from
    return starts_in_time and ends_late


def rank_of(
    row: MatrixRow,
    category_code: str | None,
    parent_code: str | None,
    track: str | None,
    township_code: str | None,
) -> tuple[int, int, int] | None:
    """Return how specific the row is for this matter, or None if it does not fit."""
    levels = {category_code: 2, parent_code: 1, None: 0}
    if row.category_code is not None and row.category_code not in levels:
        return None
    if row.track not in (None, track) or row.township_code not in (None, township_code):
        return None
    if row.lead_unit_id is None and township_code is None:
        return None  # “the township's own office” says nothing while the township is unknown
    by_category = 0 if row.category_code is None else levels[row.category_code]
    return by_category, int(row.township_code is not None), int(row.track is not None)


def match(
    rows: Iterable[MatrixRow],
    category_code: str | None,
    parent_code: str | None,
    track: str | None,
    township_code: str | None,
    on: date,
) -> Match | None:
    """Return the row that counts for one category on that day, or None."""
    found: Match | None = None
    for row in rows:
        if not row.is_in_force(on):
            continue
        rank = rank_of(row, category_code, parent_code, track, township_code)
        if rank is not None and (found is None or rank > found.rank):
            found = Match(category_code, row, rank)
    return found


def matches(
    rows: Iterable[MatrixRow],
    category_codes: Iterable[str],
    parents: Mapping[str, str | None],
    track: str | None,
    township_code: str | None,
    on: date,
) -> list[Match]:
    """Return one match per category, the leading one first.

    The most specific row leads, whichever category it is for; of equals the category named first.
    """
    kept = list(rows)
    codes: list[str | None] = [*category_codes] or [None]
    found = [
        match(kept, code, parents.get(code) if code else None, track, township_code, on)
        for code in codes
    ]
    return sorted((one for one in found if one), key=lambda one: [-part for part in one.rank])
