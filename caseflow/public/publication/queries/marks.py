"""The marks of a publication beside the words they hide, and its text cut at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from caseflow.core.redaction import KIND_LABELS, NEVER_PUBLIC
from caseflow.core.redaction.marks import HIDDEN
from caseflow.public.publication.actions.marks import KEEP, TEXT, TITLE, part_of
from caseflow.public.publication.models import Publication


@dataclass(frozen=True, slots=True)
class MarkView:
    """One mark beside the words it hides."""

    number: int
    part: str
    start: int
    end: int
    excerpt: str
    before: str
    after: str
    kind: str
    reason: str
    decision: str | None
    replacement: str
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: plain (mark None), or what a mark hides or puts in its place."""

    words: str
    mark: MarkView | None = None


CONTEXT = 12
"""Characters of the sentence shown on either side of what a mark hides."""


def mark_views(row: Publication) -> tuple[MarkView, ...]:
    """Return the marks with the words they hide."""
    words = {TITLE: row.title, TEXT: row.original}
    return tuple(_mark_view(n, mark, words) for n, mark in enumerate(row.marks, start=1))


def _mark_view(number: int, mark: dict[str, Any], words: dict[str, str]) -> MarkView:
    part, start, end = part_of(mark), mark["start"], mark["end"]
    text, kind = words[part], mark["kind"]
    added = kind == "added" or mark["reason"] not in KIND_LABELS.values()
    return MarkView(
        number=number,
        part=part,
        start=start,
        end=end,
        excerpt=text[start:end],
        before=text[max(0, start - CONTEXT) : start].rpartition("\n")[2],
        after=text[end : end + CONTEXT].partition("\n")[0],
        kind=_(KIND_LABELS[kind]),
        reason=mark["reason"] if added else "",
        decision=mark["decision"],
        replacement=mark["replacement"],
        is_fixed=kind in NEVER_PUBLIC,
    )


def pieces(
    text: str, marks: tuple[MarkView, ...], part: str, *, is_after: bool = False
) -> tuple[Piece, ...]:
    """Return a part cut at its marks: as drafted, or as the public would read it."""
    found, place = [], 0
    for mark in marks:
        if mark.part != part:
            continue
        found.append(Piece(text[place : mark.start]))
        found.append(Piece(_shown(mark) if is_after else mark.excerpt, mark))
        place = mark.end
    return tuple(piece for piece in (*found, Piece(text[place:])) if piece.words)


def _shown(mark: MarkView) -> str:
    return mark.excerpt if mark.decision == KEEP else mark.replacement or HIDDEN
