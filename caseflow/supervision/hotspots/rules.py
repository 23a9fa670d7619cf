"""When complaints about a place are more than chance explains. Pure.

In words: the last fortnight of every street and every source is compared with its own last year.

- A person counts once per place and fortnight, however often they call.
- What is usual is the place's own rate, brought to the level of the whole county in this fortnight
  without the place itself: a summer in which everybody complains more is no rise of one street.
- Chance is a negative binomial law. Its spread has two parts: how much wider than Poisson the
  fortnights of all places were (measured anew each time), and how little a short history tells.
- Many places are compared, so their chances are added up: of each place the chance that it shows
  something as unlikely as this and reaches LEAST_COMPLAINTS at all (Bonferroni's bound, without
  the places too small to reach it). What is reported would come about somewhere in the county in
  fewer than one of `1 / MOST_CHANCE` scans.
- Besides, the place needs LEAST_COMPLAINTS different complainants and LEAST_RISE times the usual.

Source: internal practice; the figures were set so that twenty quiet counties raise at most one
alarm in four weeks of daily scans (tests/unit/hotspots).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WINDOW_DAYS = 14
HISTORY_WINDOWS = 26
"""A year of fortnights, so that every season is in it."""
LEAST_WINDOWS = 6
"""With a shorter history nothing is judged."""
LEAST_COMPLAINTS = 6
LEAST_RISE = 2.5
MOST_CHANCE = 0.001
"""Of an alarm anywhere in the county in one scan, by chance alone."""
ENDS_BELOW = 1.5
"""A hot spot is over when its complaints are below so many times the usual."""
PRIOR = 0.5
"""Complaints a year that are allowed to a place of which nothing is known."""
WIDEST, NARROWEST = 0.8, 50.0
"""Bounds of the measured shape; the smaller, the wider fortnights spread."""
LEVELS = (0.3, 3.0)
"""How far the level of the county may move what is usual."""

STREET, SOURCE = "street", "source"


@dataclass(frozen=True, slots=True)
class Place:
    """What is watched: a road within a township, or a source. `key` names it among its kind."""

    kind: str
    key: str
    township_code: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One petition. `person` tells people apart and names nobody; it is unique for the unknown."""

    on: date
    person: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """How the last fortnight of a place compares. Days include both ends."""

    place: Place
    from_on: date
    to_on: date
    observed: int
    expected: float
    chance: float
    """Of so many or more at this place, by chance alone."""
    chance_anywhere: float
    """Of something as unlikely at any of the places compared."""
    place_count: int
    fortnights: tuple[int, ...]
    """Complaints of each fortnight, the oldest first; the last is the one judged."""

    @property
    def is_hot(self) -> bool:
        return (
            self.observed >= LEAST_COMPLAINTS
            and self.observed >= LEAST_RISE * self.expected
            and self.chance_anywhere <= MOST_CHANCE
        )

    @property
    def is_over(self) -> bool:
        return self.observed < LEAST_COMPLAINTS or self.observed < ENDS_BELOW * self.expected


def scan(complaints: Iterable[Complaint], last_on: date) -> list[Finding]:
    """Compare every place that was complained of in the fortnight that ends with `last_on`.

    Returns nothing while the history is too short to judge by.
    """
    counts, totals = _counted(complaints, last_on)
    windows = _whole_windows(totals)
    if windows < LEAST_WINDOWS:
        return []
    spread = _spread(counts, totals, windows)
    laws = {
        place: (_expected(found, totals, windows), _shape_of(found, spread, windows))
        for place, found in counts.items()
    }
    reach = [at_least(LEAST_COMPLAINTS, *law) for law in laws.values()]
    return [
        Finding(
            place=place,
            from_on=last_on - timedelta(days=WINDOW_DAYS - 1),
            to_on=last_on,
            observed=fortnights[0],
            expected=laws[place][0],
            chance=(chance := at_least(fortnights[0], *laws[place])),
            chance_anywhere=min(sum(min(chance, one) for one in reach), 1.0),
            place_count=len(counts),
            fortnights=tuple(fortnights[n] for n in range(windows, -1, -1)),
        )
        for place, fortnights in counts.items()
        if fortnights[0]
    ]


Counts = Mapping[Place, Mapping[int, int]]


