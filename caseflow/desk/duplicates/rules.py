"""When two petitions are likely about the same: the place decides, the words only support. Pure.

Alike words alone never make a suggestion: the same grievance in the same phrases is told of many
places (in a city's petition board, texts alike to 0.6 or 0.7 are often of other places).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from math import cos, radians, sqrt

from caseflow.ground.i18n import N_
from caseflow.ground.regions.place_words import AREA, WIDE, Kind, Spot, folded
from caseflow.ground.search.sketch import Shared


class Place(StrEnum):
    """What is known of two petitions' places together."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two petitions, as far as it is compared. Coordinates in degrees."""

    spot: Spot
    source_id: int | None = None
    township_code: str | None = None
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What besides place and words speaks for two petitions being about the same."""

    words: Shared
    headings: float
    """How much of the shorter heading's pairs of characters stand in the other, 0 to 1."""
    shares_category: bool = False
    is_same_caller: bool = False
    days_apart: int | None = None
    """Positive: the case was opened before the petition at hand."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of comparing two petitions; `score` is 0 if it is not to be suggested."""

    place: Place
    score: float
    reasons: tuple[tuple[str, dict[str, object]], ...] = field(default=())
    """(msgid, its parameters), the weightiest first."""


WEIGHTS: dict[str, tuple[float, str]] = {
    "source": (0.35, "one site, one matter, one file (一源一事一案): the chosen source is certain"),
    "spot": (0.30, "the same compound, village or firm named by both"),
    "road": (0.20, "a road is long: it is less than a compound"),
    "near": (0.25, "coordinates so near that both see the same chimney"),
    "words": (0.40, "the same person or neighbours tell it alike; ranks within one place"),
    "heading": (0.15, "the heading names the matter"),
    "category": (0.05, "one matter may carry several categories, and operators differ"),
    "caller": (0.05, "who calls again mostly calls about the same"),
    "time": (0.05, "repeats come within days; fades over TIME_FADES_DAYS"),
}
"""Ground → (its largest part of the score, why so much)."""

TIME_FADES_DAYS = 60
NEAR_METRES = 250
"""FixMyStreet suggests duplicates to the public within 250 m."""
FAR_METRES = 2000
"""Farther apart no two people see the same site."""

VERBATIM = 0.72
"""Words alike so far are a copy of the text: place names misheard in one character do not count
against it, and texts that name no place may be the same."""


class Meeting(StrEnum):
    """How the names of two petitions meet."""

    SPOT = "spot"
    """Both headings name the same compound, village or firm."""
    WIDE = "wide"
    """Both headings name the same road or quarter, where many things happen."""
    ASIDE = "aside"
    """One names in its text only what the other is about."""
    PASSING = "passing"
    """Nothing in common but a road or quarter named in passing."""


SAME_MATTER: dict[Meeting, tuple[float, float]] = {
    # meeting: (least likeness of the words, or else of the headings without the place)
    Meeting.SPOT: (0.08, 0.25),
    Meeting.WIDE: (0.20, 0.40),
    Meeting.ASIDE: (0.20, 0.50),
    Meeting.PASSING: (0.60, 0.80),
}
"""At the same place, words or heading must be alike so far to be of the same matter: the looser
the places meet, the more the words must say. Values set on the replay of a city's board."""
HALF_TYPED = 0.45
"""A text half typed stands so far in the earlier one."""


WORTH_SAYING = 0.2
"""Words less alike than this rank, but are no reason to be named: any two complaints have some."""


def place_of(one: Side, other: Side, words: Shared) -> Place:
    """Return whether two petitions are of the same place."""
    if one.source_id is not None and other.source_id is not None:
        return Place.SAME if one.source_id == other.source_id else Place.DIFFERENT
    metres = metres_between(one, other)
    if metres is not None and metres > FAR_METRES:
        return Place.DIFFERENT
    named = _by_names(one, other, words)
    if named is Place.UNKNOWN and metres is not None and metres <= NEAR_METRES:
        return Place.SAME
    if named is Place.UNKNOWN and _areas_differ(one, other):
        return Place.DIFFERENT
    return named


def _by_names(one: Side, other: Side, words: Shared) -> Place:
    mine, theirs = one.spot, other.spot
    both = shared_names(mine, theirs)
    if _is_sure(both, one, other):
        return Place.SAME
    if words.likeness >= VERBATIM:
        return _of_a_copy(both, one, other)
    if mine.first and theirs.first:
        return Place.DIFFERENT
    if not mine.all or not theirs.all:
        return Place.UNKNOWN
    return Place.UNKNOWN if both else Place.DIFFERENT


