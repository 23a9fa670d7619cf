"""Cutting text into tokens: every Chinese character is one, runs of letters and digits are one.

The same cut serves both databases, so both find the same. A word of one character is looked up as
that token; a longer one as a run of pairs of neighbours, which are rarer than characters by far:
finding a phrase of common characters does not have to read every text that holds them. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from caseflow.ground.pinyin import full_pinyin, pinyin_initials

TOKEN = re.compile(r"[a-z0-9]+|[^\W_]", re.UNICODE)
_RUN = re.compile(r"[a-z0-9]+")
LONGEST = 64
"""A longer run of letters or digits is cut off, in the index and in what is asked alike."""

JOINT = "\u01c0"
"""Stands between two runs in a pair; a letter to both databases, and in nobody's text."""

PINYIN = "zzp"
"""Begins the tokens that hold pinyin, so that they are never taken for English."""
PINYIN_LETTERS = 24
SHORTEST_PINYIN = 2


def folded(text: str) -> str:
    """Return `text` half-width and in lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def tokens(text: str) -> list[str]:
    """Return the tokens of `text`, width-folded and lower-cased, in order."""
    return [token[:LONGEST] for token in TOKEN.findall(folded(text))]


def pairs(cut: list[str]) -> list[str]:
    """Return each token joined to the next one: 夜 间 施 → 夜间 间施."""
    return [
        one + JOINT + two if _RUN.fullmatch(one) and _RUN.fullmatch(two) else one + two
        for one, two in pairwise(cut)
    ]


def phrases(query: str) -> list[list[str]]:
    """Return the phrases of a query: words between blanks, and quoted parts as they stand."""
    plain = unicodedata.normalize("NFKC", query).replace("“", '"').replace("”", '"')
    parts = re.findall(r'"([^"]+)"|(\S+)', plain)
    cut = [tokens(quoted or word) for quoted, word in parts]
    return [phrase for phrase in cut if phrase]


def as_pinyin(phrase: list[str]) -> str | None:
    """Return the beginning of a pinyin token that a typed word may mean, or None."""
    word = phrase[0]
    if len(phrase) > 1 or len(word) < SHORTEST_PINYIN or not (word.isascii() and word.isalpha()):
        return None
    return PINYIN + word[:PINYIN_LETTERS]


def pinyin_tokens(name: str) -> list[str]:
    """Return how a name may be typed from any of its characters on: in full, or by initials."""
    found: dict[str, None] = {}
    words = "".join(tokens(name))
    for start in range(len(words)):
        if words[start].isascii():
            continue
        for letters in (full_pinyin(words[start:]), pinyin_initials(words[start:])):
            if letters.isascii() and letters.isalnum():
                found[PINYIN + letters[:PINYIN_LETTERS]] = None
    return list(found)
