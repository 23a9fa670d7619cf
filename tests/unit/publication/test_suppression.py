"""Small numbers in published tables: hidden, and never to be worked out from what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.public.publication.suppression import HIDDEN, SMALL, suppressed


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        ([], []),
        ([[]], []),
        ([[10, 20], [30, 40]], [["10", "20", "30"], ["30", "40", "70"], ["40", "60", "100"]]),
        # Nothing happened: zeros point to nobody.
        ([[0, 10], [10, 10]], [["0", "10", "10"], ["10", "10", "20"], ["10", "20", "30"]]),
    ],
)
def test_what_points_to_nobody_is_shown(counts: list[list[int]], wanted: list[list[str]]) -> None:
    assert suppressed(counts) == wanted


def test_one_small_number_takes_three_more_with_it() -> None:
    shown = suppressed([[3, 20, 30], [10, 20, 30], [11, 21, 31]])
    assert shown[0][0] == SMALL
    assert sum(cell == HIDDEN for row in shown for cell in row) == 3


def test_four_ones_do_not_follow_from_a_small_total() -> None:
    shown = suppressed([[1, 1, 1, 1]])
    assert not known_cells([[1, 1, 1, 1]], shown)


TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=3
    )
)


@given(TABLES)
@settings(max_examples=150, deadline=None)
def test_no_hidden_number_follows_from_what_is_shown(counts: list[list[int]]) -> None:
    shown = suppressed(counts)
    full = [[*row, sum(row)] for row in counts]
    full.append([sum(column) for column in zip(*full, strict=True)])
    for values, signs in zip(full, shown, strict=True):
        for value, sign in zip(values, signs, strict=True):
            assert sign in {SMALL, HIDDEN} or sign == str(value)
            if 0 < value < 5:
                assert sign in {SMALL, HIDDEN}
    assert known_cells(counts, shown) == []


def known_cells(counts: list[list[int]], shown: list[list[str]]) -> list[tuple[int, int]]:
    """Return hidden cells that have one value in every table that looks the same as `shown`.

    Tables are tried one by one until each hidden cell was seen with two values.
    """
    hidden = {
        (r, c)
        for r, row in enumerate(shown)
        for c, sign in enumerate(row)
        if sign in {SMALL, HIDDEN}
    }
    seen: dict[tuple[int, int], set[int]] = {cell: set() for cell in hidden}
    for table in alike(counts, shown):
        for r, c in hidden:
            seen[r, c].add(table[r][c])
        if all(len(values) > 1 for values in seen.values()):
            return []
    return [cell for cell, values in seen.items() if len(values) < 2]


def alike(counts: list[list[int]], shown: list[list[str]]) -> Iterator[list[list[int]]]:
    """Yield tables with totals that a reader of `shown` cannot tell from the true one.

    Neighbours of the true table only: what they already tell apart no further table makes known.
    """
    inner = [(r, c) for r, row in enumerate(counts) for c in range(len(row))]
    free = [(r, c) for r, c in inner if shown[r][c] in {SMALL, HIDDEN}]
    for steps in product((0, 1, -1), repeat=len(free)):
        table = [list(row) for row in counts]
        for (r, c), step in zip(free, steps, strict=True):
            table[r][c] += step
        full = [[*row, sum(row)] for row in table]
        full.append([sum(column) for column in zip(*full, strict=True)])
        if all(_fits(v, s) for vs, ss in zip(full, shown, strict=True)
               for v, s in zip(vs, ss, strict=True)):  # fmt: skip
            yield full


def _fits(value: int, sign: str) -> bool:
    if sign == SMALL:
        return 1 <= value <= 4
    return value >= 0 if sign == HIDDEN else str(value) == sign
