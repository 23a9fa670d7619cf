"""The limits of noise and the rules of measuring it, one row each. Pure.

Levels in tenths of a dB, wind in tenths of m/s, durations in seconds. Sources: GB 12348-2008,
GB 22337-2008, GB 12523-2011 as published by the ministry (read); GB 12523-2025 by a notice of its
issue only, its preface says that the judging of results was changed: have its text read. The
octave bands are known by heart; a page on GB 22337 confirms NR 20 and NR 25 for rooms A at night.
GB 3096 is a standard for the surroundings and decides no emission: it has no row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from caseflow.field.inspections.limits.rows import Row

SOURCES = ("industry", "social", "construction")
PLACES = ("boundary", "indoor", "structure")
AREAS = ("0", "1", "2", "3", "4")
ROOMS = ("A", "B")
PERIODS = ("day", "night")
PEAKS = ("frequent", "sporadic")
WEATHERS = ("dry", "rain", "snow", "thunder")
BANDS = ("31.5", "63", "125", "250", "500")
"""Middle frequencies of the octave bands, in Hz."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseLimit(Row):
    """A limit in tenths of a dB. Empty lists: every place, area or room."""

    source: tuple[str, ...]
    place: tuple[str, ...]
    period: tuple[str, ...]
    value: int
    quantity: tuple[str, ...] = ("leq",)
    area: tuple[str, ...] = ()
    room: tuple[str, ...] = ()
    hz: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseRule(Row):
    """One number of the method, by its name.

    weather_dry: no rain, snow or thunder (no number) · wind_below · calibration_within ·
    duration_least · indoor_less: taken off the limit indoors · peak_frequent, peak_sporadic,
    peak_unsteady, peak_any: how far a maximum may pass the limit · background_least,
    background_over · rounding: the step of rounding · waiver: no correction below the limit ·
    difference_rounded: how far from a threshold a difference to the background is in doubt.
    """

    name: tuple[str, ...]
    source: tuple[str, ...]
    value: int = 0
    place: tuple[str, ...] = ()
    period: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseStep(Row):
    """What is taken off for a difference to the background, all in whole dB, both ends included."""

    source: tuple[str, ...]
    least: int
    most: int
    minus: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseHours(Row):
    """When the night begins and ends.

    A county or higher government may set it otherwise; for building by night only a city divided
    into districts or a higher government may, and it is always 8 hours (生态环境法典 572).
    """

    source: tuple[str, ...]
    night_from: str
    night_until: str


@dataclass(frozen=True, slots=True)
class _Standard:
    name: str
    source: str
    since: date
    until: date | None
    mark: str
    method_mark: str
    """How sure the rules of measuring are; the limits themselves may be surer."""

    def row(self, part: str, clause: str = "", mark: str = "", note: str = "") -> dict[str, Any]:
        return {
            "id": f"{self.name}/{part}",
            "standard": self.name,
            "clause": clause,
            "mark": mark or self.mark,
            "in_force_from": self.since,
            "in_force_until": self.until,
            "note": note,
            "source": (self.source,),
        }


_INDUSTRY = _Standard("GB 12348-2008", "industry", date(2008, 10, 1), None, "F", "F")
_SOCIAL = _Standard("GB 22337-2008", "social", date(2008, 10, 1), None, "F", "F")
_SITE_2011 = _Standard(
    "GB 12523-2011", "construction", date(2012, 7, 1), date(2025, 12, 31), "F", "K-H"
)
_SITE_2025 = _Standard("GB 12523-2025", "construction", date(2026, 1, 1), None, "F2", "K-M")
_BY_AREA, _SITES = (_INDUSTRY, _SOCIAL), (_SITE_2011, _SITE_2025)
_STANDARDS = (*_BY_AREA, *_SITES)

_BOUNDARY = {"0": (50, 40), "1": (55, 45), "2": (60, 50), "3": (65, 55), "4": (70, 55)}
_SITE = (70, 55)
_STRUCTURE = (
    # room  areas            day night
    ("A", ("0", "1"), (40, 30)),
    ("A", ("2", "3", "4"), (45, 35)),
    ("B", ("0",), (40, 30)),
    ("B", ("1",), (45, 35)),
    ("B", ("2", "3", "4"), (50, 40)),
)
_OCTAVES = (
    # room  areas            period    31.5 63 125 250 500 Hz
    ("A", ("0", "1"), "day", (76, 59, 48, 39, 34)),
    ("A", ("0", "1"), "night", (69, 51, 39, 30, 24)),
    ("A", ("2", "3", "4"), "day", (79, 63, 52, 44, 38)),
    ("A", ("2", "3", "4"), "night", (72, 55, 43, 35, 29)),
    ("B", ("0",), "day", (76, 59, 48, 39, 34)),
    ("B", ("0",), "night", (69, 51, 39, 30, 24)),
    ("B", ("1",), "day", (79, 63, 52, 44, 38)),
    ("B", ("1",), "night", (72, 55, 43, 35, 29)),
    ("B", ("2", "3", "4"), "day", (82, 67, 56, 49, 43)),
    ("B", ("2", "3", "4"), "night", (76, 59, 48, 39, 34)),
)
_OPEN = ("boundary", "indoor")


def _boundary_rows() -> list[NoiseLimit]:
    rows = []
    for standard, (area, levels) in product(_BY_AREA, _BOUNDARY.items()):
        for period, level in zip(PERIODS, levels, strict=True):
            base = standard.row(f"boundary/{area}/{period}", "表1")
            rows.append(
                NoiseLimit(**base, place=_OPEN, area=(area,), period=(period,), value=level * 10)
            )
    return rows


