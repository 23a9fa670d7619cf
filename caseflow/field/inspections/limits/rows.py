"""What the rows of all tables of limits share, and how the row in force is found. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One number of a standard, the days it is in force (both included), and how sure it is.

    `mark`: F the text was read; F2 found in a second-hand place only; K-H, K-M, K-L own
    knowledge, of high, middle or low confidence, to be confirmed by the legal section.
    """

    id: str
    standard: str
    clause: str
    mark: str
    in_force_from: date
    in_force_until: date | None = None
    note: str = ""

    @property
    def cited(self) -> str:
        return f"{self.standard} {self.clause}".strip()

    @property
    def is_verified(self) -> bool:
        return self.mark == "F"

    def applies_on(self, on: date) -> bool:
        until = self.in_force_until
        return self.in_force_from <= on and (until is None or on <= until)

    def as_plain(self) -> dict[str, Any]:
        """Return the row as values that JSON knows."""
        return {name: _plain(value) for name, value in asdict(self).items()} | {
            "is_verified": self.is_verified
        }


RowT = TypeVar("RowT", bound=Row)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def in_force(rows: Sequence[RowT], day: str, **where: str) -> list[RowT]:
    """Return the rows in force on `day` whose lists name every value of `where`, or are empty.

    `day` is a day of the calendar, as "2026-11-28".
    """
    on = date.fromisoformat(day)
    wanted = tuple(where.items())
    return [row for row in rows if _fits(row, wanted) and row.applies_on(on)]


def _fits(row: Row, wanted: tuple[tuple[str, str], ...]) -> bool:
    for name, value in wanted:
        listed = getattr(row, name)
        if listed and value not in listed:
            return False
    return True
