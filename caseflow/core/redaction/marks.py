"""What a mark is, the kinds of what is hidden and why, and what a case itself knows. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from caseflow.ground.i18n import N_

KIND_LABELS: dict[str, str] = {
    "known": N_("A value of this case's own people"),
    "quoted": N_("The complainant's own wording"),
    "phone": N_("Telephone number"),
    "id": N_("Identity number"),
    "social": N_("Social-security number"),
    "card": N_("Bank card number"),
    "plate": N_("Number plate"),
    "email": N_("E-mail address"),
    "account": N_("WeChat or QQ account"),
    "address": N_("Address below the road"),
    "name": N_("Name of a person"),
    "respondent": N_("Who the respondent is: only after a decision has taken effect"),
    "complainant": N_("Words that point to the complainant"),
    "time": N_("Exact time"),
    "reference": N_("Number of the petition or work order"),
    "minor": N_("A minor"),
    "health": N_("Health"),
    "added": N_("Marked by a person"),
}

NEVER_PUBLIC = frozenset({"known"})
"""Kinds that nobody may keep: the complainant, the case's own people and numbers."""

HIDDEN = "×××"
"""What stands where nothing better is given."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A proposal to hide `text[start:end]`; `replacement` is what would stand there."""

    start: int
    end: int
    kind: str
    reason: str
    replacement: str

    def overlaps(self, other: Mark) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Known:
    """What the case knows and the public must not learn; read for comparison, never kept."""

    people: tuple[str, ...] = ()
    """Names of complainants."""
    staff: tuple[str, ...] = ()
    """Names of officers and other colleagues."""
    phones: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    """Numbers of petitions, cases and work orders, lookup codes, certificates."""
    respondents: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    """What complainants wrote or said, in full."""


NOTHING_KNOWN = Known()


def fold(text: str) -> str:
    """Return `text` with full-width signs folded, character for character (lengths stay equal)."""
    folded = []
    for character in text:
        plain = unicodedata.normalize("NFKC", character)
        folded.append(plain if len(plain) == 1 else character)
    return "".join(folded)


def mark(start: int, end: int, kind: str, replacement: str = "") -> Mark:
    """Return a mark whose reason is its kind's."""
    return Mark(start, end, kind, KIND_LABELS[kind], replacement)
