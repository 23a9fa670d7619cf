"""Putting marks together: nothing uncovered, nothing twice; the lexicons; how long it takes."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.bench.labelled import frames
from caseflow.bench.redaction import DEFAULT, read_lines
from caseflow.core.redaction import (
    KIND_LABELS,
    Known,
    apply_marks,
    fold,
    propose,
    propose_each,
)
from caseflow.core.redaction.known import known_marks
from caseflow.core.redaction.lexicon import (
    compound_surnames,
    given_weights,
    surname_of,
    surnames,
    township_stems,
    written,
)
from caseflow.core.redaction.names import name_marks
from caseflow.core.redaction.patterns import form_marks
from tests.unit.publication.redacting import marked, shown

PIECES = st.sampled_from(
    [
        "陈小河", "138-1234-5678", "滨江花园2栋", "，", "。", "由", "称", "500233199003072316",
        "果园路", "晚上11点半", "渝F·A1234", "欧阳文静", "6岁", "微信chenxh2020", " ", "经查",
        "(", ")", "\n", "*", "某",
    ]
)  # fmt: skip
KNOWN = Known(
    people=("陈小河",), addresses=("滨江花园2栋",), bodies=("由陈小河称晚上11点半经查果园路",)
)


@given(st.lists(PIECES, max_size=14).map("".join))
@settings(max_examples=150, deadline=None)
def test_marks_are_in_order_apart_and_cover_all_that_is_found(text: str) -> None:
    marks = propose(text, KNOWN)
    assert all(one.end <= other.start for one, other in pairwise(marks))
    assert all(0 <= one.start < one.end <= len(text) for one in marks)
    covered = {place for one in marks for place in range(one.start, one.end)}
    folded = fold(text)
    for found in (*known_marks(folded, KNOWN), *form_marks(folded)):
        rest = set(range(found.start, found.end)) - covered
        assert not [text[place] for place in rest if text[place].isalnum()]


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_engine_and_folding_keeps_its_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    propose(text, KNOWN)


def test_every_mark_has_a_reason_that_a_person_can_read() -> None:
    text = "联系人陈小河，电话13812345678，住果园路3号，家有6岁孩子，患有哮喘，微信chenxh2020。"
    for one in propose(text, KNOWN):
        assert one.reason == KIND_LABELS[one.kind]


def test_the_same_text_gives_the_same_marks() -> None:
    text = "由李明、王强两名执法人员对张三询问，张伟在场。"
    assert propose(text) == propose(text)


def test_what_a_stronger_mark_leaves_over_stays_covered() -> None:
    known = Known(people=("陈小河",), bodies=("我是陈小河他们半夜三更还在打桩",))
    text = "来件称我是陈小河他们半夜三更还在打桩。"
    assert shown(text, known) == "来件称×××群众×××。"


def test_marks_are_applied_wherever_they_stand_and_whatever_their_order() -> None:
    assert apply_marks("一二三四五", [(3, 5, ""), (0, 1, "甲")]) == "甲二三×××"


def test_a_text_without_anything_private_is_left_as_it_is() -> None:
    text = "".join(frames.FRAMES.plain)
    assert marked(text) == []
    assert shown(text) == text


def test_the_lexicons_hold_what_they_claim() -> None:
    assert len([one for one in surnames() if len(one) == 1]) >= 900
    assert len(compound_surnames()) >= 70
    assert set("赵钱孙李周吴郑王冯陈冉覃谭牟幸") <= set(surnames())
    assert len(given_weights()) >= 2000
    assert {"忠州", "白石", "金声", "磨子土家族"} <= township_stems()
    assert len(township_stems()) == 29


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("陈小河", "陈"),
        ("欧阳锋", "欧阳"),
        ("欧阳", "欧"),
        ("司马相如", "司马"),
        ("※", ""),
        ("", ""),
    ],
)
def test_a_surname_is_the_longest_that_leaves_a_given_name(name: str, surname: str) -> None:
    assert surname_of(name) == surname


@pytest.mark.parametrize(("one", "also"), [("国", "國"), ("陈", "陳"), ("启", "啟"), ("河", "")])
def test_a_character_is_known_in_its_traditional_forms(one: str, also: str) -> None:
    assert set(one + also) <= set(written(one))


def test_five_hundred_characters_take_less_than_twenty_milliseconds() -> None:
    text = (
        "由陈建国、李秀兰陪同检查，联系人：欧阳文静（138-1234-5678），住滨江花园3栋2单元501室。"
        "经监测，厂界噪声昼间63分贝、夜间54分贝，超过二类标准限值。" * 10
    )[:500]
    assert len(text) == 500
    known = Known(people=("陈小河", "吕建国"), phones=("13812345678",), bodies=(text[:200],))
    propose(text, known)  # reads the lexicons
    took = []
    for _round in range(5):
        began = time.process_time()
        propose(text, known)
        took.append(time.process_time() - began)
    assert min(took) < 0.020


def test_names_are_read_in_folded_text_of_any_length() -> None:
    assert list(name_marks("")) == []
    assert len(list(name_marks("联系人：陈小河。" * 40))) == 40


def test_many_short_texts_get_the_marks_of_each() -> None:
    """Cells looked through at once are marked as each alone, whatever stands beside it."""
    for line in read_lines(DEFAULT)[::10]:
        cells = [part for part in re.split(r"(?<=[。，；])", line.text) if part]
        known = replace(line.known, bodies=())  # A quotation may go on in the next cell.
        alone = [propose(cell, known) for cell in cells]
        assert propose_each(cells, known) == alone
        assert propose_each(["", *cells, ""], known) == [[], *alone, []]


def test_what_is_known_is_found_in_no_two_cells_together() -> None:
    known = Known(people=("陈小河",), phones=("13812345678",))
    assert propose_each(["1381234", "5678"], known) == [propose("1381234"), []]
    assert [len(marks) for marks in propose_each(["陈小", "河", "陈小河"], known)][-1] == 1
