"""What frames a set of summaries needs: a place for a detail is {} in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Sentences = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frames:
    """Sentences around each kind of detail; the cues of names are spellings of their own."""

    with_cue: Mapping[str, Sentences]
    without_cue: Mapping[str, Sentences]
    compound: Mapping[str, Sentences]
    titled: Sentences
    pinyin: Sentences
    own_person: Sentences
    quoted: Sentences
    bodies: Sentences
    """What complainants said, in full; at least twelve characters without a sign."""
    numbers: Mapping[str, Sentences]
    homes: Sentences
    times: Sentences
    complainant: Sentences
    minor: Sentences
    health: Sentences
    openings: Sentences
    """With {m} month, {t} township, {s} site, {p} problem."""
    plain: Sentences
    """Nothing private in them."""
    townships: Sentences
    sites: Sentences
    problems: Sentences
