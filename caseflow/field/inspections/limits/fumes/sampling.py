"""One sampling of cooking fumes as it was entered, and the rows in force for it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.field.inspections.limits.fumes.table import (
    FUMES_LIMITS,
    FUMES_RULES,
    FUMES_SIZES,
    MEASURES,
    FumesLimit,
    FumesRule,
    FumesSize,
)
from caseflow.field.inspections.limits.rows import in_force
from caseflow.field.inspections.limits.verdicts import Entries, Message


@dataclass(frozen=True, slots=True)
class Sample:
    """Thousandths of mg/m³, tenths of m³/h, minutes."""

    concentration: int
    flow: int
    minutes: int


@dataclass(slots=True)
class Sampling:
    day: str
    pollutant: str
    size_row: FumesSize | None = None
    samples: tuple[Sample, ...] = ()
    working: int = 0
    total: int = 0
    removal: int | None = None

    def rule(self, name: str) -> FumesRule | None:
        found = in_force(FUMES_RULES, self.day, name=name)
        return found[0] if found else None

    def number(self, name: str) -> FumesRule:
        """Return a rule of the method, which is in force as long as any limit is."""
        return in_force(FUMES_RULES, self.day, name=name)[0]

    def limits(self, quantity: str, size: str = "") -> list[FumesLimit]:
        """Return the limits in force, the strictest first."""
        rows = in_force(
            FUMES_LIMITS, self.day, pollutant=self.pollutant, quantity=quantity, size=size
        )
        sign = 1 if quantity == "concentration" else -1
        return sorted(rows, key=lambda row: (sign * row.value, row.id))

    def deciding(self, quantity: str) -> FumesLimit:
        """Return the strictest limit in force, by which the sampling is judged."""
        return self.limits(quantity)[0]


def complete(entries: Entries, found: Sampling, given: list[object]) -> None:
    """Read samples and stoves into `found`; what is missing is among the problems then."""
    needed = found.number("samples").value
    if len(given) < needed:
        count = {"count": str(len(given)), "needed": str(needed)}
        entries.problems.append(Message("missing.samples", count))
    found.samples = tuple(_sample(entries, sample) for sample in given)
    measure = entries.choice("measure", MEASURES)
    found.working = entries.amount("working", 3)
    found.removal = entries.number("removal", 1, is_needed=False)
    found.total = entries.amount("total", 3, is_needed=found.removal is not None)
    if measure:
        found.size_row = in_force(FUMES_SIZES, found.day, measure=measure)[0]


def _sample(entries: Entries, given: object) -> Sample:
    part = Entries(given if isinstance(given, dict) else {}, "sample.")
    sample = Sample(
        part.number("concentration", 3) or 0, part.amount("flow", 1), part.amount("minutes", 0)
    )
    entries.problems += part.problems
    return sample
