"""Looking for a person whose name the case knows, in every form of the name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pypinyin import Style, pinyin

from caseflow.core.redaction.lexicon import surname_of, written
from caseflow.core.redaction.marks import Mark, fold, mark
from caseflow.core.redaction.signs import HIDDEN_SIGNS
from caseflow.core.redaction.sought import BETWEEN, Sought
from caseflow.core.redaction.title_words import KIN

_HAN = r"[\u4e00-\u9fff]"
_ACCENT = r"[\u0300-\u036f]{0,2}"
"""A letter's accent as a sign of its own."""
_TONE = r"[0-9]?"
_STROKES = r"\-–—‐‑/|\\~+•・‧·._"
_SYLLABLES = rf"[\s'’`,{_STROKES}{HIDDEN_SIGNS}]{{0,3}}"
_LETTERS = rf"[\s{_STROKES}]{{0,2}}"
_MASK = r"[某*×xX口□○〇_●■△▲◯◆◇◎]"
_WITHIN_TWO = rf"[\s*{_STROKES}{HIDDEN_SIGNS}\u0300-\u036f\ufe00-\ufe0f\u2061-\u2064\u3164]{{0,3}}"
"""Within a name of two characters: a comma there parts two words."""
_WITHIN = r"(?:[^\w\ue000]|[_\u3164]){0,3}"
"""Within a longer name: whatever is no letter, but not from one part of a draft to the next."""


def person_marks(sought: Sought, name: str, instead: str) -> Iterator[Mark]:
    """Yield a mark wherever a person is named: in full, in part, with a title, in pinyin.

    The given name alone is proposed as any name is: it may be a word of its own. With a title
    behind it (建国哥) it is the person.
    """
    name = "".join(fold(name).split())
    if len(name) < 2:
        return
    surname = surname_of(name)
    given = name[len(surname) :]
    if sought.has_letters:
        yield from _all(sought.bare, pinyin_spelling(name), "known", instead)
    if sought.has_character(name[0]):
        for pattern in _han_patterns(name, surname, sought):
            yield from _all(sought.folded, pattern, "known", instead)
        if surname:
            for one in sought.titled(surname):
                if one.given in given:
                    yield mark(one.start, one.end, "known", instead)
    if surname and len(given) >= 2 and all(map(sought.has_character, given)):
        yield from _all(sought.folded, _characters(given, "") + f"(?:{KIN})", "known", instead)
        yield from _all(sought.folded, _characters(given, ""), "name", instead)


def _all(text: str, pattern: str, kind: str, instead: str) -> Iterator[Mark]:
    for found in re.finditer(pattern, text, re.IGNORECASE):
        yield mark(*found.span(), kind, instead)


def _characters(words: str, between: str) -> str:
    """Return a pattern for Chinese characters, simplified or traditional."""
    return between.join(f"[{re.escape(written(c))}]" for c in words)


def _han_patterns(name: str, surname: str, sought: Sought) -> Iterator[str]:
    """Yield patterns for the name whole and with characters hidden: 陈某河, 陈小*, 陈**."""
    if all(map(sought.has_character, name)):
        within = _WITHIN if len(name) > 2 else _WITHIN_TWO
        yield _characters(name, f"(?:{within}|{BETWEEN})")
    given = name[len(surname) :]
    if not surname or not given or not sought.has_any(_MASK):
        return
    family = _characters(surname, BETWEEN)
    yield rf"{family}\s?{_MASK}{{1,3}}(?:{_characters(given[-1], '')})?"
    yield rf"{family}某{{1,2}}(?:{_characters(given[-1], '')})?"
    if len(given) == 2:
        yield rf"{family}\s?{_characters(given[0], '')}{_MASK}"


@lru_cache(maxsize=512)
def pinyin_spelling(name: str) -> str:
    """Return a pattern for the name in Latin letters, either part first, and for its initials.

    It is looked for in a `bare` text, in any case of letters.
    """
    surname = surname_of(name) or name[:1]
    family, given = ([_sounds(c) for c in part] for part in (surname, name[len(surname) :]))
    ways = [_syllables([*family, *given]), _syllables([*given, *family])]
    first_letters = [_initials(c) for c in name]
    if len(name) >= 3:
        ways.append(_LETTERS.join(first_letters))
    if given:
        letters = _LETTERS.join(first_letters[len(surname) :])
        least = 0 if len(given) > 1 else 1
        ways.append(_syllables(family) + rf"[\s,.]{{{least},2}}" + letters)
        ways.append(letters + rf"[\s,.]{{{least},2}}" + _syllables(family))
    return rf"(?<![a-z])(?:{'|'.join(ways)})(?![a-z])"


def _syllables(sounds: list[str]) -> str:
    return _SYLLABLES.join(one + _TONE for one in sounds)


def _readings(character: str) -> list[str]:
    return list(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def _sounds(character: str) -> str:
    """Return a pattern of every reading of a character: 曾 → (?:zeng|ceng), 吕 → l(?:v|yu|u|ue)."""
    found = [
        one.replace("v", vowel) for one in _readings(character) for vowel in ("v", "yu", "u", "ue")
    ]
    accented = ("".join(re.escape(c) + _ACCENT for c in one) for one in dict.fromkeys(found))
    return f"(?:{'|'.join(accented)})"


def _initials(character: str) -> str:
    return f"[{re.escape(''.join(dict.fromkeys(one[0] for one in _readings(character))))}]"
