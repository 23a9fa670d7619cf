"""Putting the proposals of a text together, and hiding what was decided. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from caseflow.core.redaction.known import known_marks
from caseflow.core.redaction.marks import (
    HIDDEN,
    NEVER_PUBLIC,
    NOTHING_KNOWN,
    Known,
    Mark,
    fold,
)
from caseflow.core.redaction.names import name_marks
from caseflow.core.redaction.patterns import form_marks

_WEIGHT = {"known": 0, "id": 1, "card": 1, "phone": 1, "reference": 2, "quoted": 4}
"""Of two marks over one place the lesser weight stands (others: 3), then the longer one."""


def propose(text: str, known: Known = NOTHING_KNOWN) -> list[Mark]:
    """Return the proposed marks of `text`, in order and without overlap.

    `known` are values of the case's own people, read under the right to see them and never kept.
    """
    folded = fold(text)
    return _without_overlap([*known_marks(folded, known), *form_marks(folded), *name_marks(folded)])


def _without_overlap(found: Iterable[Mark]) -> list[Mark]:
    """Return the marks that stand, in order: of two over one place the weightier or longer one."""
    kept: list[Mark] = []
    for one in sorted(found, key=lambda m: (_WEIGHT.get(m.kind, 3), m.start - m.end, m.start)):
        if one.end > one.start and not any(one.overlaps(other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda m: m.start)


def leaks(text: str, known: Known) -> int:
    """Return how many values of the case's own people stand in a text that is to be public."""
    return sum(m.kind in NEVER_PUBLIC for m in known_marks(fold(text), known))


def hidden_in(text: str, known: Known) -> str:
    """Return `text` with every appearance of what is known hidden."""
    marks = _without_overlap(known_marks(fold(text), known))
    return apply_marks(text, [(m.start, m.end, m.replacement) for m in marks]) if marks else text


def apply_marks(text: str, marks: Iterable[tuple[int, int, str]]) -> str:
    """Return `text` with each (start, end, replacement) hidden; an empty one becomes “×××”."""
    result, position = [], 0
    for start, end, replacement in sorted(marks):
        result.append(text[position:start])
        result.append(replacement or HIDDEN)
        position = end
    result.append(text[position:])
    return "".join(result)
