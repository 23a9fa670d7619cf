"""`caseflow bench triage`: how often the likely category is right, by the product's own model.

The labels are strings to the model: here the subjects of labelled messages, in service the
pollution categories.
"""

from __future__ import annotations

import csv
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from caseflow.bench.near_duplicates import groups_of
from caseflow.bench.subjects import KIND, SUBJECTS
from caseflow.desk.triage.rules import hints
from caseflow.desk.triage.training import train

SPLITS = 5
COLUMNS = ((("留言主题", "留言详情"), "一级分类"), (("text",), "label"))
"""Known files: the columns of the text, and that of the label."""

Suggest = Callable[[str], Sequence[str]]


class UnknownFile(ValueError):
    """The file has none of the columns that are known."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text and its one label."""

    text: str
    label: str


def read_messages(path: Path) -> list[Message]:
    """Return the labelled messages of a CSV file (UTF-8). Raises UnknownFile."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        present = set(rows.fieldnames or ())
        for texts, label in COLUMNS:
            if {*texts, label} <= present:
                found = [
                    Message("\n".join(row[name] or "" for name in texts).strip(), row[label])
                    for row in rows
                ]
                return [one for one in found if one.text and one.label]
    raise UnknownFile(f"{path.name}: no columns 留言主题, 留言详情, 一级分类, and none text, label")


def bench(train_file: Path, test_file: Path, seed: int) -> dict[str, Any]:
    """Return the figures: of five splits if both files are the same one, else of that test."""
    if train_file.resolve() == test_file.resolve():
        return _of_splits(read_messages(train_file), seed)
    return _of_two(read_messages(train_file), read_messages(test_file))


def _of_two(known: list[Message], tested: list[Message]) -> dict[str, Any]:
    """Train on one file without what is nearly the same in the other, and test on that."""
    groups = groups_of([one.text for one in (*tested, *known)])
    in_test = set(groups[: len(tested)])
    kept = [
        one for one, group in zip(known, groups[len(tested) :], strict=True) if group not in in_test
    ]
    figures = _figures(kept, tested)
    return {
        **figures["model"],
        "keyword_only": figures["keywords"],
        "trained_on": len(kept),
        "tested_on": len(tested),
        "near_duplicates_left_out": len(known) - len(kept),
    }


def _of_splits(messages: list[Message], seed: int) -> dict[str, Any]:
    """Test each fifth on the rest; near-duplicates stay on one side."""
    groups = groups_of([one.text for one in messages])
    names = np.array(sorted(set(groups)))
    shuffled = np.random.default_rng(seed).permutation(names)
    split_of = {int(group): place % SPLITS for place, group in enumerate(shuffled)}
    found = []
    for split in range(SPLITS):
        sides: tuple[list[Message], list[Message]] = ([], [])
        for one, group in zip(messages, groups, strict=True):
            sides[split_of[group] == split].append(one)
        found.append(_figures(*sides))
    model = _mean_and_spread([one["model"] for one in found])
    keywords = _mean_and_spread([one["keywords"] for one in found])
    return {
        **_means(model),
        "keyword_only": {**_means(keywords), "splits": keywords},
        "splits": {"count": SPLITS, "seed": seed, **model},
        "messages": len(messages),
        "groups": len(names),
    }


def _figures(known: list[Message], tested: list[Message]) -> dict[str, Any]:
    model = train([one.text for one in known], [frozenset({one.label}) for one in known])

    def by_model(text: str) -> list[str]:
        return [one.label for one in model.best(text)]

    def by_keywords(text: str) -> list[str]:
        return [one.code for one in hints(text, KIND, rows=SUBJECTS)]

    return {"model": _measured(by_model, tested), "keywords": _measured(by_keywords, tested)}


def _measured(suggest: Suggest, tested: list[Message]) -> dict[str, Any]:
    """Return the share right at once and within three, and the recall of each label."""
    answers = [(one.label, list(suggest(one.text))) for one in tested]
    recall = {}
    for label in sorted({label for label, _codes in answers}):
        own = [codes[:1] == [label] for true, codes in answers if true == label]
        recall[label] = sum(own) / len(own)
    return {
        "top1": sum(codes[:1] == [label] for label, codes in answers) / len(answers),
        "top3": sum(label in codes[:3] for label, codes in answers) / len(answers),
        "recall": recall,
    }


def _mean_and_spread(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return each figure as its mean, standard deviation (of a sample) and single values."""
    labels = sorted(set().union(*(one["recall"] for one in found)))
    return {
        "top1": _spread([one["top1"] for one in found]),
        "top3": _spread([one["top3"] for one in found]),
        "recall": {
            label: _spread([one["recall"][label] for one in found if label in one["recall"]])
            for label in labels
        },
    }


def _spread(values: list[float]) -> dict[str, Any]:
    deviation = statistics.stdev(values) if len(values) > 1 else 0.0
    return {
        "mean": round(statistics.mean(values), 4),
        "std": round(deviation, 4),
        "each": [round(value, 4) for value in values],
    }


def _means(spread: dict[str, Any]) -> dict[str, Any]:
    return {
        "top1": spread["top1"]["mean"],
        "top3": spread["top3"]["mean"],
        "recall": {label: one["mean"] for label, one in spread["recall"].items()},
    }
