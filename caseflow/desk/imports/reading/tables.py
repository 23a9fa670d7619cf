"""What every reader returns: headers and numbered rows; and decoding of text files. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from caseflow.desk.imports.reading.limits import MOST_COLUMNS, MOST_ROWS
from caseflow.desk.imports.reading.problems import Problem, Unreadable
from caseflow.ground.i18n import N_

__all__ = ["Cell", "Row", "Table", "Unreadable", "decode", "table_of"]

Cell = str | float | int | bool | datetime | date | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank. `number` counts as a spreadsheet does: the header is a row."""

    number: int
    cells: dict[str, Cell]
    problem: Problem | None = None
    """Why the row could not be read at all; then `cells` is empty."""


@dataclass(frozen=True, slots=True)
class Table:
    """Headers in the order of the file, and its rows."""

    headers: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)


def is_blank(cell: Any) -> bool:
    """Return whether a cell holds nothing to read."""
    return cell is None or (
        isinstance(cell, str) and not cell.strip("\ufeff\u200b \t\r\n\u3000\xa0")
    )


def table_of(lines: Iterable[tuple[int, Sequence[Cell]]]) -> Table:
    """Return the table of numbered lines: the first with two filled cells holds the headers.

    A title line above the headers is passed over; blank lines are left out without a word.
    """
    filled = [(number, cells) for number, cells in lines if not all(map(is_blank, cells))]
    if not filled:
        raise Unreadable(N_("The file holds no rows."))
    start = next(
        (i for i, (_, cells) in enumerate(filled) if sum(not is_blank(c) for c in cells) > 1), 0
    )
    columns = _headers(filled[start][1])
    rows = [
        Row(number, {name: cells[i] if i < len(cells) else None for i, name in columns})
        for number, cells in filled[start + 1 :]
    ]
    if len(rows) > MOST_ROWS:
        raise Unreadable(N_("The file has more than %(most)s rows. Split it."), most=MOST_ROWS)
    return Table(tuple(name for _, name in columns), rows)


def _headers(cells: Sequence[Cell]) -> list[tuple[int, str]]:
    """Return index and name of each column that has a header; a repeated one gets a number."""
    found: list[tuple[int, str]] = []
    seen: set[str] = set()
    for index, cell in enumerate(cells[:MOST_COLUMNS]):
        if is_blank(cell):
            continue
        name = base = " ".join(str(cell).split()).strip("\ufeff\u200b")[:100]
        count = 1
        while name in seen:
            count += 1
            name = f"{base} ({count})"
        seen.add(name)
        found.append((index, name))
    return found


def decode(raw: bytes) -> str:
    """Return the text of a file in UTF-8 (with or without a mark), UTF-16 with a mark, or GB18030.

    Raises Unreadable for anything else.
    """
    has_mark = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for name in ("utf-16",) if has_mark else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(N_("The file is neither a spreadsheet nor text in UTF-8 or GB18030."))
