"""One figure: counts, and the rate that comes of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.supervision.reports.measures import MEASURES


@dataclass(frozen=True, slots=True)
class Figure:
    """What a measure counted. `partly` lines count with the measure's lesser weight."""

    measure: str
    numerator: int = 0
    partly: int = 0
    denominator: int = 0
    excluded: int = 0
    parts: tuple[Figure, ...] = ()

    @property
    def met(self) -> int:
        """Return how many lines stand in the numerator, by whichever weight."""
        return self.numerator + self.partly

    @property
    def rate(self) -> float | None:
        """Return the rate, 0 to 1; None: nothing to be counted among."""
        row = MEASURES[self.measure]
        if not self.denominator:
            return None
        if row.parts:
            weights = dict(row.parts)
            return sum(weights[part.measure] * (part.rate or 0.0) for part in self.parts)
        return (self.numerator + row.partly_weight * self.partly) / self.denominator

    @property
    def is_count(self) -> bool:
        return MEASURES[self.measure].is_count


def with_parts(found: dict[str, Figure]) -> dict[str, Figure]:
    """Return figures by measure, those put together from others with their parts."""
    whole = {name: found.get(name) or Figure(name) for name in MEASURES}
    for name, row in MEASURES.items():
        if row.parts:
            one = whole[name]
            parts = tuple(whole[part] for part, _weight in row.parts)
            whole[name] = Figure(
                name, one.numerator, one.partly, one.denominator, one.excluded, parts
            )
    return whole


def percent(rate: float | None) -> str:
    """Return a rate in words: one decimal, “–” for none."""
    return "–" if rate is None else f"{rate * 100:.1f}%"
