"""How Chinese words are typed on a keyboard: full pinyin and initials, without tones. Pure."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin


def normal_words(typed: str) -> str:
    """Return typed words half-width, lower case, without blanks and apostrophes."""
    folded = unicodedata.normalize("NFKC", typed).lower()
    return "".join(c for c in folded if not c.isspace() and c not in "'’")


@lru_cache(maxsize=4096)
def full_pinyin(words: str) -> str:
    """Return the pinyin of `words` in one run of letters: 忠州 → zhongzhou."""
    return normal_words("".join(lazy_pinyin(words)))


@lru_cache(maxsize=4096)
def pinyin_initials(words: str) -> str:
    """Return the first letter of each character's pinyin: 忠州 → zz."""
    return normal_words("".join(lazy_pinyin(words, style=Style.FIRST_LETTER)))
