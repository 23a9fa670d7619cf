"""The parts of a draft in which something may have to be hidden: title, text, each cell. Pure.

A part has a name that its marks carry: `title`, `text`, `caption:0` (of the first table),
`column:0:2` (its third heading), `cell:0:4:2` (table, row, column, all from 0).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

TITLE, TEXT = "title", "text"

Table = dict[str, Any]
"""{"caption": str, "columns": [str], "rows": [[str]]}, as published_pages keeps them."""
Tables = list[Table]

SEPARATOR = "|"
"""Between the cells of a row that is typed as a line."""


class UnreadableLine(ValueError):
    """A typed line that has not as many cells as its table has columns; `number` from 1."""

    def __init__(self, number: int, found: int, wanted: int) -> None:
        super().__init__(f"line {number}: {found} cells instead of {wanted}")
        self.number, self.found, self.wanted = number, found, wanted


def table(caption: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    """Return a table as it is kept, every cell a text of one line."""
    return {
        "caption": caption,
        "columns": list(columns),
        "rows": [[one_line(cell) for cell in row] for row in rows],
    }


def one_line(words: str) -> str:
    """Return `words` without line breaks, and without what parts the cells of a typed line."""
    return " ".join(words.replace(SEPARATOR, "／").split())


def parts_of(title: str, text: str, tables: Tables) -> dict[str, str]:
    """Return the words of every part by its name, in reading order."""
    found = {TITLE: title, TEXT: text}
    for number, one in enumerate(tables):
        found[f"caption:{number}"] = one["caption"]
        found |= {f"column:{number}:{c}": words for c, words in enumerate(one["columns"])}
        found |= {f"cell:{number}:{r}:{c}": words for r, c, words in _cells(one)}
    return found


def with_words(tables: Tables, change: Callable[[str, str], str]) -> Tables:
    """Return `tables` with each text put through `change(part, words)`."""
    return [
        {
            "caption": change(f"caption:{number}", one["caption"]),
            "columns": [change(f"column:{number}:{c}", w) for c, w in enumerate(one["columns"])],
            "rows": [
                [change(f"cell:{number}:{r}:{c}", words) for c, words in enumerate(row)]
                for r, row in enumerate(one["rows"])
            ],
        }
        for number, one in enumerate(tables)
    ]


def _cells(one: Table) -> Iterator[tuple[int, int, str]]:
    for r, row in enumerate(one["rows"]):
        for c, words in enumerate(row):
            yield r, c, words


def as_lines(one: Table) -> str:
    """Return the rows of a table as lines to be edited, cells parted by ` | `."""
    return "\n".join(f" {SEPARATOR} ".join(row) for row in one["rows"])


def from_lines(one: Table, lines: str) -> Table:
    """Return a table with the rows of the typed `lines`; empty lines are left out.

    Raises UnreadableLine for a line with more or fewer cells than there are columns.
    """
    rows, wanted = [], len(one["columns"])
    for number, line in enumerate(lines.replace("｜", SEPARATOR).splitlines(), start=1):
        if not line.strip():
            continue
        cells = [" ".join(cell.split()) for cell in line.split(SEPARATOR)]
        if len(cells) != wanted:
            raise UnreadableLine(number, len(cells), wanted)
        rows.append(cells)
    return {**one, "rows": rows}


def place_words(part: str) -> tuple[str, tuple[int, ...]]:
    """Return the sort of a part and its numbers: ("cell", (0, 4, 2))."""
    sort, *numbers = part.split(":")
    return sort, tuple(int(number) for number in numbers)
