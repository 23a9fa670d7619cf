"""Counting lines into rows: measure × month × dimension × key × unit. Pure."""

from __future__ import annotations

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

NUMBERS = ("numerator", "partly", "denominator", "excluded")
"""What a row counts."""
COUNTS = {MET: (0, 2), PARTLY: (1, 2), COUNTED: (2,)}
"""Mark → the positions among NUMBERS in which it counts one."""
LEFT_OUT = (3,)


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
        self.numbers: dict[Cell, list[int]] = {}
        """Cell → numerator, partly, denominator, left out."""

    def add(self, facts: Iterable[Mapping[str, Any]], sign: int = 1) -> None:
        """Count lines in (or out, with sign -1)."""
        for fact in facts:
            keys = keys_of(fact)
            units = (COUNTY, fact["unit_id"] or NO_UNIT)
            for name, row in MEASURES.items():
                mark, month = fact["marks"][POSITIONS[name]], fact[f"{row.when}_month"]
                if mark == ABSENT or month is None:
                    continue
                counted = COUNTS.get(mark, LEFT_OUT)
                for dimension, key in keys:
                    for unit in units:
                        cell = (name, month, dimension, key, unit)
                        numbers = self.numbers.get(cell)
                        if numbers is None:
                            numbers = self.numbers[cell] = [0, 0, 0, 0]
                        for position in counted:
                            numbers[position] += sign

    def changes(self) -> list[dict[str, Any]]:
        """Return the rows that change, as columns with their differences, in a fixed order."""
        names = ("measure", "month", "dimension", "key", "unit_id", *NUMBERS)
        return [
            dict(zip(names, (*cell, *numbers), strict=True))
            for cell, numbers in sorted(self.numbers.items())
            if any(numbers)
        ]