def _site_rows() -> list[NoiseLimit]:
    rows = []
    for standard in _SITES:
        for period, level in zip(PERIODS, _SITE, strict=True):
            base = standard.row(f"boundary/{period}", "表1")
            rows.append(NoiseLimit(**base, place=_OPEN, period=(period,), value=level * 10))
    return rows


def _structure_rows() -> list[NoiseLimit]:
    rows = []
    for standard, (room, areas, levels) in product(_BY_AREA, _STRUCTURE):
        for period, level in zip(PERIODS, levels, strict=True):
            base = standard.row(f"structure/{room}/{''.join(areas)}/{period}", "表2")
            rows.append(
                NoiseLimit(
                    **base,
                    place=("structure",),
                    room=(room,),
                    area=areas,
                    period=(period,),
                    value=level * 10,
                )
            )
    return rows


def _octave_rows() -> list[NoiseLimit]:
    rows = []
    for standard, (room, areas, period, levels) in product(_BY_AREA, _OCTAVES):
        for hz, level in zip(BANDS, levels, strict=True):
            part = f"octave/{room}/{''.join(areas)}/{period}/{hz}"
            base = standard.row(part, "表3", "K-H", "table 3 exists in the text; figures by heart")
            rows.append(
                NoiseLimit(
                    **base,
                    quantity=("band",),
                    place=("structure",),
                    room=(room,),
                    area=areas,
                    period=(period,),
                    hz=(hz,),
                    value=level * 10,
                )
            )
    return rows


def _rule(
    standard: _Standard,
    name: str,
    value: int = 0,
    mark: str = "",
    clause: str = "",
    note: str = "",
    **where: Any,
) -> NoiseRule:
    base = standard.row(name, clause, mark, note)
    return NoiseRule(**base, name=(name,), value=value, **where)


def _method_rules() -> list[NoiseRule]:
    rows = []
    for standard in _STANDARDS:
        for name, value in (
            ("weather_dry", 0),
            ("wind_below", 50),
            ("calibration_within", 5),
            ("background_least", 30),
            ("background_over", 100),
        ):
            rows.append(_rule(standard, name, value, standard.method_mark))
    return rows


def _own_rules() -> list[NoiseRule]:
    night, frequent, sporadic = ("night",), "peak_frequent", "peak_sporadic"
    peak: dict[str, Any] = {"mark": "K-H", "note": "figure read, number of the clause by heart"}
    peak |= {"place": _OPEN, "period": night}
    return [
        _rule(_INDUSTRY, "indoor_less", 100, place=("indoor",)),
        _rule(_SOCIAL, "indoor_less", 100, place=("indoor",)),
        _rule(_SITE_2011, "indoor_less", 100, place=("indoor",)),
        _rule(_SITE_2025, "indoor_less", 100, "K-M", place=("indoor",)),
        _rule(_SITE_2011, "duration_least", 1200),
        _rule(_SITE_2025, "duration_least", 1200, "K-M"),
        _rule(_INDUSTRY, frequent, 100, clause="4.1.2", **peak),
        _rule(_INDUSTRY, sporadic, 150, clause="4.1.3", **peak),
        _rule(_SOCIAL, "peak_unsteady", 100, place=("structure",)),
        _rule(_SITE_2011, "peak_any", 150, place=_OPEN, period=night),
        _rule(_SITE_2025, "peak_any", 150, "F2", place=_OPEN, period=night),
    ]


def _correcting_rules() -> list[NoiseRule]:
    """Return the rules of HJ 706-2014.

    Two are known by a letter of the ministry that quotes them. That the difference is rounded
    before it is compared stands, as far as is known, in the notes on its drafting only.
    """
    found = []
    for name, clause, mark, value in (
        ("rounding", "5.4", "F2", 10),
        ("waiver", "6.1", "F2", 0),
        ("difference_rounded", "", "K-M", 5),
    ):
        found.append(
            NoiseRule(
                id=f"HJ 706-2014/{name}",
                standard="HJ 706-2014",
                clause=clause,
                mark=mark,
                in_force_from=date(2015, 1, 1),
                name=(name,),
                source=SOURCES,
                value=value,
            )
        )
    return found


def _steps() -> list[NoiseStep]:
    rows = []
    for standard in _STANDARDS:
        for least, most, minus in ((3, 3, 3), (4, 5, 2), (6, 10, 1)):
            base = standard.row(f"background/{least}-{most}", mark=standard.method_mark)
            rows.append(NoiseStep(**base, least=least, most=most, minus=minus))
    return rows


def _hours() -> list[NoiseHours]:
    rows = []
    for standard in _STANDARDS:
        base = standard.row("night", mark=standard.method_mark)
        rows.append(NoiseHours(**base, night_from="22:00", night_until="06:00"))
    return rows


NOISE_LIMITS: tuple[NoiseLimit, ...] = (
    *_boundary_rows(), *_site_rows(), *_structure_rows(), *_octave_rows()
)  # fmt: skip
NOISE_RULES: tuple[NoiseRule, ...] = (*_method_rules(), *_own_rules(), *_correcting_rules())
NOISE_STEPS: tuple[NoiseStep, ...] = tuple(_steps())
NOISE_HOURS: tuple[NoiseHours, ...] = tuple(_hours())
