"""Noise against the limits of GB 12348, GB 22337 and GB 12523. Pure.

Order: scope, what is missing, what makes the measurement void, then each level against its limit.
"""

from __future__ import annotations

from caseflow.field.inspections.limits.noise.levels import (
    against_limit,
    peak_against_limit,
    peak_rule,
)
from caseflow.field.inspections.limits.noise.measurement import Measurement, complete
from caseflow.field.inspections.limits.noise.table import NOISE_LIMITS, PLACES, SOURCES, NoiseLimit
from caseflow.field.inspections.limits.noise.validity import void_reasons
from caseflow.field.inspections.limits.rows import in_force
from caseflow.field.inspections.limits.verdicts import (
    Comparison,
    Entries,
    Message,
    Reading,
    Verdict,
    only,
    verdict,
)


def judge_noise(reading: Reading) -> Verdict:
    """Return the verdict on one measurement of noise.

    Keys: source (industry, social, construction), place (boundary, indoor: window open, for a
    boundary under 1 m from the building or a site, structure: carried by the building), area 0–4
    (not for sites), room A or B (structure), measured_on, began_at, duration_s, leq, background,
    lmax, peak (frequent, sporadic), is_unsteady (yes or no: needed with a maximum of social noise
    through the structure), bands [{hz, level, background}], wind, weather (dry, rain, snow,
    thunder), calibrated_before, calibrated_after, is_emergency. Optional: background, lmax, bands.
    """
    entries = Entries(reading)
    source, day = entries.choice("source", SOURCES), entries.day("measured_on")
    place = entries.choice("place", PLACES)
    if entries.problems:
        return only("noise", "incomplete", *entries.problems)
    known = in_force(NOISE_LIMITS, day, source=source)
    refused = _out_of_scope(entries, day, source, place, known)
    if refused:
        return only("noise", "out_of_scope", refused)
    found = complete(entries, day, source, place, known[0].standard)
    if entries.problems:
        return only("noise", "incomplete", *entries.problems)
    return _judged(found)


def _out_of_scope(
    entries: Entries, day: str, source: str, place: str, known: list[NoiseLimit]
) -> Message | None:
    if not known:
        return Message("scope.no_standard", {"day": day})
    if source == "construction" and entries.flag("is_emergency"):
        return Message("scope.emergency", {"standard": known[0].standard})
    if not in_force(known, day, place=place):
        return Message("scope.no_structure_limits", {"standard": known[0].standard})
    return None


def _judged(found: Measurement) -> Verdict:
    void, checked = void_reasons(found)
    if void:
        return verdict("noise", [], void, checked, outcome="void")
    rows = checked
    comparisons: list[Comparison] = []
    messages: list[Message] = []
    for level in found.levels:
        comparison, said, used = against_limit(found, level, checked)
        comparisons.append(comparison)
        messages += said
        rows = [*rows, *used]
    if found.lmax is not None:
        peak = peak_rule(found)
        if peak is None:
            messages.append(Message("noise.peak_free", {"standard": found.standard}))
        else:
            comparison, said, used = peak_against_limit(found, found.lmax, peak, checked)
            comparisons.append(comparison)
            messages += said
            rows = [*rows, *used]
    return verdict("noise", comparisons, [*messages, *_hours_of_night(found)], rows)


def _hours_of_night(found: Measurement) -> list[Message]:
    """Return a note by night: other hours may have been set where it was measured."""
    if found.period != "night":
        return []
    code = "noise.night_site" if found.source == "construction" else "noise.night"
    params = {"from": found.hours.night_from, "until": found.hours.night_until}
    return [Message(code, params)]
