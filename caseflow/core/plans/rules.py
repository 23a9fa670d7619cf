"""Which grounds count against the yearly cap of an enterprise, and when a visit is one too many.

Pure. The codes are those of visits/rules.py BASES.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from caseflow.ground.i18n import N_


@dataclass(frozen=True, slots=True)
class BasisRule:
    """Whether inspections on this ground count against the cap, by what source."""

    counts: bool
    words: str
    source: str
    is_verified: bool
    channel: str
    """Of the case that such a planned inspection opens (petitions/reference.py)."""
    can_plan: bool = True


_CAP = "国办发〔2024〕54号"
_TARGETED = "优化营商环境条例 (2020-01-01) 54"

BASIS_RULES: dict[str, BasisRule] = {
    "random": BasisRule(
        True, N_("Counts: a planned inspection of the enterprise."), _CAP, False, "random"
    ),
    "campaign": BasisRule(
        True, N_("Counts: a planned inspection of the enterprise."), _CAP, False, "campaign"
    ),
    "permit": BasisRule(
        True, N_("Counts: a planned inspection of the enterprise."), _CAP, False, "grid"
    ),
    "reinspection": BasisRule(
        False,
        N_("Does not count: it follows an order to put right."),
        "internal practice, to be decided by the bureau",
        False,
        "grid",
    ),
    "supervision": BasisRule(
        False,
        N_("Does not count: ordered or triggered by a risk, so targeted and not random."),
        _TARGETED,
        False,
        "superior",
    ),
    "petition": BasisRule(
        False,
        N_("Does not count: triggered by a complaint, so targeted and not random."),
        _TARGETED,
        True,
        "grid",
        can_plan=False,
    ),
}
"""That complaint- and risk-triggered checks are targeted was read in the regulation (article 54);
that a yearly cap exists was read second-hand only, and which grounds it counts was not found:
rows marked unverified are to be confirmed by the bureau's legal section."""

COUNTED = frozenset(code for code, rule in BASIS_RULES.items() if rule.counts)
COUNTED_CHANNELS = frozenset({"random", "campaign"})
"""Inspections opened by page on these channels count like planned ones."""

CAPS: dict[str, int] = {"general": 1, "elevated": 2, "major": 4}
"""Offered for a new plan, by risk grade. Example figures (internal practice, unverified): the
instrument leaves the number to each authority, which publishes it."""

STATES: dict[str, str] = {
    "planned": N_("Planned"),
    "opened": N_("Case opened"),
    "done": N_("Done"),
    "dropped": N_("Dropped"),
}
LIVE = ("planned", "opened", "done")
"""States that count against the cap."""

OPEN = ("planned", "opened")

KIND_CATEGORIES: dict[str, str] = {
    "noise": "noise",
    "fumes": "air-fumes",
    "dust": "air-dust",
    "hazardous_waste": "hazardous",
}
"""Kind of visit → category of the case that it opens."""

CATEGORY_KINDS: dict[str, str] = {
    "noise": "noise",
    "noise-construction": "noise",
    "noise-industry": "noise",
    "noise-social": "noise",
    "air-fumes": "fumes",
    "air-dust": "dust",
    "hazardous": "hazardous_waste",
}
"""Category of a case → the kind of visit that looks into it; others have none."""


def cap_of(caps: Mapping[str, int], risk_grade: str) -> int | None:
    """Return the cap of a plan for a risk grade; None: it sets none."""
    return caps.get(risk_grade)


def cap_refusal(
    basis: str, count: int, cap: int | None, *, name: str, year: int
) -> tuple[str, dict[str, object]] | None:
    """Return why one more inspection is refused, as a msgid with its parameters; None: it is not.

    `count`: inspections that count in the year, the one in question left out.
    """
    if cap is None or basis not in COUNTED or count < cap:
        return None
    words = N_(
        "%(name)s has %(count)s inspections in %(year)s that count against the yearly cap of "
        "%(cap)s (国办发〔2024〕54号, unverified): no further one can be planned."
    )
    return words, {"name": name, "count": count, "year": year, "cap": cap}
