"""What is indexed of a text, and what is looked up of a word."""

from __future__ import annotations

import pytest

from caseflow.ground.search.index import indexed_body
from caseflow.ground.search.tokens import JOINT, LONGEST, as_pinyin, pairs, pinyin_tokens, tokens


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("夜间施工", ["夜间", "间施", "施工"]),
        ("5号楼", ["5号", "号楼"]),
        ("ab 12", [f"ab{JOINT}12"]),  # not the same as ab12
        ("夜", []),
    ],
)
def test_pairs_of_neighbours(text: str, cut: list[str]) -> None:
    assert pairs(tokens(text)) == cut


def test_a_phrase_does_not_reach_into_the_next_text() -> None:
    sqlite = indexed_body(["夜间", "施工"], "sqlite").split()
    assert "间施" not in sqlite
    assert indexed_body(["夜间", "施工"], "postgresql").split()[-2:] == ["'夜间':1", "'施工':3"]


def test_a_run_without_end_is_cut_alike_everywhere() -> None:
    assert tokens("a" * 5000) == ["a" * LONGEST]


def test_a_name_is_typed_from_any_of_its_characters() -> None:
    found = pinyin_tokens("红云厂")
    assert {"zzphongyunchang", "zzphyc", "zzpyunchang", "zzpyc"} <= set(found)


@pytest.mark.parametrize(
    ("phrase", "letters"),
    [(["hong"], "zzphong"), (["h"], None), (["12"], None), (["红"], None), (["a", "b"], None)],
)
def test_only_letters_may_be_pinyin(phrase: list[str], letters: str | None) -> None:
    assert as_pinyin(phrase) == letters
