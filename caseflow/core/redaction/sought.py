"""A folded text made ready to be searched for hundreds of values. Pure.

What the text cannot hold is told at a glance, so that no pattern is made for it: to make one takes
longer than to look a text through.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

from caseflow.core.redaction.cutting import words
from caseflow.core.redaction.lexicon import written
from caseflow.core.redaction.signs import DIGIT_WORDS, HIDDEN_SIGNS
from caseflow.core.redaction.titles import Titled, titled_people

BETWEEN = rf"[\s·.*_\-{HIDDEN_SIGNS}]*"
"""What may stand between the characters of a value."""
SHORTEST = 4
"""A shorter value is looked for with the signs that it has itself."""
_ASIDE = re.compile(BETWEEN[:-1])
_ALIKE = str.maketrans(
    "асеіјорѕухһАВСЕНІЈКМОРЅТУХαονΑΒΕΗΙΚΜΝΟΡΤΥΧΖ", "aceijopsyxhABCEHIJKMOPSTYXaovABEHIKMNOPTYXZ"
)
"""Cyrillic and Greek letters that look like Latin ones."""
_DIGIT = {sign: digit for digit, words in DIGIT_WORDS.items() for sign in digit + words}
Span = tuple[int, int]


class Sought:
    """A folded text; `bare`: with Latin letters without their accents, as long as it was."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.bare = "".join(
            unicodedata.normalize("NFD", c)[0] if "\u00c0" <= c <= "\u1eff" else c
            for c in folded.translate(_ALIKE)
        )
        self.has_letters = re.search(r"[A-Za-z]", self.bare) is not None
        self._signs = frozenset(folded)
        self._digits = "".join(_DIGIT.get(c, "") for c in folded)
        self._close, self._places = _close(folded)
        self._cuts: frozenset[int] = frozenset()
        self._titled: dict[str, list[Titled]] = {}

    def has_digits(self, digits: str) -> bool:
        """Return whether these digits may stand in a row, in figures or words."""
        return digits in self._digits

    def has_character(self, character: str) -> bool:
        """Return whether a Chinese character stands in the text, simplified or traditional."""
        return any(one in self._signs for one in written(character))

    def has_any(self, signs: str) -> bool:
        """Return whether one of these signs stands in the text."""
        return not self._signs.isdisjoint(signs)

    def spans(self, value: str) -> Iterator[Span]:
        """Yield where a value stands, in any case, whatever blanks, dots or stars are in it."""
        close, _places = _close(value)
        if len(close) < SHORTEST:
            pattern = BETWEEN.join(re.escape(c) for c in value if not c.isspace())
            found = re.finditer(pattern, self.folded, re.IGNORECASE) if pattern else iter(())
            yield from (one.span() for one in found)
            return
        start = self._close.find(close)
        while start >= 0:
            end = start + len(close)
            yield self._places[start], self._places[end - 1] + 1
            start = self._close.find(close, end)

    def lies_across(self, start: int, end: int) -> bool:
        """Return whether words begin before and end behind: 天成 in 当天成立."""
        if not self._cuts:
            self._cuts = frozenset(accumulate(map(len, words(self.folded)), initial=0))
        return start not in self._cuts and end not in self._cuts

    def titled(self, surname: str) -> list[Titled]:
        """Return who is named by a title, 老李 and 李主任, with this surname."""
        if surname not in self._titled:
            found = titled_people(self.folded, frozenset({surname}))
            self._titled[surname] = [one for one in found if one.surname == surname]
        return self._titled[surname]


def _close(text: str) -> tuple[str, list[int]]:
    """Return a text in small letters without what may stand between, and the places of its signs.

    A few letters grow when made small (İ): the first character is enough to compare by.
    """
    aside = {place for found in _ASIDE.finditer(text) for place in range(*found.span())}
    places = [place for place in range(len(text)) if place not in aside]
    return "".join(text[place].lower()[0] for place in places), places
