"""Writing the first draft of each kind from what is recorded: one small function a kind."""

from __future__ import annotations

from collections.abc import Callable

from caseflow.public.publication.drafting.cases import summary, typical_case
from caseflow.public.publication.drafting.enforcement import penalty_decision, random_inspection
from caseflow.public.publication.drafting.exposures import horn_exposure, night_exposure
from caseflow.public.publication.drafting.material import Draft as Draft
from caseflow.public.publication.drafting.material import Material as Material
from caseflow.public.publication.drafting.monthly import monthly_statistics
from caseflow.public.publication.drafting.progress import (
    hazardous_waste_progress,
    hidden_danger_progress,
    rectification_progress,
)

DRAFTING: dict[str, Callable[[Material], Draft]] = {
    one.__name__: one
    for one in (
        summary,
        typical_case,
        rectification_progress,
        penalty_decision,
        random_inspection,
        night_exposure,
        horn_exposure,
        hazardous_waste_progress,
        hidden_danger_progress,
        monthly_statistics,
    )
}
