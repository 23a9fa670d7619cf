"""The model: it learns, says which words led it, and is read back exactly or not at all."""

from __future__ import annotations

import io
import json
import random

import numpy as np
import pytest

from caseflow.desk.triage.ngrams import grams
from caseflow.desk.triage.textmodel import (
    TextModel,
    UnreadableModel,
    from_bytes,
    hash_of,
    joined,
    to_bytes,
)
from caseflow.desk.triage.training import RECIPE, train

TELLING = {"noise": ("锣鼓喧天", "响个不停"), "water": ("泡沫漂浮", "鱼虾绝迹")}
FILLER = "村口路边今天我们这里住户反映情况希望部门来看看谢谢了已经很久没有处理".strip()


def invented(count: int, seed: int = 3) -> tuple[list[str], list[frozenset[str]]]:
    """Return texts of filler around one or two telling words, and their labels."""
    draw = random.Random(seed)
    texts, labels = [], []
    for _number in range(count):
        label = draw.choice(sorted(TELLING))
        filler = "".join(draw.choices(FILLER, k=20))
        texts.append(f"{filler[:9]},{draw.choice(TELLING[label])}。{filler[9:]}")
        labels.append(frozenset({label}))
    return texts, labels


@pytest.fixture(scope="module")
def model() -> TextModel:
    return train(*invented(120))


def test_it_learns_what_tells_the_labels_apart(model: TextModel) -> None:
    texts, labels = invented(60, seed=9)
    answers = [model.best(text)[0].label for text in texts]
    assert answers == [next(iter(label)) for label in labels]


def test_it_names_pieces_of_the_text_that_led_to_the_label(model: TextModel) -> None:
    text = "村口 住户反映:河里泡沫漂浮,很久了"
    best = model.best(text)[0]
    assert best.label == "water"
    assert all(word in text for word in best.words)
    assert any("泡沫" in word or "漂浮" in word for word in best.words)


def test_shares_are_parts_of_one(model: TextModel) -> None:
    found = model.best("锣鼓喧天,泡沫漂浮")
    assert sum(one.share for one in found) == pytest.approx(1.0, abs=1e-5)
    assert found[0].share >= found[1].share


def test_a_text_without_a_known_run_gets_no_suggestion(model: TextModel) -> None:
    assert model.best("xyz") == []
    assert model.best("") == []


def test_a_text_may_carry_several_labels() -> None:
    texts, labels = invented(120)
    both = [f"{text}锣鼓喧天泡沫漂浮" for text in texts[:40]]
    made = train(texts + both, labels + [frozenset({"noise", "water"})] * 40)
    assert all(score > 0 for score in made.scores("锣鼓喧天泡沫漂浮"))


def test_one_label_alone_cannot_be_learnt() -> None:
    with pytest.raises(ValueError, match="two labels"):
        train(["甲乙", "丙丁"], [frozenset({"noise"})] * 2)


def test_it_is_read_back_exactly_as_written(model: TextModel) -> None:
    content = to_bytes(model)
    again = from_bytes(content, hash_of(content))
    assert (again.labels, again.vocabulary, again.longest) == (
        model.labels,
        model.vocabulary,
        RECIPE.longest,
    )
    text = "村口锣鼓喧天"
    assert again.best(text) == model.best(text)
    assert again.weights.dtype == np.float32


def test_it_holds_no_pickled_object(model: TextModel) -> None:
    with np.load(io.BytesIO(to_bytes(model)), allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_damaged_bytes_are_refused(model: TextModel) -> None:
    content = to_bytes(model)
    with pytest.raises(UnreadableModel, match="hash"):
        from_bytes(content[:-1] + b"?", hash_of(content))
    with pytest.raises(UnreadableModel):
        from_bytes(content[:100], hash_of(content[:100]))
    with pytest.raises(UnreadableModel):
        from_bytes(b"", hash_of(b""))


def test_another_format_and_another_shape_are_refused(model: TextModel) -> None:
    with np.load(io.BytesIO(to_bytes(model)), allow_pickle=False) as arrays:
        parts = {name: arrays[name] for name in arrays.files}
    head = json.loads(parts["head"].tobytes())
    for changes in ({"head": {**head, "format": 99}}, {"scales": parts["scales"][:-1]}):
        target = io.BytesIO()
        changed = {**parts, **changes}
        if isinstance(changed["head"], dict):
            changed["head"] = np.frombuffer(json.dumps(changed["head"]).encode(), dtype=np.uint8)
        np.savez_compressed(target, **changed)
        with pytest.raises(UnreadableModel):
            from_bytes(target.getvalue(), hash_of(target.getvalue()))


def test_runs_stay_within_marks_and_know_their_place() -> None:
    found = list(grams("甲 乙,丙丁", 2))
    assert [gram for gram, _first, _last in found] == ["甲", "乙", "丙", "丁", "丙丁"]
    assert found[-1] == ("丙丁", 4, 5)


def test_forms_of_a_character_are_one() -> None:
    assert [gram for gram, *_place in grams("ＫTV9", 1)] == ["k", "t", "v", "0"]


def test_touching_runs_are_joined_into_a_word() -> None:
    text = "天天打桩机响"
    assert joined(text, {"打桩": 2.0, "桩机": 1.0}, 2) == ("打桩机",)
