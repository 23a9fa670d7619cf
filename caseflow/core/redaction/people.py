"""Looking for a person whose name the case knows, in every form of the name. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from pypinyin import Style, pinyin

from caseflow.core.redaction.lexicon import surname_of, written
from caseflow.core.redaction.marks import Mark, fold, mark
from caseflow.core.redaction.signs import HIDDEN_SIGNS
from caseflow.core.redaction.titles import titled_people

_HAN = r"[\u4e00-\u9fff]"
_BETWEEN = rf"[\s·.*_\-{HIDDEN_SIGNS}]*"
_TONE = r"[\u0300-\u036f1-5]?"
_SYLLABLES = rf"[\s\-'’`.,·_{HIDDEN_SIGNS}]{{0,3}}"
_MASK = r"[某*×xX口□○〇_]"


def person_marks(folded: str, name: str, instead: str) -> Iterator[Mark]:
    """Yield a mark wherever a person is named: in full, in part, with a title, in pinyin.

    The given name alone is proposed as any name is: it may be a word of its own.
    """
    name = "".join(fold(name).split())
    if len(name) < 2:
        return
    surname = surname_of(name)
    for pattern in _han_patterns(name, surname):
        yield from _all(folded, pattern, "known", instead)
    yield from _all(bare(folded), pinyin_spelling(name), "known", instead)
    yield from _titled(folded, name, surname, instead)
    given = name[len(surname) :]
    if surname and len(given) >= 2:
        yield from _all(folded, _characters(given, ""), "name", instead)


def spelling(value: str) -> str:
    """Return a pattern for `value` with blanks, dots or stars between its characters."""
    return _BETWEEN.join(re.escape(c) for c in value if not c.isspace())


def bare(folded: str) -> str:
    """Return a folded text with Latin letters without their accents, as long as it was."""
    return "".join(
        unicodedata.normalize("NFD", c)[0] if "\u00c0" <= c <= "\u1eff" else c for c in folded
    )


def _all(text: str, pattern: str, kind: str, instead: str) -> Iterator[Mark]:
    for found in re.finditer(pattern, text, re.IGNORECASE):
        yield mark(*found.span(), kind, instead)


def _characters(words: str, between: str) -> str:
    """Return a pattern for Chinese characters, simplified or traditional."""
    return between.join(f"[{re.escape(written(c))}]" for c in words)


def _han_patterns(name: str, surname: str) -> Iterator[str]:
    """Yield patterns for the name whole and with characters hidden: 陈某河, 陈小*, 陈**."""
    yield _characters(name, _BETWEEN)
    given = name[len(surname) :]
    if not surname or not given:
        return
    family = _characters(surname, _BETWEEN)
    yield rf"{family}\s?{_MASK}{{1,3}}(?:{_characters(given[-1], '')})?"
    yield rf"{family}某{{1,2}}(?:{_characters(given[-1], '')})?"
    if len(given) == 2:
        yield rf"{family}\s?{_characters(given[0], '')}{_MASK}"


def _titled(folded: str, name: str, surname: str, instead: str) -> Iterator[Mark]:
    """Yield a mark for the surname with a title, and for 老陈: also with part of the given name."""
    if not surname:
        return
    for one in titled_people(folded, frozenset({surname})):
        if one.surname == surname and one.given in name[len(surname) :]:
            yield mark(one.start, one.end, "known", instead)


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
        ways.append(r"[.\s·]{0,2}".join(first_letters))
    if given:
        letters = r"[.\s·]{0,2}".join(first_letters[len(surname) :])
        ways.append(_syllables(family) + r"[\s,.]{1,2}" + letters)
        ways.append(letters + r"[\s,.]{1,2}" + _syllables(family))
    return rf"(?<![a-z])(?:{'|'.join(ways)})(?![a-z])"


def _syllables(sounds: list[str]) -> str:
    return _SYLLABLES.join(one + _TONE for one in sounds)


def _readings(character: str) -> list[str]:
    return list(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def _sounds(character: str) -> str:
    """Return a pattern of every reading of a character: 曾 → (?:zeng|ceng), 吕 → l(?:v|yu|u|ue)."""
    found = (re.escape(one).replace("v", "(?:v|yu|u|ue)") for one in _readings(character))
    return f"(?:{'|'.join(dict.fromkeys(found))})"


def _initials(character: str) -> str:
    return f"[{re.escape(''.join(dict.fromkeys(one[0] for one in _readings(character))))}]"