def _of_a_copy(both: dict[str, Kind], one: Side, other: Side) -> Place:
    """Return the place of two texts that are nearly the same: somebody copies, or wording is usual.

    A common spot in the text, or a name misheard in one character, makes it one place; other
    compounds, villages or firms make it another.
    """
    if any(kind not in WIDE for kind in both.values()):
        return Place.SAME
    if is_misheard(one.spot.all, other.spot.all):
        return Place.SAME
    if _spots_differ(one.spot.all, other.spot.all) or _areas_differ(one, other):
        return Place.DIFFERENT
    if both:
        return Place.SAME
    return Place.DIFFERENT if one.spot.first and other.spot.first else Place.UNKNOWN


TELLING = frozenset("一二三四五六七八九十0123456789东南西北上下前后左右新老大小")
"""Characters by which neighbours are told apart: 东一路 and 东二路 are not one misheard road."""


def is_misheard(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether a name of one differs from a name of the other in a single character."""
    theirs = list(other)
    return any(
        _differs_in_one(name, their) for name in one for their in theirs if len(name) == len(their)
    )


def _differs_in_one(name: str, their: str) -> bool:
    pairs = [pair for pair in zip(name, their, strict=True) if pair[0] != pair[1]]
    return len(pairs) == 1 and not TELLING & set(pairs[0])


def shared_names(one: Spot, other: Spot) -> dict[str, Kind]:
    """Return the names that both have; of those, at least one heading has one, if both have any."""
    return {key: kind for key, kind in one.all.items() if key in other.all}


def _is_sure(both: dict[str, Kind], one: Side, other: Side) -> bool:
    """Return whether shared names make it one place.

    A name in both headings does; so does one that is in one heading and in the other's text, as
    long as the headings do not name other compounds or firms.
    """
    mine, theirs = one.spot.first, other.spot.first
    in_heading = {key: kind for key, kind in both.items() if key in mine or key in theirs}
    if not in_heading:
        return len(both) >= 2 and not (mine and theirs)
    is_wide_only = all(kind in WIDE for kind in in_heading.values())
    if is_wide_only and (_areas_differ(one, other) or _spots_differ(mine, theirs)):
        return False
    in_both = [key for key in in_heading if key in mine and key in theirs]
    return bool(in_both) or not _spots_differ(mine, theirs)


def _spots_differ(mine: dict[str, Kind], theirs: dict[str, Kind]) -> bool:
    """Return whether both headings name compounds, villages or firms, and none in common."""
    left = {key for key, kind in mine.items() if kind not in WIDE}
    right = {key for key, kind in theirs.items() if kind not in WIDE}
    return bool(left and right) and not left & right


def _areas_differ(one: Side, other: Side) -> bool:
    if one.township_code and other.township_code:
        return one.township_code != other.township_code
    if _apart(_cities(one.spot.areas), _cities(other.spot.areas)):
        return True
    left, right = _districts(one.spot.areas), _districts(other.spot.areas)
    return bool(left and right) and not left & right


def _apart(left: set[str], right: set[str]) -> bool:
    """Return whether each names something that the other does not."""
    return bool(left - right and right - left)


def _cities(areas: frozenset[str]) -> set[str]:
    """Return the cities of coded areas: A3区 is of A市."""
    return {area[0] for area in areas if area[0].isascii()}


def _districts(areas: frozenset[str]) -> set[str]:
    """Return the areas below a city: who names only A市 says nothing of where in it."""
    return {area for area in areas if not area.endswith("市")}


def metres_between(one: Side, other: Side) -> float | None:
    """Return the distance on the ground in metres, None without both coordinates."""
    if one.longitude is None or one.latitude is None:
        return None
    if other.longitude is None or other.latitude is None:
        return None
    east = (one.longitude - other.longitude) * cos(radians(one.latitude))
    return 111_320 * sqrt(east**2 + (one.latitude - other.latitude) ** 2)


def heading_likeness(one: str, other: str, names: Iterable[str] = ()) -> float:
    """Return how much of the shorter heading's pairs of characters stand in the other.

    The names of the places that both have are left out: the matter is compared.
    """
    one, other = _without(one, names), _without(other, names)
    left = {one[i : i + 2] for i in range(len(one) - 1)}
    right = {other[i : i + 2] for i in range(len(other) - 1)}
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0


def _without(heading: str, names: Iterable[str]) -> str:
    heading = AREA.sub("", folded(heading))
    for name in names:
        heading = heading.replace(name, "")
    return heading


def judged(one: Side, other: Side, place: Place, ground: Ground) -> Judged:
    """Return the score from 0 to 1 of two petitions with that verdict on their place, and why."""
    if not _is_shown(place, one, other, ground):
        return Judged(place, 0.0)
    grounds = _grounds(one, other, ground)
    score = min(1.0, sum(WEIGHTS[name][0] * share for name, share, _reason in grounds))
    reasons = [reason for _name, _share, reason in grounds if reason is not None]
    return Judged(place, round(score, 4), tuple(reasons))


def _is_shown(place: Place, one: Side, other: Side, ground: Ground) -> bool:
    words = ground.words
    if place is Place.DIFFERENT:
        return False
    if place is Place.UNKNOWN:
        return words.likeness >= VERBATIM
    if one.source_id is not None and one.source_id == other.source_id:
        return True
    alike, heading = SAME_MATTER[meeting(one.spot, other.spot)]
    return (
        words.likeness >= alike
        or ground.headings >= heading
        or words.contained >= HALF_TYPED
        or ground.shares_category
    )


def meeting(one: Spot, other: Spot) -> Meeting:
    """Return how the names of two petitions meet."""
    in_both = [kind for key, kind in one.first.items() if key in other.first]
    if any(kind not in WIDE for kind in in_both):
        return Meeting.SPOT
    if in_both:
        return Meeting.WIDE
    both = shared_names(one, other).values()
    is_passing = bool(both) and all(kind in WIDE for kind in both)
    return Meeting.PASSING if is_passing else Meeting.ASIDE


Reason = tuple[str, dict[str, object]]


def _grounds(one: Side, other: Side, ground: Ground) -> list[tuple[str, float, Reason | None]]:
    """Return (ground, its share from 0 to 1, the sentence for it) of what speaks for it."""
    found: list[tuple[str, float, Reason | None]] = []
    if one.source_id is not None and one.source_id == other.source_id:
        found.append(("source", 1.0, (N_("same source"), {})))
    found += _by_place(one, other)
    words = max(ground.words.likeness, 0.8 * ground.words.contained)
    alike: Reason = (N_("%(percent)s %% of the words alike"), {"percent": round(100 * words)})
    found.append(("words", words, alike if words >= WORTH_SAYING else None))
    found.append(("heading", ground.headings, None))
    if ground.shares_category:
        found.append(("category", 1.0, (N_("same category"), {})))
    if ground.is_same_caller:
        found.append(("caller", 1.0, (N_("same caller"), {})))
    if ground.days_apart is not None:
        found.append(_by_time(ground.days_apart))
    return found


_SAME_NAME: dict[Kind, str] = {
    Kind.ROAD: N_("same road: %(name)s"),
    Kind.COMPOUND: N_("same compound: %(name)s"),
    Kind.VILLAGE: N_("same village or community: %(name)s"),
    Kind.SOURCE: N_("same firm or site: %(name)s"),
    Kind.QUARTER: N_("same quarter: %(name)s"),
}


def _by_place(one: Side, other: Side) -> list[tuple[str, float, Reason | None]]:
    both = shared_names(one.spot, other.spot)
    found: list[tuple[str, float, Reason | None]] = []
    for name in ("spot", "road"):
        keys = [key for key, kind in both.items() if (kind in WIDE) == (name == "road")]
        if keys:
            in_headings = any(key in one.spot.first and key in other.spot.first for key in keys)
            reason: Reason = (_SAME_NAME[both[keys[0]]], {"name": keys[0]})
            found.append((name, 1.0 if in_headings else 0.7, reason))
    metres = metres_between(one, other)
    if metres is not None and metres <= NEAR_METRES:
        found.append(("near", 1.0, (N_("%(metres)s m away"), {"metres": round(metres)})))
    return found


def _by_time(days: int) -> tuple[str, float, Reason | None]:
    share = max(0.0, 1 - abs(days) / TIME_FADES_DAYS)
    if days == 0:
        return "time", share, (N_("the same day"), {})
    msgid = N_("%(days)s days earlier") if days > 0 else N_("%(days)s days later")
    return "time", share, (msgid, {"days": abs(days)})
