"""Names of persons: found by characters, cues and place in the sentence, then masked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from caseflow.core.redaction.candidates import (
    LISTED_THRESHOLD,
    THRESHOLD,
    Candidate,
    candidates,
)
from caseflow.core.redaction.latin import latin_names
from caseflow.core.redaction.lexicon import surname_of
from caseflow.core.redaction.marks import Mark, mark
from caseflow.core.redaction.title_words import TITLES
from caseflow.core.redaction.titles import titled_marks

LONGEST_STEP = 8
"""From one name of a list to the next."""
SET_WIDE = -3.0
"""Blanks between the characters are seldom, and may part two names."""
SOMEBODY = "某人"
_GAP = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]{1,3}(?=[\u4e00-\u9fff])")
_LISTING = frozenset({"、", ",", "和", "与", "及", "、和"})
_ORDINALS = "甲乙丙丁戊己庚辛"
_TITLE = re.compile(rf"(?:{TITLES})")
_FOREIGN = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,6}[·•‧][\u4e00-\u9fff]{2,8}")
"""买买提·吐尔逊: names of other peoples have a dot."""


def name_marks(folded: str) -> Iterator[Mark]:
    """Yield a mark for each name, masked so that two people of one surname stay two."""
    found = {(one.start, one.end): _joined(folded, one) for one in names_in(folded)}
    masks = masks_of(name for _span, name in sorted(found.items()))
    for (start, end), name in found.items():
        titled = _TITLE.match(folded, end)
        yield mark(start, titled.end() if titled else end, "name", masks[name])
    yield from titled_marks(folded, masks)
    for foreign in _FOREIGN.finditer(folded):
        yield mark(*foreign.span(), "name", SOMEBODY)
    for start, end in latin_names(folded):
        yield mark(start, end, "name", SOMEBODY)


def _joined(folded: str, one: Candidate) -> str:
    return "".join(folded[one.start : one.end].split())


def _with_blanks(folded: str) -> Iterator[Candidate]:
    """Yield names that are set wider by blanks: 张　伟. Read with the blanks left out."""
    gaps = {place for gap in _GAP.finditer(folded) for place in range(*gap.span())}
    if not gaps:
        return
    kept = [place for place in range(len(folded)) if place not in gaps]
    for one in candidates("".join(folded[place] for place in kept)):
        start, end = kept[one.start], kept[one.end - 1] + 1
        if end - start > one.end - one.start:
            yield replace(one, start=start, end=end, score=one.score + SET_WIDE)


def names_in(folded: str) -> list[Candidate]:
    """Return the likeliest names that do not overlap, in order."""
    everywhere = (*candidates(folded), *_with_blanks(folded))
    possible = [one for one in everywhere if one.score >= LISTED_THRESHOLD]
    possible.sort(key=lambda c: (-c.score, c.start, -c.end))
    kept: list[Candidate] = []
    for one in possible:
        if one.score >= THRESHOLD and _is_free(one, kept):
            kept.append(one)
    for one in possible:
        if one.score < THRESHOLD and _is_free(one, kept) and _is_listed(folded, one, kept):
            kept.append(one)
    return sorted(kept, key=lambda c: c.start)


def _is_free(one: Candidate, kept: list[Candidate]) -> bool:
    return all(one.end <= other.start or other.end <= one.start for other in kept)


def _is_listed(folded: str, one: Candidate, kept: list[Candidate]) -> bool:
    """Return whether a name stands beside it, with nothing but a sign of lists between."""
    between = [
        folded[min(one.end, other.end) : max(one.start, other.start)]
        for other in kept
        if abs(one.start - other.start) < LONGEST_STEP
    ]
    return any(gap in _LISTING for gap in between)


def masked_name(name: str) -> str:
    """Return 张某 for 张三, 欧阳某 for 欧阳锋."""
    return (surname_of(name) or name[:1]) + "某"


def masks_of(names: Iterable[str]) -> dict[str, str]:
    """Return a mask for each name: 张某, or 张某甲 and 张某乙 where two share a surname."""
    different = list(dict.fromkeys(names))
    groups: dict[str, list[str]] = {}
    for name in different:
        groups.setdefault(masked_name(name), []).append(name)
    return {
        name: mask if len(group) == 1 else mask + _ORDINALS[place % len(_ORDINALS)]
        for mask, group in groups.items()
        for place, name in enumerate(group)
    }
