"""Where the words asked for stand in a text, and the text with them marked, safe as HTML. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from markupsafe import Markup, escape

from caseflow.ground.pinyin import full_pinyin, pinyin_initials
from caseflow.ground.search.tokens import LONGEST, TOKEN, folded

BEFORE = 18
"""Characters shown before the first hit."""
WIDTH = 90
Phrases = Sequence[Sequence[str]]
Span = tuple[int, int]


def _placed_tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the tokens of a text as the index cuts it, with where they stand in the text."""
    lowered = text.lower()
    if len(lowered) == len(text) and unicodedata.is_normalized("NFKC", text):
        return [(m.group()[:LONGEST], *m.span()) for m in TOKEN.finditer(lowered)]
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character).lower():
            plain.append(one)
            places.append(place)
    found = TOKEN.finditer("".join(plain))
    return [(m.group()[:LONGEST], places[m.start()], places[m.end() - 1] + 1) for m in found]


def spans(text: str, phrases: Phrases) -> list[Span]:
    """Return where the phrases stand in `text`, in order, overlapping ones joined."""
    plain = folded(text)
    phrases = [p for p in phrases if p and p[0] in plain and p[-1] in plain]
    if not phrases:
        return []
    cut = _placed_tokens(text)
    words = [token for token, _begin, _end in cut]
    found = []
    for phrase in phrases:
        wanted, size = list(phrase), len(phrase)
        for start in range(len(cut) - size + 1):
            if words[start] == wanted[0] and words[start : start + size] == wanted:
                found.append((cut[start][1], cut[start + size - 1][2]))
    return _joined(found)


def pinyin_spans(name: str, phrases: Phrases) -> list[Span]:
    """Return where a typed pinyin, in full or by initials, stands in a name."""
    found = []
    typed = [p[0] for p in phrases if len(p) == 1 and len(p[0]) > 1 and p[0].isascii()]
    for letters in typed:
        for start in range(len(name)):
            rest = name[start:]
            if name[start].isascii():
                continue
            if pinyin_initials(rest).startswith(letters):
                found.append((start, start + len(letters)))
            elif full_pinyin(rest).startswith(letters):
                ends = range(start + 1, len(name) + 1)
                end = next(e for e in ends if len(full_pinyin(name[start:e])) >= len(letters))
                found.append((start, end))
    return _joined(found)


def _joined(found: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for begin, end in sorted(found):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def marked(text: str, places: Sequence[Span]) -> Markup:
    """Return `text` escaped, with the places in <mark>."""
    parts, last = [], 0
    for begin, end in places:
        parts += [escape(text[last:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
        last = end
    return Markup("".join([*parts, escape(text[last:])]))  # noqa: S704 - every text is escaped


def snippet(text: str, phrases: Phrases) -> Markup | None:
    """Return the part of `text` around the first hit, marked; None if it holds no phrase."""
    found = spans(text, phrases)
    if not found:
        return None
    first = max(0, found[0][0] - BEFORE)
    last = min(len(text), first + WIDTH)
    inside = [(b - first, min(e, last) - first) for b, e in found if b < last]
    begun, ended = "…" if first else "", "…" if last < len(text) else ""
    return begun + marked(text[first:last], inside) + ended
