"""Where the marks of a chart stand. Pure geometry: the templates draw it as SVG, without script.

Colours are classes of figures.css, told apart by lightness and by dash and shape as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720.0, 230.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 10.0, 14.0, 26.0
MOST_LABELS = 14
"""More months than that are named every second, third … time."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale, at `y`, with its words."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark: a column from `y` down by `height`, or a point of a line at `x`, `y`."""

    x: float
    y: float
    width: float
    height: float
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values: `values` None where there is nothing to be counted among."""

    name: str
    values: Sequence[float | None]
    labels: Sequence[str]
    hrefs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series with its marks; `path` joins the points of a line."""

    name: str
    spots: tuple[Spot, ...]
    path: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart ready to be drawn."""

    series: tuple[Drawn, ...]
    ticks: tuple[Tick, ...]
    names: tuple[tuple[float, str], ...]
    """Where each month is named: x and text."""
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    floor: float = HEIGHT - BOTTOM


def round_top(value: float) -> float:
    """Return a round number not below `value` that parts well into four: 4, 8, 20, 40, 100 …"""
    step = 1.0
    while True:
        for factor in (4, 8, 12, 20, 32):
            if factor * step >= value:
                return factor * step
        step *= 10


def _ticks(top: float, unit: str) -> tuple[Tick, ...]:
    span = HEIGHT - TOP - BOTTOM
    return tuple(
        Tick(HEIGHT - BOTTOM - span * part / 4, f"{top * part / 4:g}{unit}") for part in range(5)
    )


def _names(months: Sequence[str]) -> tuple[tuple[float, str], ...]:
    slot = (WIDTH - LEFT - RIGHT) / max(len(months), 1)
    every = -(-len(months) // MOST_LABELS)
    return tuple(
        (LEFT + slot * (index + 0.5), month[2:] if len(months) > 1 else month)
        for index, month in enumerate(months)
        if index % every == 0
    )


def columns(months: Sequence[str], series: Sequence[Series]) -> Chart:
    """Return columns by month, the series side by side."""
    top = round_top(max((v or 0 for one in series for v in one.values), default=0))
    slot = (WIDTH - LEFT - RIGHT) / max(len(months), 1)
    wide = min(slot * 0.8 / max(len(series), 1), 28.0)
    span = HEIGHT - TOP - BOTTOM
    drawn = []
    for place, one in enumerate(series):
        spots = []
        for index, value in enumerate(one.values):
            high = span * (value or 0) / top
            middle = LEFT + slot * (index + 0.5)
            x = middle + (place - len(series) / 2) * wide
            spots.append(
                Spot(x, HEIGHT - BOTTOM - high, wide * 0.9, high, one.labels[index],
                     one.hrefs[index])
            )  # fmt: skip
        drawn.append(Drawn(one.name, tuple(spots)))
    return Chart(tuple(drawn), _ticks(top, ""), _names(months))


def lines(months: Sequence[str], series: Sequence[Series]) -> Chart:
    """Return lines of rates (0 to 1) by month; a month without one parts the line."""
    slot = (WIDTH - LEFT - RIGHT) / max(len(months), 1)
    span = HEIGHT - TOP - BOTTOM
    drawn = []
    for one in series:
        spots, path, is_joined = [], [], False
        for index, value in enumerate(one.values):
            if value is None:
                is_joined = False
                continue
            x, y = LEFT + slot * (index + 0.5), HEIGHT - BOTTOM - span * min(value, 1.0)
            spots.append(Spot(x, y, 0, 0, one.labels[index], one.hrefs[index]))
            path.append(f"{'L' if is_joined else 'M'}{x:.1f} {y:.1f}")
            is_joined = True
        drawn.append(Drawn(one.name, tuple(spots), " ".join(path)))
    return Chart(tuple(drawn), _ticks(100, "%"), _names(months))