def _counted(
    complaints: Iterable[Complaint], last_on: date
) -> tuple[dict[Place, Counter[int]], Counter[int]]:
    """Return people by place and fortnight, and of the whole county; fortnight 0 is the last."""
    seen: dict[Place, set[tuple[int, str]]] = defaultdict(set)
    everybody: set[tuple[int, str]] = set()
    for complaint in complaints:
        window = (last_on - complaint.on).days // WINDOW_DAYS
        if complaint.on > last_on or window > HISTORY_WINDOWS:
            continue
        everybody.add((window, complaint.person))
        for place in complaint.places:
            seen[place].add((window, complaint.person))
    counts = {place: Counter(n for n, _person in found) for place, found in seen.items()}
    return counts, Counter(n for n, _person in everybody)


def _whole_windows(totals: Mapping[int, int]) -> int:
    """Return how many fortnights of history there are: without the oldest, perhaps begun late."""
    oldest = max(totals, default=0)
    return oldest if oldest == HISTORY_WINDOWS else max(oldest - 1, 0)


def _before(fortnights: Mapping[int, int], windows: int) -> int:
    return sum(fortnights.get(n, 0) for n in range(1, windows + 1))


def _expected(fortnights: Mapping[int, int], totals: Mapping[int, int], windows: int) -> float:
    """Return what is usual for the place at the present level of the county without it."""
    mine, mine_now = _before(fortnights, windows), fortnights.get(0, 0)
    others = _before(totals, windows) - mine
    others_now = totals.get(0, 0) - mine_now
    level = others_now * windows / others if others > 0 else 1.0
    low, high = LEVELS
    return (mine + PRIOR) / windows * min(max(level, low), high)


def _spread(counts: Counts, totals: Mapping[int, int], windows: int) -> float:
    """Return the shape of the fortnights of all places by moments: variance = m + m² / shape."""
    whole = _before(totals, windows)
    squares = beyond = 0.0
    for fortnights in counts.values():
        share = _before(fortnights, windows) / whole if whole else 0
        for n in range(1, windows + 1):
            mean = share * totals.get(n, 0)
            squares += mean**2
            beyond += (fortnights.get(n, 0) - mean) ** 2 - mean
    if beyond <= squares / NARROWEST:
        return NARROWEST
    return max(squares / beyond, WIDEST)


def _shape_of(fortnights: Mapping[int, int], shape: float, windows: int) -> float:
    """Return the shape for one place: wider, the less its history tells."""
    return 1 / (1 / shape + 1 / (_before(fortnights, windows) + PRIOR))


def at_least(count: int, mean: float, shape: float) -> float:
    """Return the chance of `count` or more under a negative binomial law of this mean and shape."""
    if count <= 0:
        return 1.0
    odds = mean / (mean + shape)
    term = math.exp(
        math.lgamma(count + shape)
        - math.lgamma(shape)
        - math.lgamma(count + 1)
        + shape * math.log1p(-odds)
        + count * math.log(odds)
    )
    total, number = term, count
    while term > total * 1e-12:
        term *= odds * (number + shape) / (number + 1)
        number += 1
        total += term
        if number > count + 100_000:
            break
    return min(total, 1.0)


def rounded_odds(chance: float) -> int:
    """Return the 1, 2 or 5 with zeros that is not above 1 / `chance`: “less than once in …”."""
    odds = min(1 / chance if chance > 0 else 1e9, 1e9)
    power = 10 ** int(math.log10(odds)) if odds >= 1 else 1
    return max(step * power for step in (1, 2, 5) if step * power <= max(odds, 1))


_BEFORE_ROAD = re.compile(r"^.*(?:[市县区乡镇村]|街道|社区|居委会|[0-9]号)(?=.{2})")
_ROAD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{1,8}?(?:大道|大街|公路|路|街(?!道)|巷)")


def street_name(address: str) -> str:
    """Return the road of an address as it is written, without what stands before; or nothing."""
    found = _ROAD.search(address)
    if found is None:
        return ""
    whole = address[: found.end()]
    short = _BEFORE_ROAD.sub("", whole)
    return short if len(short) >= 2 else found.group()


def common_name(names: Sequence[str]) -> str:
    """Return the name most often written, the shorter of two."""
    counted = Counter(name for name in names if name)
    return min(counted, key=lambda name: (-counted[name], len(name), name), default="")
