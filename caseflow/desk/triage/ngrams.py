"""Short runs of characters of a text: what the model counts, and where each one stands.

Chinese has no spaces between words, so runs of one and two characters do their work. A run never
goes over a space or a mark: what it says can always be shown as words of the text itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

LONGEST_TEXT = 4_000
"""Characters that are read of a text; what comes later says little about its kind."""


def folded(text: str) -> Iterator[tuple[str, int]]:
    """Yield each character, folded to one form, with its place in `text`; "" for a mark or space.

    Full-width and capital letters become plain ones, and every digit 0: a number says nothing.
    """
    for place, original in enumerate(text[:LONGEST_TEXT]):
        for character in unicodedata.normalize("NFKC", original).lower():
            if character.isdigit():
                yield "0", place
            else:
                yield character if character.isalnum() else "", place


def grams(text: str, longest: int) -> Iterator[tuple[str, int, int]]:
    """Yield each run of 1 to `longest` characters with its first and last place in `text`."""
    run: list[tuple[str, int]] = []
    for character, place in folded(text):
        if not character:
            run = []
            continue
        run.append((character, place))
        word = ""
        for earlier, first in reversed(run[-longest:]):
            word = earlier + word
            yield word, first, place
