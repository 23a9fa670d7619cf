"""The marks of a draft: proposed anew with its words, decided one by one, added by hand.

A mark is kept as JSON: part (parts.py), start, end, kind, reason, replacement, decision. It holds
no word of the text itself.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _

from caseflow.core.redaction import (
    NEVER_PUBLIC,
    Known,
    apply_marks,
    propose_each,
)
from caseflow.ground.errors import BadInput
from caseflow.public.publication.parts import TEXT, TITLE, Tables, with_words

__all__ = ["HIDE", "KEEP", "LONGEST_REPLACEMENT", "TEXT", "TITLE", "Marks", "part_of"]

Marks = list[dict[str, Any]]

HIDE, KEEP = "hide", "keep"
LONGEST_REPLACEMENT = 60


def part_of(mark: dict[str, Any]) -> str:
    """Return which part of the publication a mark is in."""
    return str(mark.get("part", TEXT))


def marks_for(words: dict[str, str], known: Known) -> Marks:
    """Return fresh proposals for every part of `words`, each waiting for a decision."""
    found = propose_each(list(words.values()), known)
    return [
        {**asdict(mark), "part": part, "decision": None}
        for part, marks in zip(words, found, strict=True)
        for mark in marks
    ]


def with_added(
    marks: Marks, words: dict[str, str], hidden: str, replacement: str, reason: str
) -> Marks:
    """Return `marks` with one more at every place of `hidden`; what it covers goes into it.

    A place that touches a mark only in part is widened to hide all of it.
    """
    for part, text in words.items():
        start = text.find(hidden)
        while start >= 0:
            added = {
                "part": part,
                "start": start,
                "end": start + len(hidden),
                "kind": "added",
                "reason": reason,
                "replacement": replacement,
                "decision": HIDE,
            }
            marks = _laid_over(marks, added)
            start = text.find(hidden, start + len(hidden))
    return in_order(marks, words)


def laid_over(marks: Marks, added: dict[str, Any], words: dict[str, str]) -> Marks:
    """Return `marks` with one more, widened over what it touches, in reading order."""
    return in_order(_laid_over(marks, added), words)


def in_order(marks: Marks, words: dict[str, str]) -> Marks:
    """Return `marks` in the order in which they are read."""
    order = {part: place for place, part in enumerate(words)}
    return sorted(marks, key=lambda m: (order.get(part_of(m), len(order)), m["start"]))


def _laid_over(marks: Marks, added: dict[str, Any]) -> Marks:
    touched = [
        m
        for m in marks
        if part_of(m) == added["part"] and m["start"] < added["end"] and added["start"] < m["end"]
    ]
    added["start"] = min([added["start"], *(m["start"] for m in touched)])
    added["end"] = max([added["end"], *(m["end"] for m in touched)])
    # What nobody may keep stays so under a wider mark.
    kinds = [m["kind"] for m in touched if m["kind"] in NEVER_PUBLIC]
    added["kind"] = kinds[0] if kinds else added["kind"]
    return [m for m in marks if m not in touched] + [added]


def decided(marks: Marks, decisions: dict[int, tuple[str | None, str]]) -> Marks:
    """Return `marks` with these decisions (hide, keep or None) and replacements, by place.

    Raises BadInput for a decision that nobody may take.
    """
    found = [dict(mark) for mark in marks]
    for index, (decision, replacement) in decisions.items():
        if not 0 <= index < len(found) or decision not in {HIDE, KEEP, None}:
            raise BadInput(_("The page is incomplete: reload it and try again."))
        mark = found[index]
        if decision == KEEP and mark["kind"] in NEVER_PUBLIC:
            raise BadInput(_("People and numbers of the case itself must be hidden."))
        words = " ".join(replacement.split())[:LONGEST_REPLACEMENT]
        mark.update(decision=decision, replacement=words)
    return found


def all_hidden(marks: Marks) -> Marks:
    """Return `marks` with whatever is undecided decided to be hidden."""
    return [{**mark, "decision": mark["decision"] or HIDE} for mark in marks]


def redacted(text: str, marks: Marks, part: str = TEXT) -> str:
    """Return a part with every mark hidden but those that a person decided to keep."""
    return apply_marks(
        text,
        [
            (m["start"], m["end"], m["replacement"])
            for m in marks
            if m["decision"] != KEEP and part_of(m) == part
        ],
    )


def redacted_tables(tables: Tables, marks: Marks) -> Tables:
    """Return tables with every mark of their cells hidden but those decided to be kept."""
    by_part: dict[str, Marks] = {}
    for mark in marks:
        by_part.setdefault(part_of(mark), []).append(mark)
    return with_words(tables, lambda part, words: redacted(words, by_part.get(part, []), part))


def tally(marks: Marks) -> str:
    """Return how many of which kind are hidden and kept, as JSON: the record of what was removed.

    It names kinds, never the words themselves.
    """
    counts = {
        decision: dict(Counter(m["kind"] for m in marks if m["decision"] == decision))
        for decision in (HIDE, KEEP)
    }
    return json.dumps({name: found for name, found in counts.items() if found})
