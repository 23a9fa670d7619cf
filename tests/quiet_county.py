"""A county in which nothing out of the ordinary happens, and one street that can be made worse.

A quiet county of a seed: 4,000 petitions a year over 90 streets and 240 sources of very different
size (a few have most); 45 of 100 name a source, 80 a street. A summer's peak of a third above the
mean, fewer petitions at weekends, a county-wide swing from day to day. Above all, no place is
Poisson: for every ten days its rate is drawn anew from a gamma law of shape 6 (a swing of two
fifths to either side), as works, weather and gossip would have it. One in eight complaints is
followed by another of the same person.
"""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

from caseflow.supervision.hotspots.rules import SOURCE, STREET, Complaint, Place

LAST_ON = date(2026, 11, 28)
DAYS = 27 * 14 + 28
"""A year of fortnights behind each of four weeks of daily scans."""


RISE_DAYS = 14
YEAR = 26
"""Fortnights of history."""


def risen(complaints: list[Complaint], number: int, times: float = 6.0) -> list[Complaint]:
    """Give one street, in the last fortnight, so many times its own fortnights of the year."""
    place, first = street(number), LAST_ON - timedelta(days=RISE_DAYS - 1)
    usual = len({(c.person, c.on) for c in complaints if c.places == (place,)}) / (YEAR + 3)
    rest = [c for c in complaints if c.places != (place,) or c.on < first]
    planted = [
        Complaint(LAST_ON - timedelta(days=n % RISE_DAYS), f"planted {n}", (place,))
        for n in range(round(usual * times))
    ]
    return rest + planted


def _sizes(count: int, offset: int) -> list[float]:
    sizes = [1 / (n + offset) for n in range(count)]
    return [size / sum(sizes) for size in sizes]


def _poisson(chance: random.Random, mean: float) -> int:
    end, count, product = math.exp(-mean), 0, chance.random()
    while product > end:
        count, product = count + 1, product * chance.random()
    return count


def street(number: int) -> Place:
    return Place(STREET, str(number), "500233001")


def county(seed: int, *, per_year: int = 4000, streets: int = 90) -> list[Complaint]:
    """Return the complaints of a quiet county up to LAST_ON."""
    chance = random.Random(seed)
    kinds = (
        ([street(n) for n in range(streets)], _sizes(streets, 3), 0.8),
        ([Place(SOURCE, str(n)) for n in range(240)], _sizes(240, 5), 0.45),
    )
    swings: dict[tuple[Place, int], float] = {}
    found: list[Complaint] = []
    for back in range(DAYS):
        on = LAST_ON - timedelta(days=back)
        level = per_year / 365 * _season(on) * chance.gammavariate(20, 1 / 20)
        for places, sizes, share in kinds:
            for place, size in zip(places, sizes, strict=True):
                block = (place, back // 10)
                if block not in swings:
                    swings[block] = chance.gammavariate(6, 1 / 6)
                mean = level * share * size * swings[block]
                for _ in range(_poisson(chance, mean)):
                    found.extend(_complaints(chance, on, place, f"person {len(found)}"))
    return found


def _season(on: date) -> float:
    summer = 1 + 0.35 * math.cos(2 * math.pi * (on.timetuple().tm_yday - 200) / 365)
    return summer * (1.15 if on.weekday() < 5 else 0.62)


def _complaints(chance: random.Random, on: date, place: Place, person: str) -> list[Complaint]:
    again = 0
    while chance.random() < 0.12:
        again += 1
    return [Complaint(on, person, (place,))] * (1 + again)
