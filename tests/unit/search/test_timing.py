"""The figures of timing benches: their statistics, their shape, and what is planted for them."""

from __future__ import annotations

import json

import pytest

from caseflow.bench.planting import TIMES, Sowing
from caseflow.bench.timing import Figure, Timed, lines, measure, percentile, report


@pytest.mark.parametrize(
    ("values", "percent", "found"),
    [([1.0], 95, 1.0), ([3.0, 1.0, 2.0], 50, 2.0), (list(range(1, 101)), 95, 95), ([1, 2], 95, 2)],
)
def test_percentiles_by_nearest_rank(values: list[float], percent: int, found: float) -> None:
    assert percentile(values, percent) == found


def test_a_figure_is_two_ratios() -> None:
    timed = Timed(real=[4.0, 6.0, 20.0], floor=[2.0, 3.0, 5.0])
    assert timed.summary() == {
        "median_ms": 6.0,
        "p95_ms": 20.0,
        "floor_median_ms": 3.0,
        "ratio_median": 2.0,
        "ratio_p95": 4.0,
    }


def test_rounds_are_interleaved_and_warming_up_is_not_counted() -> None:
    order: list[str] = []
    figures = [
        Figure(
            name,
            real=lambda n=name: order.append(f"{n} real"),  # type: ignore[misc]
            floor=lambda n=name: order.append(f"{n} floor"),  # type: ignore[misc]
            between=lambda n=name: order.append(f"{n} between"),  # type: ignore[misc]
        )
        for name in ("a", "b")
    ]
    times = measure(figures, rounds=3, warm_up=2)
    assert len(order) == 5 * 6
    assert order[:6] == ["a real", "a between", "a floor", "b real", "b between", "b floor"]
    assert {name: len(timed.real) for name, timed in times.items()} == {"a": 3, "b": 3}


def test_one_object_is_printed() -> None:
    found = report("desk", "sqlite", 10, {"a": Timed([1.0], [1.0])})
    assert json.loads(lines(found, as_json=True)) == found
    assert set(found) == {"bench", "database", "cases", "figures"}
    assert "ratio_p95" in lines(found, as_json=False)


@pytest.mark.parametrize("copies", [1_000, 9_700, 100_000])
def test_equal_answers_are_planted_at_every_volume(copies: int) -> None:
    sowing = Sowing(copies)
    for number in range(copies):
        sowing.next(has_person=number % 8 != 0)
    assert sowing.planted == TIMES


def test_a_small_load_plants_what_it_can() -> None:
    sowing = Sowing(50)
    planted = [sowing.next(has_person=True) for _ in range(50)]
    assert all("word" in plants for plants in planted)
