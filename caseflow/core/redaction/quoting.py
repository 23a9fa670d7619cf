"""Looking for the complainant's own wording in a text that is to be public. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from caseflow.core.redaction.marks import Mark, fold, mark

SHORTEST_QUOTE = 8
"""So many characters of the complainant's own wording in a row are taken for a quotation."""


def quoted_marks(folded: str, bodies: tuple[str, ...]) -> Iterator[Mark]:
    """Yield a mark for each stretch that a complainant said too, signs and blanks left aside."""
    pieces = {
        words[at : at + SHORTEST_QUOTE]
        for words, _places in map(_sounded, bodies)
        for at in range(len(words) - SHORTEST_QUOTE + 1)
    }
    words, places = _sounded(folded)
    end = 0
    start: int | None = None
    for at in range(len(words) - SHORTEST_QUOTE + 1):
        if words[at : at + SHORTEST_QUOTE] not in pieces:
            continue
        if start is not None and at > end:
            yield mark(places[start], places[end - 1] + 1, "quoted")
            start = None
        start = at if start is None else start
        end = at + SHORTEST_QUOTE
    if start is not None:
        yield mark(places[start], places[end - 1] + 1, "quoted")


def _sounded(text: str) -> tuple[str, list[int]]:
    """Return letters and digits of a text without anything between, and their places."""
    kept = [(c.lower(), at) for at, c in enumerate(fold(text)) if c.isalnum()]
    # A few letters grow when lowered (İ): the first character is enough to compare by.
    return "".join(c[0] for c, _at in kept), [at for _c, at in kept]
