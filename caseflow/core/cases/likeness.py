"""What a case is found by when another like it is told: its places, words, source and square. Pure.

The text of a probe is cut the same way, so that both meet in the index of likeness.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from caseflow.ground.regions.place_words import Spot, spot_of
from caseflow.ground.search.likeness import Part, grid_tokens, token, word_tokens
from caseflow.ground.search.sketch import sketch_of

PLACES_INDEXED = 12
"""Names of places of one petition that become tokens; those of the heading come first."""

HEADING_WORDS_INDEXED = 6
"""Smallest hashes of the heading's words that become tokens: it is typed first."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one petition: heading is its subject, address and respondent."""

    heading: str
    body: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Words cut for the index: what they name, and their tokens by what they tell."""

    spot: Spot
    sketch: tuple[int, ...]
    place_tokens: tuple[tuple[str, int], ...]
    word_tokens: frozenset[int]


@lru_cache(maxsize=4096)
def cut(words: Words) -> Cut:
    """Return what the index keeps of these words."""
    spot = spot_of(words.heading, words.body)
    names = list(spot.all)[:PLACES_INDEXED]
    sketch = sketch_of(words.heading + words.body)
    heading = word_tokens(sketch_of(words.heading), HEADING_WORDS_INDEXED)
    return Cut(
        spot,
        sketch,
        tuple((name, token("place", name)) for name in names),
        frozenset(heading) | frozenset(word_tokens(sketch)),
    )


def source_token(source_id: int) -> int:
    """Return the token of a pollution source."""
    return token("source", str(source_id))


def part_of(
    words: Words,
    *,
    source_id: int | None = None,
    longitude: float | None = None,
    latitude: float | None = None,
) -> Part:
    """Return one petition as the index keeps it."""
    found = cut(words)
    tokens = set(found.word_tokens) | {number for _name, number in found.place_tokens}
    if source_id is not None:
        tokens.add(source_token(source_id))
    if longitude is not None and latitude is not None:
        tokens.update(grid_tokens(longitude, latitude))
    return Part(found.spot.packed(), found.sketch, frozenset(tokens))
