"""The marks of a publication beside the words they hide, and its parts cut at them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from caseflow.core.redaction import KIND_LABELS, NEVER_PUBLIC
from caseflow.core.redaction.marks import HIDDEN
from caseflow.ground.i18n import N_
from caseflow.public.publication.actions.marks import KEEP, TITLE, part_of
from caseflow.public.publication.models import Publication
from caseflow.public.publication.parts import parts_of, place_words

PLACES: dict[str, str] = {
    "title": N_("in the title"),
    "caption": N_("in the caption of table %(table)s"),
    "column": N_("in a heading of table %(table)s"),
    "cell": N_("in table %(table)s, row %(row)s"),
}


@dataclass(frozen=True, slots=True)
class MarkView:
    """One mark beside the words it hides."""

    number: int
    part: str
    place: str
    """Where it stands, in words; empty: in the text."""
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


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of a draft, each of its texts cut at its marks."""

    caption: tuple[Piece, ...]
    columns: tuple[tuple[Piece, ...], ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]


CONTEXT = 12
"""Characters of the sentence shown on either side of what a mark hides."""


def mark_views(row: Publication) -> tuple[MarkView, ...]:
    """Return the marks with the words they hide."""
    words = parts_of(row.title, row.original, row.tables)
    return tuple(_mark_view(n, mark, words) for n, mark in enumerate(row.marks, start=1))


def covered(marks: tuple[MarkView, ...]) -> tuple[MarkView, ...]:
    """Return marks without the words that they hide, for who neither drafts nor approves."""
    return tuple(replace(one, excerpt=_shown(one), before="", after="") for one in marks)


def _mark_view(number: int, mark: dict[str, Any], words: dict[str, str]) -> MarkView:
    part, start, end = part_of(mark), mark["start"], mark["end"]
    text, kind = words[part], mark["kind"]
    added = kind == "added" or mark["reason"] not in KIND_LABELS.values()
    return MarkView(
        number=number,
        part=part,
        place=_place(part),
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


def _place(part: str) -> str:
    sort, numbers = place_words(part)
    if sort == TITLE or not numbers:
        return str(_(PLACES[sort])) if sort in PLACES else ""
    row = numbers[1] + 1 if sort == "cell" else 0
    return str(_(PLACES[sort], table=numbers[0] + 1, row=row))


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


def table_views(
    row: Publication, marks: tuple[MarkView, ...], *, is_after: bool = False
) -> tuple[TableView, ...]:
    """Return the tables cut at their marks: as drafted, or as the public would read them."""
    by_part: dict[str, tuple[MarkView, ...]] = {}
    for mark in marks:
        by_part[mark.part] = (*by_part.get(mark.part, ()), mark)

    def cut(part: str, words: str) -> tuple[Piece, ...]:
        return pieces(words, by_part.get(part, ()), part, is_after=is_after)

    return tuple(
        TableView(
            caption=cut(f"caption:{t}", one["caption"]),
            columns=tuple(cut(f"column:{t}:{c}", w) for c, w in enumerate(one["columns"])),
            rows=tuple(
                tuple(cut(f"cell:{t}:{r}:{c}", words) for c, words in enumerate(line))
                for r, line in enumerate(one["rows"])
            ),
        )
        for t, one in enumerate(row.tables)
    )


def _shown(mark: MarkView) -> str:
    return mark.excerpt if mark.decision == KEEP else mark.replacement or HIDDEN
