"""Groups of texts that are nearly the same, so that none stands on both sides of a split.

Two texts belong together when they share at least half of their runs of four characters
(Jaccard); candidates come from a min-hash index, so that not every pair has to be compared.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

ALIKE = 0.5
RUN = 4
HASHES = 96
BAND = 2
"""Hashes that must agree for two texts to be compared: at 0.5, all but 1 pair in 10^6 is."""

_LARGE = np.uint64(2_147_483_647)
_OLDEST_COMPARED = 20


def groups_of(texts: Sequence[str]) -> list[int]:
    """Return for each text the place of the first text of its group."""
    shingles = [_shingles(text) for text in texts]
    above = list(range(len(texts)))
    for one, other in _candidates(shingles):
        first, second = _top(above, one), _top(above, other)
        if first != second and _jaccard(shingles[one], shingles[other]) >= ALIKE:
            above[max(first, second)] = min(first, second)
    return [_top(above, place) for place in range(len(texts))]


def _top(above: list[int], place: int) -> int:
    while above[place] != place:
        above[place] = above[above[place]]
        place = above[place]
    return place


def _shingles(text: str) -> frozenset[int]:
    letters = "".join(one for one in text if one.isalnum())
    last = max(1, len(letters) - RUN + 1)
    return frozenset(zlib.crc32(letters[at : at + RUN].encode()) for at in range(last))


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other)


def _candidates(shingles: Sequence[frozenset[int]]) -> Iterator[tuple[int, int]]:
    """Yield pairs that agree in a whole band of their min-hashes."""
    random = np.random.default_rng(20_261_128)
    factors = random.integers(1, int(_LARGE), HASHES, dtype=np.uint64)
    added = random.integers(0, int(_LARGE), HASHES, dtype=np.uint64)
    bands: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for place, of_text in enumerate(shingles):
        signature = _signature(of_text, factors, added)
        for band in range(0, HASHES, BAND):
            bands[band, signature[band : band + BAND].tobytes()].append(place)
    for places in bands.values():
        for at, other in enumerate(places):
            for one in places[max(0, at - _OLDEST_COMPARED) : at]:
                yield one, other


def _signature(
    of_text: frozenset[int], factors: npt.NDArray[np.uint64], added: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint64]:
    values = np.fromiter(of_text, dtype=np.uint64, count=len(of_text)) % _LARGE
    hashed = (np.outer(factors, values) + added[:, None]) % _LARGE
    return np.asarray(hashed.min(axis=1), dtype=np.uint64)
