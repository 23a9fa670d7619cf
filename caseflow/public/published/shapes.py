"""How a table of a published page is laid out on a narrow screen. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

PAIRS, MATRIX, LINES = "pairs", "matrix", "lines"
_FIGURE = re.compile(r"[\d<>≤≥—–\-*.,%]*")
"""A cell that is a figure, “12” or “<5”, or stands for one that is hidden."""


def shape_of(table: Mapping[str, Any]) -> str:
    """Return how a table is shown: the name of its form in the style sheet.

    pairs: names and what belongs to them; matrix: figures, which are compared by columns and so
    stay side by side; lines: one below the other, each cell with the name of its column.
    """
    columns, rows = table["columns"], table["rows"]
    if len(columns) == 2:
        return PAIRS
    figures = [cell for row in rows for cell in row[1:]]
    if len(columns) > 3 and figures and all(map(_FIGURE.fullmatch, figures)):
        return MATRIX
    return LINES
