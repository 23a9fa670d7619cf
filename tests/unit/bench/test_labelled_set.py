"""What the labelled sets claim of themselves, and that they are written by their generator."""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from caseflow.bench import labelled
from caseflow.bench.labelled.writing import HELD_OUT, TUNED, Recipe, summaries
from caseflow.bench.redaction import DEFAULT
from caseflow.core.redaction import Known

SETS = {"tuned": TUNED, "held out": HELD_OUT}


def rows(recipe: Recipe) -> list[dict[str, Any]]:
    return [json.loads(line) for line in recipe.file.read_text(encoding="utf-8").splitlines()]


def spellings(recipe: Recipe) -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in rows(recipe):
        for mark in row["marks"]:
            found[mark["kind"]].add(mark["spelling"])
    return found


def test_the_benchmark_reads_the_tuned_set_by_default() -> None:
    assert TUNED.file == DEFAULT


def test_the_set_has_a_thousand_summaries_and_the_one_held_out_two_hundred() -> None:
    assert len({row["text"] for row in rows(TUNED)}) >= 1000
    assert len({row["text"] for row in rows(HELD_OUT)}) >= 200


@pytest.mark.parametrize("recipe", SETS.values(), ids=SETS)
def test_twenty_kinds_have_five_spellings_each(recipe: Recipe) -> None:
    found = spellings(recipe)
    assert len(found) >= 20
    assert {kind: len(names) for kind, names in found.items() if len(names) < 5} == {}


@pytest.mark.parametrize("recipe", SETS.values(), ids=SETS)
def test_summaries_have_the_length_of_summaries(recipe: Recipe) -> None:
    assert [row["text"] for row in rows(recipe) if not 80 <= len(row["text"]) <= 500] == []


@pytest.mark.parametrize("recipe", SETS.values(), ids=SETS)
def test_marks_lie_in_order_inside_the_text_and_never_over_one_another(recipe: Recipe) -> None:
    for row in rows(recipe):
        position = 0
        for mark in row["marks"]:
            assert position <= mark["start"] < mark["end"] <= len(row["text"]), row
            position = mark["end"]
            words = row["text"][mark["start"] : mark["end"]]
            assert words == words.strip(" ，。、；：“”"), words


@pytest.mark.parametrize("recipe", SETS.values(), ids=SETS)
def test_some_summaries_hold_nothing_private(recipe: Recipe) -> None:
    found = rows(recipe)
    assert sum(not row["marks"] for row in found) >= len(found) * 0.15


@pytest.mark.parametrize("recipe", SETS.values(), ids=SETS)
def test_what_the_case_knows_has_the_shape_of_known(recipe: Recipe) -> None:
    for row in rows(recipe):
        Known(**{name: tuple(values) for name, values in row.get("known", {}).items()})


@pytest.mark.parametrize("recipe", SETS.values(), ids=SETS)
def test_the_files_are_what_the_generator_writes(recipe: Recipe) -> None:
    assert list(summaries(recipe)) == rows(recipe)


def test_the_two_sets_share_no_given_name_and_no_sentence() -> None:
    assert not set(TUNED.cast.given) & set(HELD_OUT.cast.given)
    assert not set(TUNED.frames.plain) & set(HELD_OUT.frames.plain)
    assert not set(TUNED.frames.bodies) & set(HELD_OUT.frames.bodies)
    for kind, sentences in TUNED.frames.numbers.items():
        assert not set(sentences) & set(HELD_OUT.frames.numbers[kind])


def test_the_generator_takes_nothing_from_the_engine() -> None:
    for path in Path(labelled.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").startswith("caseflow.bench.labelled") or not (
                    node.module or ""
                ).startswith("caseflow"), (path.name, node.module)
