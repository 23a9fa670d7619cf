"""Timing benches: a figure is a request against its floor, in one run, as two ratios.

The floor of a request is what nobody can do without: its own SQL statements through the bare
driver, and an empty Flask page. Both are timed in turn, so that a busy machine slows both.
"""

from __future__ import annotations

import json
import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROUNDS = 60
WARM_UP = 8


def nothing() -> None:
    """Do nothing: for figures that need no preparation."""


@dataclass(frozen=True)
class Figure:
    """One thing that is timed. `prepare`, `between` and `after` are not."""

    name: str
    real: Callable[[], None]
    floor: Callable[[], None]
    prepare: Callable[[], None] = nothing
    between: Callable[[], None] = nothing
    after: Callable[[], None] = nothing


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of every round."""

    real: list[float]
    floor: list[float]

    def summary(self) -> dict[str, float]:
        """Return median and 95th percentile, the floor's median, and both as ratios to the floor's.

        `ratio_p95` is the request's 95th percentile to the floor's.
        """
        median, floor = statistics.median(self.real), statistics.median(self.floor)
        p95, floor_p95 = percentile(self.real, 95), percentile(self.floor, 95)
        return {
            "median_ms": round(median, 3),
            "p95_ms": round(p95, 3),
            "floor_median_ms": round(floor, 3),
            "ratio_median": round(median / floor, 2),
            "ratio_p95": round(p95 / floor_p95, 2),
        }


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the nearest-rank percentile: the least value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def measure(figures: Sequence[Figure], rounds: int, warm_up: int = WARM_UP) -> dict[str, Timed]:
    """Return the times of `rounds` rounds; in each, every figure and its floor run once.

    The first `warm_up` rounds are run and thrown away.
    """
    found = {figure.name: Timed([], []) for figure in figures}
    for number in range(warm_up + rounds):
        for figure in figures:
            figure.prepare()
            real = milliseconds(figure.real)
            figure.between()
            floor = milliseconds(figure.floor)
            figure.after()
            if number >= warm_up:
                found[figure.name].real.append(real)
                found[figure.name].floor.append(floor)
    return found


def milliseconds(run: Callable[[], None]) -> float:
    """Return how long `run` took."""
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000


def report(bench: str, database: str, cases: int, times: dict[str, Timed]) -> dict[str, object]:
    """Return the one object that every timing bench prints."""
    figures = {name: timed.summary() for name, timed in times.items()}
    return {"bench": bench, "database": database, "cases": cases, "figures": figures}


def lines(found: dict[str, object], as_json: bool) -> str:
    """Return a report as one JSON object, or as a table to be read."""
    if as_json:
        return json.dumps(found)
    figures = found["figures"]
    assert isinstance(figures, dict)
    head = f"{found['bench']} on {found['database']}, {found['cases']} cases"
    columns = ("median_ms", "p95_ms", "floor_median_ms", "ratio_median", "ratio_p95")
    rows = [f"{'':20}" + "".join(f"{column:>17}" for column in columns)]
    rows += [
        f"{name:20}" + "".join(f"{values[column]:>17}" for column in columns)
        for name, values in figures.items()
    ]
    return "\n".join([head, *rows])
