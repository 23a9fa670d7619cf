"""Putting the proposals of a text together, and hiding what was decided. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from caseflow.core.redaction.known import known_marks
from caseflow.core.redaction.marks import (
    HIDDEN,
    NEVER_PUBLIC,
    NOTHING_KNOWN,
    Known,
    Mark,
    fold,
)
from caseflow.core.redaction.names import name_marks
from caseflow.core.redaction.patterns import form_marks
from caseflow.core.redaction.respondents import LONG
from caseflow.core.redaction.signs import NUMERAL

_WEIGHT = {
    "known": 0,
    "social": 1,
    "id": 2,
    "card": 2,
    "phone": 2,
    "email": 2,
    "account": 2,
    "reference": 3,
}
LIGHTEST = 4
"""Of two marks over one place the lesser weight stands, then the longer mark."""


def propose(text: str, known: Known = NOTHING_KNOWN) -> list[Mark]:
    """Return the proposed marks of `text`, in order and without overlap.

    `known` are values of the case's own people, read under the right to see them and never kept.
    What a weaker mark covers beside a stronger one stays covered, as marks of their own.
    """
    return _laid(text, _everything(fold(text), known))


def _everything(folded: str, known: Known) -> list[Mark]:
    return [*known_marks(folded, known), *form_marks(folded), *name_marks(folded)]


APART = "\n\ue000\n"
"""Stands between parts that are looked through at once; nobody writes it."""


def propose_each(texts: Sequence[str], known: Known) -> list[list[Mark]]:
    """Return for each of these texts what `propose` does; quicker for many short ones.

    A list of progress has some thousand cells and knows of hundreds of people: each of them is
    looked for once, in all cells together.
    """
    folded = [fold(text) for text in texts]
    starts = list(accumulate((len(text) + len(APART) for text in folded), initial=0))
    found: list[list[Mark]] = [[] for _text in texts]
    for one in known_marks(APART.join(folded), known):
        first = bisect_right(starts, one.start) - 1
        for place in range(first, bisect_left(starts, one.end)):
            start = max(one.start - starts[place], 0)
            end = min(one.end - starts[place], len(folded[place]))
            if start < end:
                found[place].append(replace(one, start=start, end=end))
    for text, marks in zip(folded, found, strict=True):
        marks += [*form_marks(text), *name_marks(text)]
    return [_laid(text, marks) for text, marks in zip(texts, found, strict=True)]


def hidden_in(text: str, known: Known) -> str:
    """Return `text` with every appearance of what is known hidden."""
    return _hidden(text, _laid(text, list(known_marks(fold(text), known))))


WHO = frozenset({"known", "name", "phone", "id", "social", "card", "email", "account"})
"""Kinds that tell who somebody is."""
CONTACTS = WHO - {"known", "name"}
STRANGERS = WHO | {"minor", "health"}
"""And what is theirs alone; not where and when something was."""
RESPONDENT = "respondent"
HOME = re.compile(r"(?:住|家在|家是|门牌)[^，。；,;\s]{0,12}$")
FLAT = re.compile(rf"{NUMERAL}\s?(?:栋|幢|座|单元|号楼|楼|层|室|房|[-—])")


def strangers_hidden_in(text: str, known: Known) -> str:
    """Return `text` with whoever it names hidden, known or not, for a reader outside the office.

    Names of `known.respondents` stay: 老谭火锅店 is no 谭某.
    """
    return _hidden(text, [m for m in _told(text, known) if m.kind in STRANGERS])


def writers_hidden_in(text: str, known: Known) -> str:
    """Return what somebody wrote about their trouble without who they and others are.

    The block and the flat go too, since people tell where they live; road and compound stay.
    """
    found = [m for m in _told(text, known) if m.kind in WHO or _is_flat(m, text)]
    return _hidden(text, found)


def _told(text: str, known: Known) -> list[Mark]:
    """Return the marks of a text in which respondents stay named.

    A short one does not: whom somebody complains of may be called like a person.
    """
    found = _everything(fold(text), known)
    return _laid(text, [m for m in found if m.kind != RESPONDENT or m.end - m.start >= LONG])


def contacts_hidden_in(text: str) -> str:
    """Return the words for a place without telephone numbers and homes told in them; quick."""
    marks = _laid(text, list(form_marks(fold(text))))
    return _hidden(text, [m for m in marks if m.kind in CONTACTS or _is_flat(m, text)])


def _is_flat(one: Mark, text: str) -> bool:
    if one.kind not in {"address", "complainant"}:
        return False
    is_home = bool(HOME.search(text[max(0, one.start - 15) : one.start]))
    return is_home or bool(FLAT.search(text, one.start, one.end))


def _hidden(text: str, marks: list[Mark]) -> str:
    return apply_marks(text, [(m.start, m.end, m.replacement) for m in marks]) if marks else text


def _laid(text: str, found: list[Mark]) -> list[Mark]:
    """Return what stands of these marks, in order and without overlap."""
    found.sort(key=lambda m: (_WEIGHT.get(m.kind, LIGHTEST), m.start - m.end, m.start))
    taken: list[Mark | None] = [None] * len(text)
    for one in found:
        for place in range(one.start, one.end):
            taken[place] = taken[place] or one
    return list(_pieces(text, taken))


def _pieces(text: str, taken: list[Mark | None]) -> Iterator[Mark]:
    """Yield a mark for each stretch that one mark has taken; bare signs need none."""
    start = 0
    for place in range(1, len(taken) + 1):
        if place < len(taken) and taken[place] is taken[start]:
            continue
        one = taken[start]
        if one and _is_worth_hiding(one, start, place, text):
            yield replace(one, start=start, end=place)
        start = place


def _is_worth_hiding(one: Mark, start: int, end: int, text: str) -> bool:
    """Return whether what is left of a mark still says something: the rest of a name does not.

    A name that a stronger mark cuts was read wrongly: 吕家中 beside the known 小吕.
    """
    if one.kind == "name" and end - start < one.end - one.start and end - start <= 2:
        return False
    return any(c.isalnum() for c in text[start:end])


def leaks(text: str, known: Known) -> int:
    """Return how many values of the case's own people stand in a text that is to be public."""
    return sum(m.kind in NEVER_PUBLIC for m in known_marks(fold(text), known))


def apply_marks(text: str, marks: Iterable[tuple[int, int, str]]) -> str:
    """Return `text` with each (start, end, replacement) hidden; an empty one becomes “×××”."""
    result, position = [], 0
    for start, end, replacement in sorted(marks):
        result.append(text[position:start])
        result.append(replacement or HIDDEN)
        position = end
    result.append(text[position:])
    return "".join(result)
