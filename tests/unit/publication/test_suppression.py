"""Small numbers in published tables: hidden, and never to be worked out from what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

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


def a_months_petitions(seed: int) -> list[list[int]]:
    """Return about 100 petitions spread over townships and categories, most in a few of them."""
    chance = Random(seed)
    rows, columns = range(14), range(7)
    counts = [[0 for _column in columns] for _row in rows]
    for _petition in range(100):
        (row,) = chance.choices(rows, [1 / (r + 1) ** 0.7 for r in rows])
        (column,) = chance.choices(columns, [1 / (c + 1) for c in columns])
        counts[row][column] += 1
    return [row for row in counts if any(row)]


@pytest.mark.parametrize("seed", range(8))
def test_of_a_months_petitions_the_totals_stay(seed: int) -> None:
    counts = a_months_petitions(seed)
    shown = suppressed(counts)
    full = with_totals(counts)
    assert shown[-1][-1] == "100"
    margins = [
        (value, sign)
        for values, signs in zip(full, shown, strict=True)
        for value, sign in [(values[-1], signs[-1])]
    ] + list(zip(full[-1], shown[-1], strict=True))
    lost = [value for value, sign in margins if value >= 5 and sign != str(value)]
    # A small total that stands alone among totals takes one more with it, never all of them.
    assert len(lost) <= 1
    assert pinned_by_intervals(shown) == []


def test_what_is_hidden_as_complement_is_no_zero() -> None:
    shown = suppressed([[20, 0, 30], [3, 0, 30], [10, 0, 30]])
    assert [row[1] for row in shown] == ["0"] * 4
    assert HIDDEN in {cell for row in shown for cell in row}


def test_ones_that_a_shown_total_would_tell_lose_their_limits_not_their_total() -> None:
    counts = [[1, 1, 1, 1, 1], [9, 9, 9, 9, 9]]
    shown = suppressed(counts)
    assert shown[0][-1] == "5"
    assert shown[-1] == ["10"] * 5 + ["50"]
    assert known_cells(counts, shown) == []


TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=3
    )
)


@given(TABLES)
@settings(max_examples=150, deadline=None)
def test_no_hidden_number_follows_from_what_is_shown(counts: list[list[int]]) -> None:
    shown = suppressed(counts)
    for values, signs in zip(with_totals(counts), shown, strict=True):
        for value, sign in zip(values, signs, strict=True):
            assert sign in {SMALL, HIDDEN} or sign == str(value)
            if 0 < value < 5:
                assert sign in {SMALL, HIDDEN}
    assert known_cells(counts, shown) == []


def with_totals(counts: list[list[int]]) -> list[list[int]]:
    full = [[*row, sum(row)] for row in counts]
    return [*full, [sum(column) for column in zip(*full, strict=True)]]


def pinned_by_intervals(shown: list[list[str]]) -> list[tuple[int, int]]:
    """Return the hidden cells whose limits meet when every row and column is used in turn.

    What a reader with a pencil does: from the total and the limits of the other cells.
    """
    limits = {(r, c): _limits(sign) for r, row in enumerate(shown) for c, sign in enumerate(row)}
    hidden = {cell for cell, (least, most) in limits.items() if least != most}
    height, width = len(shown), len(shown[0])
    lines = [[(r, c) for c in range(width)] for r in range(height)]
    lines += [[(r, c) for r in range(height)] for c in range(width)]
    before: dict[tuple[int, int], tuple[int, int]] = {}
    while before != limits:
        before = dict(limits)
        for *inner, total in lines:
            least = sum(limits[cell][0] for cell in inner)
            most = sum(limits[cell][1] for cell in inner)
            limits[total] = max(limits[total][0], least), min(limits[total][1], most)
            for cell in inner:
                low, high = limits[cell]
                limits[cell] = (
                    max(low, limits[total][0] - (most - high)),
                    min(high, limits[total][1] - (least - low)),
                )
    return [cell for cell in sorted(hidden) if limits[cell][0] == limits[cell][1]]


def _limits(sign: str) -> tuple[int, int]:
    if sign in {SMALL, HIDDEN}:
        return (1, 4) if sign == SMALL else (0, 1000)
    return int(sign), int(sign)


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
        full = with_totals(table)
        if all(_fits(v, s) for vs, ss in zip(full, shown, strict=True)
               for v, s in zip(vs, ss, strict=True)):  # fmt: skip
            yield full


def _fits(value: int, sign: str) -> bool:
    if sign == SMALL:
        return 1 <= value <= 4
    return value >= 0 if sign == HIDDEN else str(value) == sign


def test_a_dash_may_hide_a_zero() -> None:
    dice = Random(1)
    tables = [[[dice.choice((0, 0, 1, 2, 6, 9)) for _ in range(4)] for _ in range(6)]
              for _ in range(20)]  # fmt: skip
    hidden = {
        value
        for table in tables
        for row, signs in zip(table, suppressed(table), strict=False)
        for value, sign in zip(row, signs, strict=False)
        if sign == HIDDEN
    }
    assert 0 in hidden, "so “—” must never be told to be more than nought"
