"""The trained model as it is used: a table of weights, read and written without pickle.

A label's score is a sum over the runs of characters of a text, so every suggestion can be taken
back to the words that led to it. Only numpy is needed here; training.py makes the table.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from caseflow.desk.triage.ngrams import grams

FORMAT = 1
"""Version of the stored bytes; a model of another one is refused, not guessed at."""

WORDS_SHOWN = 3
MOST_GRAMS_SHOWN = 12
"""How many of the heaviest runs of characters are joined into words."""

Weights = npt.NDArray[np.float32]


class UnreadableModel(ValueError):
    """The stored bytes are damaged, or of a format that this version does not read."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A label with its share of the whole (0 to 1) and the words that led to it, heaviest first."""

    label: str
    share: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class TextModel:
    """Labels, known runs of characters, and the weight of each run for each label."""

    labels: tuple[str, ...]
    vocabulary: tuple[str, ...]
    longest: int
    """Characters of the longest run."""
    scales: Weights
    """Per run: how telling it is at all (rarity, and how unevenly the labels have it)."""
    weights: Weights
    """Runs × labels."""
    offsets: Weights
    """Per label."""
    sharpness: float
    """Factor between the scores and the logarithm of the shares."""

    @cached_property
    def places(self) -> dict[str, int]:
        return {gram: place for place, gram in enumerate(self.vocabulary)}

    def vector(self, text: str) -> tuple[npt.NDArray[np.int64], Weights]:
        """Return the known runs of `text` (places in the vocabulary) and their values, length 1."""
        counts = Counter(
            place
            for gram, _first, _last in grams(text, self.longest)
            if (place := self.places.get(gram)) is not None
        )
        places = np.fromiter(counts, dtype=np.int64, count=len(counts))
        values = 1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
        values = (values * self.scales[places]).astype(np.float32)
        length = np.float32(np.sqrt((values**2).sum()))
        return places, np.asarray(values / length if length else values, dtype=np.float32)

    def scores(self, text: str) -> Weights:
        """Return one score per label; above 0 the label is more likely than not."""
        places, values = self.vector(text)
        return np.asarray(values @ self.weights[places] + self.offsets, dtype=np.float32)

    def best(self, text: str, limit: int = 3) -> list[Scored]:
        """Return the likeliest labels with their words; nothing for a text without a known run."""
        places, values = self.vector(text)
        if not len(places):
            return []
        scores = values @ self.weights[places] + self.offsets
        powers = np.exp(self.sharpness * (scores - scores.max()))
        shares = powers / powers.sum()
        found = np.argsort(-scores, kind="stable")[:limit]
        parts = values[:, None] * self.weights[places]
        return [
            Scored(self.labels[at], float(shares[at]), self._words(text, places, parts[:, at]))
            for at in found
        ]

    def _words(self, text: str, places: npt.NDArray[np.int64], parts: Weights) -> tuple[str, ...]:
        """Return the pieces of `text` where the heaviest runs stand, joined where they touch."""
        heaviest = np.argsort(-parts, kind="stable")[:MOST_GRAMS_SHOWN]
        heavy = {self.vocabulary[places[at]]: float(parts[at]) for at in heaviest if parts[at] > 0}
        return joined(text, heavy, self.longest)


def joined(text: str, heavy: dict[str, float], longest: int) -> tuple[str, ...]:
    """Return up to WORDS_SHOWN pieces of `text` covered by the runs of `heavy`, heaviest first."""
    spans: list[tuple[int, int, float]] = []
    for gram, first, last in grams(text, longest):
        weight = heavy.get(gram)
        if weight is None:
            continue
        while spans and spans[-1][1] >= first - 1 and first - spans[-1][0] <= 6:
            before = spans.pop()
            first, weight = min(before[0], first), weight + before[2]
            last = max(last, before[1])
        spans.append((first, last, weight))
    totals: dict[str, float] = {}
    for first, last, weight in spans:
        word = text[first : last + 1]
        if len(word) > 1:
            totals[word] = totals.get(word, 0.0) + weight
    ordered = sorted(totals, key=lambda word: -totals[word])
    kept: list[str] = []
    for word in ordered:
        if not any(word in other or other in word for other in kept):
            kept.append(word)
    return tuple(kept[:WORDS_SHOWN])


def to_bytes(model: TextModel) -> bytes:
    """Return the model as compressed arrays and JSON; from_bytes() reads them again."""
    head = {
        "format": FORMAT,
        "labels": model.labels,
        "longest": model.longest,
        "sharpness": model.sharpness,
    }
    target = io.BytesIO()
    np.savez_compressed(
        target,
        head=np.frombuffer(json.dumps(head).encode(), dtype=np.uint8),
        vocabulary=np.frombuffer("\n".join(model.vocabulary).encode(), dtype=np.uint8),
        scales=model.scales,
        weights=model.weights,
        offsets=model.offsets,
    )
    return target.getvalue()


def hash_of(content: bytes) -> str:
    """Return the SHA-256 of stored bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def from_bytes(content: bytes, expected_hash: str) -> TextModel:
    """Return the model of stored bytes. Raises UnreadableModel: another hash, format or shape."""
    if hash_of(content) != expected_hash:
        raise UnreadableModel("the stored bytes do not have the hash they were stored with")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            head: dict[str, Any] = json.loads(arrays["head"].tobytes())
            if head["format"] != FORMAT:
                raise UnreadableModel(f"format {head['format']} is not format {FORMAT}")
            model = TextModel(
                labels=tuple(head["labels"]),
                vocabulary=tuple(arrays["vocabulary"].tobytes().decode().split("\n")),
                longest=int(head["longest"]),
                scales=arrays["scales"],
                weights=arrays["weights"],
                offsets=arrays["offsets"],
                sharpness=float(head["sharpness"]),
            )
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise UnreadableModel(str(error)) from error
    _check_shape(model)
    return model


def _check_shape(model: TextModel) -> None:
    shape = (len(model.vocabulary), len(model.labels))
    fits = model.weights.shape == shape and model.scales.shape == shape[:1]
    if not (fits and model.offsets.shape == shape[1:] and math.isfinite(model.sharpness)):
        raise UnreadableModel(f"the tables are not of the shape {shape}")
