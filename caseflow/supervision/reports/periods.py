"""Periods of figures: whole months, typed as a month, quarter, year or from–to. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Period:
    """The months from `first` to `last`, both "YYYY-MM" and included. `kind`: how it was chosen."""

    first: str
    last: str
    kind: str = "range"

    @property
    def key(self) -> str:
        """Return the period in one word, such as 2026-10 or 2026-01..2026-06."""
        return self.first if self.first == self.last else f"{self.first}..{self.last}"

    def months(self) -> list[str]:
        """Return every month of the period in order."""
        start, end = _index(self.first), _index(self.last)
        return [_name(number) for number in range(start, end + 1)]

    def before(self) -> Period:
        """Return the period of the same length just before."""
        length = _index(self.last) - _index(self.first) + 1
        return Period(
            _name(_index(self.first) - length), _name(_index(self.last) - length), self.kind
        )

    def is_over(self, today: date) -> bool:
        """Return whether every day of the period has passed."""
        return self.last < f"{today:%Y-%m}"


def _index(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _name(index: int) -> str:
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _is_month(text: str) -> bool:
    return bool(_MONTH.fullmatch(text))


def month_before(today: date) -> Period:
    """Return the last whole month."""
    return Period(f"{today:%Y-%m}", f"{today:%Y-%m}", "month").before()


def read_period(given: Mapping[str, str], today: date) -> tuple[Period, bool]:
    """Return the period of a query string, and whether what was typed could be read.

    `by` is month, quarter, year or range; `from` and `to` are months. What cannot be read, or lies
    ahead whole, gives the year so far. No period goes beyond this month: of a month to come only
    the cases that were done early are known, and its rates would flatter.
    """
    period, is_read = _as_typed(given, today)
    this_month = f"{today:%Y-%m}"
    if period.first > this_month:
        return so_far(today), False
    return replace(period, last=min(period.last, this_month)), is_read


def so_far(today: date) -> Period:
    """Return the year up to this month."""
    return Period(f"{today.year}-01", f"{today:%Y-%m}", "year")


def _as_typed(given: Mapping[str, str], today: date) -> tuple[Period, bool]:
    kind = given.get("by", "")
    first, last = given.get("from", "").strip(), given.get("to", "").strip()
    if kind in {"", "year"} and not first:
        return so_far(today), True
    if kind == "year" and re.fullmatch(r"\d{4}", first):
        first += "-01"
    if not _is_month(first):
        return so_far(today), not first and not kind
    if kind == "month":
        return Period(first, first, kind), True
    if kind == "quarter":
        start = _index(first) // 3 * 3
        return Period(_name(start), _name(start + 2), kind), True
    if kind == "year":
        return Period(f"{first[:4]}-01", f"{first[:4]}-12", kind), True
    if not _is_month(last) or last < first or _index(last) - _index(first) >= MOST_MONTHS:
        return so_far(today), False
    return Period(first, last), True


def from_key(key: str) -> Period:
    """Return the period whose `key` this is."""
    first, _, last = key.partition("..")
    return Period(first, last or first)
