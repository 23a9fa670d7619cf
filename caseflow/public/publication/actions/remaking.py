"""The marks of changed words: what was decided stays only where it is plain what it was on.

The same words may be hidden in one sentence and kept in the next: who called, and who runs the
shop. A decision therefore belongs to the words in their sentence, or in their row of a table.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any

from caseflow.core.redaction import Known
from caseflow.public.publication.actions.marks import (
    HIDE,
    KEEP,
    Marks,
    laid_over,
    marks_for,
    part_of,
    with_added,
)
from caseflow.public.publication.parts import SEPARATOR, place_words

SHORTEST_LOST = 2
"""A shorter rest of a proposal (号, 李) says nothing by itself."""
_STOPS = "。！？!?；;\n"
_END = re.compile(f"[{_STOPS}]|$")


@dataclass(frozen=True, slots=True)
class _Place:
    """What a mark is on; `number` counts the same words within one sentence or row."""

    kind: str
    words: str
    section: str
    """title, text, or one table with its caption and headings."""
    context: str
    """The sentence or the row that the words stand in."""
    number: int = 0

    @property
    def name(self) -> tuple[str, str, str]:
        return self.kind, self.words, self.section


def remade(old: Marks, before: dict[str, str], after: dict[str, str], known: Known) -> Marks:
    """Return the marks of changed words: what was decided on the same words stays decided.

    `before` and `after` are the words of each part. What a person marked, and what was hidden
    before, is found again. Where the same words were decided differently and nobody can tell which
    of them these are, or where they are kept and stand now in one more place, they ask anew.
    """
    marks = marks_for(after, known)
    for hidden, one in _added(old, before).items():
        marks = with_added(marks, after, hidden, one["replacement"], one["reason"])
    marks = _with_lost(marks, old, before, after)
    earlier, present = _by_place(old, before), _by_place(marks, after)
    everywhere: dict[tuple[str, str], Marks] = defaultdict(list)
    left: dict[tuple[str, str, str], Marks] = defaultdict(list)
    unmatched: dict[tuple[str, str, str], Marks] = defaultdict(list)
    for place, found in earlier.items():
        everywhere[place.kind, place.words] += found
        if place not in present:
            left[place.name] += found
    for place, found in present.items():
        if place not in earlier:
            unmatched[place.name] += found
        elif len(found) == len(earlier[place]) or _agree(earlier[place]):
            _copy(earlier[place], found)
    for name, found in unmatched.items():
        alike = _agree(everywhere[name[:2]]) or {m["decision"] for m in left[name]} == {HIDE}
        if len(found) <= len(left[name]) and alike:
            _copy(left[name], found)
        elif {m["decision"] for m in everywhere[name[:2]]} == {HIDE}:
            _copy(everywhere[name[:2]], found)
    return marks


def _agree(marks: Marks) -> bool:
    return len({m["decision"] for m in marks}) == 1


def _copy(earlier: Marks, found: Marks) -> None:
    """Give each mark what was decided on the one at its place in the row, or on the last."""
    for number, mark in enumerate(found):
        one = earlier[min(number, len(earlier) - 1)]
        mark.update(decision=one["decision"], replacement=one["replacement"])


def _added(old: Marks, before: dict[str, str]) -> dict[str, dict[str, Any]]:
    return {_excerpt(mark, before): mark for mark in old if mark["kind"] == "added"}


def _with_lost(marks: Marks, old: Marks, before: dict[str, str], after: dict[str, str]) -> Marks:
    """Return `marks` with what was not public before and that nothing proposes any more.

    A changed sentence may have lost what told a name to be one. A place where the same words were
    public already, in the same sentence, stays as it is.
    """
    everything = "\n".join(after.values())
    lost = {
        _excerpt(mark, before): mark
        for mark in old
        if mark["decision"] != KEEP and mark["kind"] != "added"
    }
    wanted, there = (
        Counter(_excerpt(mark, texts) for mark in found)
        for found, texts in ((old, before), (marks, after))
    )
    for words, one in lost.items():
        is_found = there[words] >= wanted[words]
        if is_found or len(words) < SHORTEST_LOST or words not in everything:
            continue
        was_bare, was_covered = _bare(words, old, before)
        is_bare, is_covered = _bare(words, marks, after)
        public = Counter(place for place, _span in was_bare)
        for place, span in is_bare if is_covered < was_covered else ():
            if public[place] > 0:
                public[place] -= 1
                continue
            marks = laid_over(marks, {**one, **span, "decision": None}, after)
    return marks


def _bare(
    words: str, marks: Marks, texts: dict[str, str]
) -> tuple[list[tuple[tuple[str, str], dict[str, Any]]], int]:
    """Return where no mark hides all of these words, and how often one does.

    Each place with its section and context.
    """
    found, covered = [], 0
    for part, text in texts.items():
        start = text.find(words)
        own = [m for m in marks if part_of(m) == part] if start >= 0 else []
        while start >= 0:
            end = start + len(words)
            if any(m["start"] <= start and end <= m["end"] for m in own):
                covered += 1
            else:
                span = {"part": part, "start": start, "end": end}
                found.append((_around(part, start, end, texts), span))
            start = text.find(words, end)
    return found, covered


def _by_place(marks: Marks, texts: dict[str, str]) -> dict[_Place, Marks]:
    """Return the marks by what they are on, in the order in which they stand."""
    found: dict[_Place, Marks] = defaultdict(list)
    numbers = Counter[tuple[str, str, str, int]]()
    for mark in marks:
        part, words = part_of(mark), _excerpt(mark, texts)
        section, context = _around(part, mark["start"], mark["end"], texts)
        # Two sentences of the same words are one context, and two places to count in.
        begins = _begin(texts.get(part, ""), mark["start"])
        same = (mark["kind"], words, part, begins)
        found[_Place(mark["kind"], words, section, context, numbers[same])].append(mark)
        numbers[same] += 1
    return found


def _around(part: str, start: int, end: int, texts: dict[str, str]) -> tuple[str, str]:
    """Return section and context of a place."""
    sort, numbers = place_words(part)
    text = texts.get(part, "")
    if sort == "cell":
        return f"table:{numbers[0]}", f"{numbers[2]}{SEPARATOR}{_row(texts, *numbers[:2])}"
    if numbers:
        return f"table:{numbers[0]}", f"{part}{SEPARATOR}{text}"
    stop = _END.search(text, end)
    return part, text[_begin(text, start) : stop.start() if stop else len(text)]


def _begin(text: str, start: int) -> int:
    """Return where the sentence begins that `start` lies in."""
    return max(text.rfind(stop, 0, start) for stop in _STOPS) + 1


def _row(texts: dict[str, str], table: int, row: int) -> str:
    """Return the cells of a row in one line."""
    keys = takewhile(texts.__contains__, (f"cell:{table}:{row}:{column}" for column in count()))
    return SEPARATOR.join(texts[key] for key in keys)


def _excerpt(mark: dict[str, Any], texts: dict[str, str]) -> str:
    return texts.get(part_of(mark), "")[mark["start"] : mark["end"]]
