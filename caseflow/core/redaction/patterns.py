"""What gives itself away by its form: numbers, addresses, accounts, telling words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from caseflow.core.redaction.marks import Mark, mark
from caseflow.core.redaction.numbers import NUMBERS
from caseflow.core.redaction.places import ADDRESSES, home_marks
from caseflow.core.redaction.telling import TELLING

_ROWS = (*((*row, "") for row in (*NUMBERS, *ADDRESSES)), *TELLING)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE), to) for kind, pattern, to in _ROWS)


def form_marks(folded: str) -> Iterator[Mark]:
    """Yield a mark for each thing that its form gives away; a group of the pattern is its place."""
    for kind, pattern, replacement in _COMPILED:
        for found in pattern.finditer(folded):
            start, end = found.span(1) if pattern.groups and found.group(1) else found.span()
            if folded[end - 1] == ")" and "(" not in folded[start:end]:
                end -= 1  # The bracket belongs to the sentence.
            yield mark(start, end, kind, replacement)
    yield from home_marks(folded)
