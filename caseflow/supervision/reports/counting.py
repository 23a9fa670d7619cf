"""Counting lines into rows: measure × month × dimension × key × unit. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from caseflow.supervision.reports.measures import (
    ABSENT,
    COUNTED,
    MEASURES,
    MET,
    PARTLY,
    POSITIONS,
)

ALL, CATEGORY, TOWNSHIP, UNIT, CHANNEL, AGE = (
    "all",
    "category",
    "township",
    "unit",
    "channel",
    "age",
)
DIMENSIONS = (CATEGORY, TOWNSHIP, UNIT, CHANNEL)
COUNTY, NO_UNIT = 0, -1
"""In the place of a row's unit: all lines, and lines that no unit had."""

Cell = tuple[str, str, str, str, int]
"""Measure, month, dimension, key, unit."""

COUNTS = {MET: (1, 0, 1, 0), PARTLY: (0, 1, 1, 0), COUNTED: (0, 0, 1, 0)}
"""Mark → numerator, partly, denominator, left out."""
LEFT_OUT = (0, 0, 0, 1)


def keys_of(fact: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (dimension, key) of every row in which a line counts."""
    found = [
        (ALL, ""),
        (TOWNSHIP, fact["township"]),
        (CHANNEL, fact["channel"]),
        (UNIT, str(fact["unit_id"] or "")),
    ]
    found += [(CATEGORY, code) for code in fact["categories"].split() or [""]]
    return found


class Tally:
    """Changes of rows, added up before they are written."""

    def __init__(self) -> None:
        self.numbers: tuple[Counter[Cell], ...] = (Counter(), Counter(), Counter(), Counter())

    def add(self, facts: Iterable[Mapping[str, Any]], sign: int = 1) -> None:
        """Count lines in (or out, with sign -1)."""
        for fact in facts:
            keys = keys_of(fact)
            units = (COUNTY, fact["unit_id"] or NO_UNIT)
            for name, row in MEASURES.items():
                mark, month = fact["marks"][POSITIONS[name]], fact[f"{row.when}_month"]
                if mark == ABSENT or month is None:
                    continue
                counts = COUNTS.get(mark, LEFT_OUT)
                for dimension, key in keys:
                    for unit in units:
                        self._count((name, month, dimension, key, unit), counts, sign)

    def _count(self, cell: Cell, counts: tuple[int, ...], sign: int) -> None:
        for counter, count in zip(self.numbers, counts, strict=True):
            if count:
                counter[cell] += sign * count

    def changes(self) -> list[dict[str, Any]]:
        """Return the rows that change, as columns with their differences, in a fixed order."""
        cells = sorted({cell for counter in self.numbers for cell, n in counter.items() if n})
        names = ("measure", "month", "dimension", "key", "unit_id")
        numbers = ("numerator", "partly", "denominator", "excluded")
        return [
            dict(zip(names, cell, strict=True))
            | {name: counter[cell] for name, counter in zip(numbers, self.numbers, strict=True)}
            for cell in cells
        ]
