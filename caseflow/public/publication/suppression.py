"""Hiding small numbers in a table with totals, so that no hidden one can be worked out. Pure.

Numbers from 1 to 4 are shown as “<5” (facts G: they may point to one household). Totals are shown,
so that further numbers must be hidden as “—” until, knowing everything that is shown, every
hidden cell could still have at least two values. That is decided exactly: two tables agree on
what is shown if they differ by cycles through hidden cells, so that a cell is fixed if and only
if no such cycle passes it (the argument for cell suppression in two-way tables).

Cells within the table are given up before totals, the total of all last; a “—”, which says no
more than “0 or more”, stands for a “<5” as well where its limits would give it away. In the end
whatever can be shown again without making anything known is shown, totals first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_SHOWN = 5
SMALL, HIDDEN = "<5", "—"

Cell = tuple[int, int]


@dataclass
class _Work:
    """A table with its totals as last row and column, and how each cell is shown."""

    values: list[list[int]]
    signs: list[list[str]]

    @property
    def cells(self) -> list[Cell]:
        return [(r, c) for r, row in enumerate(self.values) for c in range(len(row))]

    @property
    def hidden(self) -> list[Cell]:
        return [(r, c) for r, c in self.cells if self.signs[r][c]]

    def is_total(self, cell: Cell) -> bool:
        return (cell[0] == len(self.values) - 1) != (cell[1] == len(self.values[0]) - 1)

    def may_move(self, cell: Cell, step: int) -> bool:
        """Return whether a reader could think the cell one more or less than it is."""
        value, sign = self.values[cell[0]][cell[1]], self.signs[cell[0]][cell[1]]
        if sign == SMALL:
            return 1 <= value + step < SMALLEST_SHOWN
        return sign == HIDDEN and value + step >= 0


def suppressed(counts: Sequence[Sequence[int]]) -> list[list[str]]:
    """Return `counts` as texts with a column and a row of totals added, small numbers hidden.

    `counts`: rows of equal length of whole numbers from 0 on. An empty table gives an empty list.
    """
    if not counts or not counts[0]:
        return []
    work = _with_totals(counts)
    while (cell := _first_known(work)) is not None:
        _hide_one_more(work, cell)
    _show_again(work)
    return [
        [sign or str(value) for value, sign in zip(values, signs, strict=True)]
        for values, signs in zip(work.values, work.signs, strict=True)
    ]


def _with_totals(counts: Sequence[Sequence[int]]) -> _Work:
    rows = [[*row, sum(row)] for row in counts]
    values = [*rows, [sum(column) for column in zip(*rows, strict=True)]]
    signs = [[_first_sign(v) for v in row] for row in values]
    return _Work(values, signs)


def _first_known(work: _Work) -> Cell | None:
    """Return a hidden cell whose value follows from what is shown, one alone in its line first."""
    arcs = _arcs(work)
    known = [cell for cell in work.hidden if _is_known(work, cell, arcs)]
    return min(known, key=lambda cell: (not _is_alone(work, cell), cell), default=None)


def _is_alone(work: _Work, cell: Cell) -> bool:
    """Return whether no other cell of its row, or of its column, is hidden."""
    in_row = sum(o[0] == cell[0] for o in work.hidden)
    in_column = sum(o[1] == cell[1] for o in work.hidden)
    return 1 in {in_row, in_column}


Arcs = dict[tuple[str, int], set[tuple[str, int]]]


def _arcs(work: _Work) -> Arcs:
    """Return where one unit may be moved: from row to column it adds, from column to row it takes.

    A total of a row or a column stands on the other side of its equation: it works the other way.
    """
    arcs: Arcs = {}
    for cell in work.hidden:
        row, column = ("row", cell[0]), ("column", cell[1])
        more, less = (-1, 1) if work.is_total(cell) else (1, -1)
        if work.may_move(cell, more):
            arcs.setdefault(row, set()).add(column)
        if work.may_move(cell, less):
            arcs.setdefault(column, set()).add(row)
    return arcs


def _is_known(work: _Work, cell: Cell, arcs: Arcs) -> bool:
    """Return whether no cycle of moves leads through the cell."""
    row, column = ("row", cell[0]), ("column", cell[1])
    for start, end in ((row, column), (column, row)):
        if end in arcs.get(start, set()) and _reaches(arcs, end, start):
            return False
    return True


def _reaches(arcs: Arcs, start: tuple[str, int], end: tuple[str, int]) -> bool:
    """Return whether moves lead from `start` to `end` without the cell between the two."""
    seen, waiting = {start}, [start]
    while waiting:
        node = waiting.pop()
        for onward in arcs.get(node, set()) - seen:
            if (node, onward) == (start, end):
                continue
            if onward == end:
                return True
            seen.add(onward)
            waiting.append(onward)
    return False


def _hide_one_more(work: _Work, cell: Cell) -> None:
    """Hide the least telling cell beside one that is known; else tell less of a hidden one."""
    line = _beside(work, cell)
    shown = [o for o in work.cells if not work.signs[o[0]][o[1]]]
    small = [o for o in work.hidden if work.signs[o[0]][o[1]] == SMALL]
    groups = [
        [o for o in shown if o in line] if _is_alone(work, cell) else [],
        [o for o in small if o == cell],
        [o for o in small if o in line],
        [o for o in shown if o in line],
        small,
        shown,
    ]
    for most in range(3):
        for group in groups:
            fitting = [o for o in group if _margins(work, o) <= most]
            if fitting:
                row, column = min(fitting, key=lambda o: _cost(work, o, cell))
                work.signs[row][column] = HIDDEN
                return


def _show_again(work: _Work) -> None:
    """Show what was hidden needlessly, totals and large numbers first: nothing becomes known."""
    added = [(r, c) for r, c in work.hidden if work.signs[r][c] == HIDDEN]
    added.sort(key=lambda o: (-_margins(work, o), -work.values[o[0]][o[1]], o))
    for row, column in added:
        work.signs[row][column] = _first_sign(work.values[row][column])
        arcs = _arcs(work)
        if any(_is_known(work, cell, arcs) for cell in work.hidden):
            work.signs[row][column] = HIDDEN


def _first_sign(value: int) -> str:
    return SMALL if 0 < value < SMALLEST_SHOWN else ""


def _beside(work: _Work, cell: Cell) -> list[Cell]:
    """Return the cells of the line in which the cell is the only hidden one, or of both lines."""
    of_row = [o for o in work.cells if o[0] == cell[0] and o != cell]
    of_column = [o for o in work.cells if o[1] == cell[1] and o != cell]
    for line in (of_row, of_column):
        if not any(work.signs[r][c] for r, c in line):
            return line
    return [*of_row, *of_column]


def _cost(work: _Work, other: Cell, known: Cell) -> tuple[int, bool, bool, int, Cell]:
    """Return the order in which cells are given up: no totals, closing a cycle, small, no zeros."""
    r, c = other
    crossing = [o for o in work.hidden if (o[1] == c if r == known[0] else o[0] == r)]
    value = work.values[r][c]
    return _margins(work, other), not crossing, value == 0, value, other


def _margins(work: _Work, cell: Cell) -> int:
    return (cell[0] == len(work.values) - 1) + (cell[1] == len(work.values[0]) - 1)
