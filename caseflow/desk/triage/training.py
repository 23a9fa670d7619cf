"""Making a model from texts with labels: linear support vectors over weighted runs of characters.

scikit-learn is needed here and nowhere else; nothing is downloaded. What is chosen below was
measured by `caseflow bench triage`.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from caseflow.desk.triage.ngrams import grams
from caseflow.desk.triage.textmodel import TextModel


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model is made."""

    longest: int = 2
    """Characters of the longest run."""
    seen_at_least: int = 3
    """Texts a run must stand in."""
    most_grams: int = 30_000
    cost: float = 1.0
    """Of the support vectors: higher fits the examples closer."""
    power: float = 0.5
    """How strongly runs are preferred that some labels have much more often than others."""
    smoothing: float = 0.01
    sharpness: float = 3.0


RECIPE = Recipe()


def train(
    texts: Sequence[str], labels: Sequence[frozenset[str]], recipe: Recipe = RECIPE
) -> TextModel:
    """Return a model of the labels that the texts carry; a text may carry several.

    Raises ValueError for fewer than two labels: there would be nothing to choose from.
    """
    names = sorted(set().union(*labels))
    if len(names) < 2:
        raise ValueError("a model needs texts of at least two labels")
    carried = np.array([[name in of_text for name in names] for of_text in labels])
    vocabulary, counts = _counted(texts, recipe)
    scales, kept = _scales(counts, carried, recipe)
    counts, scales = counts[:, kept], scales[kept]
    values = _normal(_damped(counts).multiply(scales).tocsr())
    weights, offsets = _fitted(values, carried, recipe)
    return TextModel(
        labels=tuple(names),
        vocabulary=tuple(vocabulary[at] for at in kept),
        longest=recipe.longest,
        scales=scales.astype(np.float32),
        weights=weights,
        offsets=offsets,
        sharpness=recipe.sharpness,
    )


def _counted(texts: Sequence[str], recipe: Recipe) -> tuple[list[str], Any]:
    """Return the runs seen often enough, and the texts × runs table of counts.

    The texts are gone through twice, so that only what is kept needs memory.
    """
    from scipy.sparse import csr_matrix

    seen = Counter(
        gram for text in texts for gram in {gram for gram, *_place in grams(text, recipe.longest)}
    )
    vocabulary = sorted(gram for gram, times in seen.items() if times >= recipe.seen_at_least)
    places = {gram: at for at, gram in enumerate(vocabulary)}
    values, columns, ends = array("f"), array("i"), array("i", [0])
    for text in texts:
        counts = Counter(gram for gram, *_place in grams(text, recipe.longest) if gram in places)
        columns.extend(places[gram] for gram in counts)
        values.extend(counts.values())
        ends.append(len(columns))
    table = (np.array(values), np.array(columns), np.array(ends))
    return vocabulary, csr_matrix(table, shape=(len(texts), len(vocabulary)))


def _damped(counts: Any) -> Any:
    """Return 1 + ln(count): the tenth mention says little more than the third."""
    damped = counts.copy()
    damped.data = (1 + np.log(damped.data)).astype(np.float32)
    return damped


def _normal(table: Any) -> Any:
    from sklearn.preprocessing import normalize

    return normalize(table, copy=False)


def _scales(
    counts: Any, carried: npt.NDArray[np.bool_], recipe: Recipe
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Return how telling each run is, and the places of the most telling ones, in order.

    Rarity (idf) times how far the labels differ in having it: the greatest logarithm of the ratio
    of its share within a label to its share outside (naive Bayes' weights, by size).
    """
    texts_with = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity = np.log((1 + counts.shape[0]) / (1 + texts_with)) + 1
    weighed = _normal(_damped(counts).multiply(rarity).tocsr())
    spread = np.zeros(counts.shape[1])
    for of_label in carried.T:
        inside, outside = weighed[of_label], weighed[~of_label]
        if inside.shape[0] and outside.shape[0]:
            ratio = _shares(inside, recipe.smoothing) / _shares(outside, recipe.smoothing)
            spread = np.maximum(spread, np.abs(np.log(ratio)))
    spread = spread**recipe.power
    telling = np.asarray((counts > 0).multiply(spread).sum(axis=0)).ravel()
    kept = np.sort(np.argsort(-telling, kind="stable")[: recipe.most_grams])
    return rarity * spread, kept


def _shares(table: Any, smoothing: float) -> npt.NDArray[np.float64]:
    sums = np.asarray(table.sum(axis=0), dtype=np.float64).ravel()
    return (sums + smoothing) / sums.sum()  # type: ignore[no-any-return]


def _fitted(
    values: Any, carried: npt.NDArray[np.bool_], recipe: Recipe
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return weights (runs × labels) and offsets: one “this label or not” per label."""
    from sklearn.svm import LinearSVC

    weights = np.zeros((values.shape[1], carried.shape[1]), dtype=np.float32)
    offsets = np.zeros(carried.shape[1], dtype=np.float32)
    for at, of_label in enumerate(carried.T):
        if of_label.all():
            offsets[at] = 1.0
            continue
        machine = LinearSVC(C=recipe.cost, random_state=7)
        machine.fit(values, of_label)
        weights[:, at], offsets[at] = machine.coef_[0], machine.intercept_[0]
    return weights, offsets
