"""Special periods: noise near a school in an examination period is handled faster. Pure.

Source: 忠县生态环境保护“十四五”规划 五节: “加强高考、中考等重要考试期间噪声监管”. Which days and
which schools is data that the bureau enters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import cos, hypot, radians

from caseflow.ground.i18n import N_

KINDS: dict[str, str] = {
    "gaokao": N_("National college entrance examination"),
    "zhongkao": N_("Senior high school entrance examination"),
    "exam": N_("Another examination"),
    "other": N_("Another occasion"),
}
METRES_A_DEGREE = 111_320
"""Of latitude; of longitude at the equator."""
SHORTEST_WORD = 2
"""One character alone fits too much."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included."""

    name: str
    first_on: date
    last_on: date

    def covers(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True, slots=True)
class Place:
    """A school: its point with a radius in metres, its name, and words of addresses around it."""

    name: str
    words: tuple[str, ...] = ()
    longitude: float | None = None
    latitude: float | None = None
    radius_m: int = 500


@dataclass(frozen=True, slots=True)
class Spot:
    """Where and about what a petition is."""

    longitude: float | None
    latitude: float | None
    text: str
    """Address, subject and body."""


def metres_between(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the distance of two points a few kilometres apart at most, to a metre or two."""
    east = (lon2 - lon1) * cos(radians((lat1 + lat2) / 2)) * METRES_A_DEGREE
    return hypot(east, (lat2 - lat1) * METRES_A_DEGREE)


def is_near(place: Place, spot: Spot) -> bool:
    """Return whether the spot lies within the radius, or its words name the place."""
    if any(len(word) >= SHORTEST_WORD and word in spot.text for word in (place.name, *place.words)):
        return True
    if place.longitude is None or place.latitude is None:
        return False
    if spot.longitude is None or spot.latitude is None:
        return False
    away = metres_between(place.longitude, place.latitude, spot.longitude, spot.latitude)
    return away <= place.radius_m


def flag_of(
    day: date, spot: Spot, periods: Iterable[Period], places: Iterable[Place]
) -> str | None:
    """Return period and school as the case keeps them, or None: no period, or no school near."""
    period = next((row for row in periods if row.covers(day)), None)
    if period is None:
        return None
    place = next((row for row in places if is_near(row, spot)), None)
    return f"{period.name} · {place.name}" if place else None


def is_noise(category_codes: Iterable[str]) -> bool:
    """Return whether a category of noise is among the codes."""
    return any(code == "noise" or code.startswith("noise-") for code in category_codes)
