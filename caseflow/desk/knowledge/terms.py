"""The terms of an entry and of what is typed: the same cut on both sides, as in ground/search.

Chinese is cut into pairs of neighbouring characters, so that longer words are found without a
dictionary; a single character finds questions and keywords. Keywords and questions are also found
by the beginnings of their pinyin initials (yjsg) and keywords by their pinyin (yejian).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from caseflow.ground.pinyin import full_pinyin, pinyin_initials
from caseflow.ground.search.tokens import tokens

LONGEST = 40
MOST_ASKED = 80
"""Terms of what is typed that are looked up; the last ones typed count."""

_ANSWER, _QUESTION, _KEYWORD = 1, 3, 4
_PIECES = re.compile(r"[^\w]+", re.UNICODE)
_LETTERS = re.compile(r"[a-z]{2,}")
_INITIALS = (2, 12)
_PINYIN = (3, 16)


def _pairs(text: str) -> list[str]:
    found = []
    for piece in _PIECES.split(unicodedata.normalize("NFKC", text)):
        cut = tokens(piece)
        found += [one for one in cut if len(one) > 1]
        found += [a + b for a, b in pairwise(cut) if len(a) == len(b) == 1]
    return found


def _beginnings(letters: str, shortest: int, longest: int) -> list[str]:
    if not _LETTERS.fullmatch(letters):
        return []
    return [letters[:end] for end in range(shortest, min(len(letters), longest) + 1)]


def entry_terms(question: str, keywords: str, answer: str) -> dict[str, int]:
    """Return term → weight of an entry; a term found twice keeps its greater weight."""
    found: dict[str, int] = {}

    def add(terms: list[str], weight: int) -> None:
        for term in terms:
            found[term[:LONGEST]] = max(weight, found.get(term[:LONGEST], 0))

    add(_pairs(answer), _ANSWER)
    add(tokens(question) + _pairs(question), _QUESTION)
    add(_beginnings(pinyin_initials(question), *_INITIALS), _QUESTION)
    for word in keywords.split():
        add(tokens(word) + _pairs(word), _KEYWORD)
        add(_beginnings(pinyin_initials(word), *_INITIALS), _KEYWORD)
        add(_beginnings(full_pinyin(word), *_PINYIN), _QUESTION)
    return found


def typed_terms(typed: str) -> list[str]:
    """Return the terms of what is typed, each once; of a single character, the character."""
    cut = tokens(typed)
    found = cut if len(cut) == 1 else _pairs(typed)
    return list(dict.fromkeys(term[:LONGEST] for term in found))[-MOST_ASKED:]
