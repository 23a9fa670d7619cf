"""The topics of the knowledge base, when an answer may be used, and how it is read out. Pure."""

from __future__ import annotations

from datetime import date

from caseflow.ground.i18n import N_

TOPICS: dict[str, str] = {
    "channels": N_("How to report and to look up"),
    "who": N_("Who handles what"),
    "terms": N_("How long it takes"),
    "rights": N_("Rights of the petitioner"),
    "noise": N_("Noise"),
    "air": N_("Air, fumes, dust, burning"),
    "water": N_("Water"),
    "waste": N_("Waste"),
    "standards": N_("Limits of standards"),
}
"""Code → name."""

EXAMPLE = "示例，以本地规定为准"
"""What stands beside an answer whose source was not read, on the page and in what is said."""


def is_usable(
    valid_until: date | None,
    in_force_from: date | None,
    in_force_until: date | None,
    day: date,
) -> bool:
    """Return whether an answer may be given on `day`: it is not out of date, its source in force.

    A source without a first day counts as in force.
    """
    if valid_until is not None and valid_until < day:
        return False
    if in_force_from is not None and day < in_force_from:
        return False
    return in_force_until is None or day <= in_force_until


def spoken(answer: str, instrument: str, article: str, is_verified: bool) -> str:
    """Return an answer as it goes into the reply: with its source, and marked if unverified."""
    source = f"{instrument}{article}".strip()
    notes = [f"依据：{source}"] if source else []
    if not is_verified:
        notes.append(EXAMPLE)
    return f"{answer.strip()}（{'；'.join(notes)}）" if notes else answer.strip()
