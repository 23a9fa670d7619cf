"""The public's words for each kind of publication. Pure.

The keys are those of the rows of publication/kinds.py. A kind that is not here is shown as a
publication of no kind, never left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.ground.i18n import N_


@dataclass(frozen=True, slots=True)
class PublicKind:
    """One row: what the public is told of a kind."""

    key: str
    label: str
    names_nobody: bool = False
    """Its pages say that names and exact places were left out."""


KINDS: dict[str, PublicKind] = {
    row.key: row
    for row in (
        PublicKind("summary", N_("Results of petitions"), names_nobody=True),
        PublicKind("typical_case", N_("Typical cases"), names_nobody=True),
        PublicKind("rectification_progress", N_("Progress of rectification")),
        PublicKind("penalty_decision", N_("Penalty decisions")),
        PublicKind("random_inspection", N_("Results of random inspections")),
        PublicKind("night_exposure", N_("Sites that disturb the night")),
        PublicKind("horn_exposure", N_("Unlawful use of horns")),
        PublicKind("hazardous_waste_progress", N_("Progress with hazardous waste")),
        PublicKind("hidden_danger_progress", N_("Progress with hidden dangers")),
        PublicKind("monthly_statistics", N_("Figures of the month")),
    )
}

OTHER = PublicKind("", N_("Other publications"))


def kind_of(key: str) -> PublicKind:
    """Return the row of a kind."""
    return KINDS.get(key, OTHER)
