"""Chinese names in Latin letters that the case does not know: Zhang San, LI Xiaoming. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pypinyin import lazy_pinyin

from caseflow.core.redaction.lexicon import surnames

_SYLLABLE = (
    "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:i?ang|i?ong|uang|eng|ing|iao|ian|uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ui|un|ue|er|"
    "a|o|e|i|u|v)"
)
_WORD = "(?:[A-Z][a-z]{1,11}|[A-Z]{2,12})"
_TWO_WORDS = re.compile(rf"(?<![A-Za-z])({_WORD})[\s,]{{1,2}}({_WORD})(?![A-Za-z])")
_GIVEN = re.compile(rf"{_SYLLABLE}[-']?(?:{_SYLLABLE})?$")
LEAST_WEIGHT = -3


@lru_cache(maxsize=1)
def _surname_sounds() -> frozenset[str]:
    common = [one for one, weight in surnames().items() if weight >= LEAST_WEIGHT]
    return frozenset("".join(lazy_pinyin(one)).replace("v", "u") for one in common)


def latin_names(folded: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of two capitalised words, a surname and one or two more syllables."""
    for found in _TWO_WORDS.finditer(folded):
        first, second = (word.lower() for word in found.groups())
        for surname, given in ((first, second), (second, first)):
            if surname in _surname_sounds() and _GIVEN.match(given):
                yield found.span()
                break
