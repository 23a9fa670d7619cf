"""A sheet as data: a title, lines under it, tables, notes. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

Cell = str | int | float | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Table:
    """One table; it is a worksheet of its own in a workbook. `widths` in characters."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: every word of it, so that it can be set again at any time."""

    title: str
    intro: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = field(default=())


def neutral(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: a quote stands before such words."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def words(cell: Cell) -> str:
    """Return a cell as it is printed."""
    if cell is None:
        return ""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
