"""Code lists of the case: reasons, conclusions, stages of evidence. Pure."""

from __future__ import annotations

from caseflow.ground.i18n import N_

DECLINE_REASONS: dict[str, str] = {
    "not-ours": N_("Not a matter for this bureau"),
    "other-procedure": N_("Before a court, or decided by another statutory procedure"),
    "already-final": N_("Same facts and grounds, already decided finally"),
    "no-facts": N_("Neither facts nor a place, and nobody to ask"),
    "other": N_("Another reason, in the words below"),
}
"""Source: 信访工作条例 (2022-05-01) 22, 23, 31, 36; the wording is our own."""

RETURN_REASONS: dict[str, str] = {
    "not-competent": N_("Another body is competent"),
    "wrong-place": N_("The place lies outside our area"),
    "not-found": N_("Place or facts cannot be found as described"),
    "recusal": N_("Own interest in the matter (recusal)"),
    "other": N_("Another reason, in the words below"),
}
"""Source: 信访工作条例 (2022-05-01) 23, 28; the wording is our own."""

EMERGENCIES: dict[str, str] = {
    "ongoing": N_("Discharge going on now"),
    "hazardous": N_("Hazardous waste"),
    "poison": N_("Poisonous or pungent smell"),
    "dead-fish": N_("Fish or animals dying"),
    "spill": N_("Spill, fire or explosion"),
    "water-source": N_("Drinking water in danger"),
    "other": N_("Another danger"),
}
"""What makes a call an emergency; internal practice, after 信访工作条例 (2022-05-01) 25."""

CONCLUSIONS: dict[str, str] = {
    "founded": N_("Found true"),
    "partly": N_("Found partly true"),
    "unfounded": N_("Not found true"),
}

STAGES: dict[str, str] = {
    "petition": N_("Sent with the petition"),
    "inspection": N_("From an inspection"),
    "before": N_("Before it was put right"),
    "after": N_("After it was put right"),
    "other": N_("Other"),
}

EXTENSION_REASONS: dict[str, str] = {
    "complex": N_("The matter is complex"),
    "monitoring": N_("Monitoring is not finished"),
    "appraisal": N_("An expert appraisal is not finished"),
    "cooperation": N_("Other authorities must take part"),
    "evidence": N_("Evidence is hard to get"),
    "party": N_("The party cannot be reached"),
    "other": N_("Another reason"),
}
