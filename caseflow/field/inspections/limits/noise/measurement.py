"""One measurement of noise as it was entered, and the rows in force for it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from caseflow.field.inspections.limits.noise.table import (
    AREAS,
    BANDS,
    NOISE_HOURS,
    NOISE_LIMITS,
    NOISE_RULES,
    PEAKS,
    ROOMS,
    WEATHERS,
    NoiseHours,
    NoiseLimit,
    NoiseRule,
)
from caseflow.field.inspections.limits.numbers import minute_of_day
from caseflow.field.inspections.limits.rows import in_force
from caseflow.field.inspections.limits.verdicts import Entries

MINUTES_OF_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class Level:
    """One level to be judged, in tenths of a dB; `background` None: not measured."""

    quantity: str
    hz: str
    measured: int
    background: int | None


@dataclass(slots=True)
class Measurement:
    """A measurement that is within the scope and complete."""

    day: str
    source: str
    place: str
    area: str
    room: str
    standard: str
    period: str = ""
    is_unsteady: bool = False
    wind: int = 0
    weather: str = ""
    before: int = 0
    after: int = 0
    began: int = 0
    seconds: int = 0
    levels: tuple[Level, ...] = ()
    lmax: int | None = None
    peak: str = ""
    hours: NoiseHours = field(init=False)
    limits: list[NoiseLimit] = field(init=False)
    rules: list[NoiseRule] = field(init=False)

    def __post_init__(self) -> None:
        where = {"source": self.source, "place": self.place}
        self.hours = in_force(NOISE_HOURS, self.day, source=self.source)[0]
        self.limits = in_force(NOISE_LIMITS, self.day, **where)
        self.rules = in_force(NOISE_RULES, self.day, **where)

    def rule(self, name: str) -> NoiseRule | None:
        """Return the rule in force of that name for this source, place and period."""
        found = (rule for rule in self.rules if name in rule.name)
        return next((r for r in found if not r.period or self.period in r.period), None)

    def limit(self, quantity: str, hz: str) -> NoiseLimit:
        """Return the row of the limit in force; every combination that is complete has one."""
        return in_force(
            self.limits,
            self.day,
            quantity=quantity,
            period=self.period,
            area=self.area,
            room=self.room,
            hz=hz,
        )[0]

    def minutes_until_change(self) -> int:
        """Return the minutes from the beginning until day becomes night or night day."""
        changes = (minute_of_day(text) for text in (self.hours.night_from, self.hours.night_until))
        left = (((minute or 0) - self.began) % MINUTES_OF_A_DAY for minute in changes)
        return min(minutes or MINUTES_OF_A_DAY for minutes in left)

    @property
    def where(self) -> str:
        """Return the codes of place, room, area and period for a sentence."""
        codes = (("place", self.place), ("room", self.room), ("area", self.area))
        found = [f"@{kind}.{value}" for kind, value in codes if value]
        return " ".join([*found, f"@period.{self.period}"])


def complete(entries: Entries, day: str, source: str, place: str, standard: str) -> Measurement:
    """Return the measurement; what it lacks is among the problems of `entries` then."""
    found = Measurement(
        day=day,
        source=source,
        place=place,
        area="" if source == "construction" else entries.choice("area", AREAS),
        room=entries.choice("room", ROOMS) if place == "structure" else "",
        standard=standard,
    )
    began = entries.minute("began_at")
    found.began = began or 0
    found.seconds = entries.amount("duration_s", 0)
    leq = entries.number("leq", 1)
    background = entries.number("background", 1, is_needed=False)
    found.lmax = entries.number("lmax", 1, is_needed=False)
    found.weather = entries.choice("weather", WEATHERS)
    found.wind = entries.number("wind", 1) or 0
    found.before = entries.number("calibrated_before", 1) or 0
    found.after = entries.number("calibrated_after", 1) or 0
    found.levels = (Level("leq", "", leq or 0, background), *_bands(entries, place))
    found.period = _period(found, found.began)
    if found.lmax is not None and began is not None and found.rule("peak_frequent"):
        found.peak = entries.choice("peak", PEAKS)
    if found.lmax is not None and found.rule("peak_unsteady"):
        found.is_unsteady = entries.answer("is_unsteady")
    return found


def _bands(entries: Entries, place: str) -> list[Level]:
    """Return the octave bands; they have limits in rooms reached through the structure only."""
    given = entries.reading.get("bands")
    if place != "structure" or not isinstance(given, list):
        return []
    found, seen = [], set()
    for band in given:
        part = Entries(band if isinstance(band, dict) else {}, "band.")
        hz = part.choice("hz", BANDS)
        if hz in seen:
            part.problem("malformed", "hz")
        seen.add(hz)
        level = part.number("level", 1)
        background = part.number("background", 1, is_needed=False)
        entries.problems += part.problems
        found.append(Level("band", hz, level or 0, background))
    return found


def _period(found: Measurement, minute: int) -> str:
    """Return day or night for a minute of the day."""
    hours = found.hours
    clock = f"{minute // 60:02d}:{minute % 60:02d}"
    is_night = clock >= hours.night_from or clock < hours.night_until
    return "night" if is_night else "day"
