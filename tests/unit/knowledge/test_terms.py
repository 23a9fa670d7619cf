"""The terms by which answers are found, when one may be used, and what is said of its source."""

from __future__ import annotations

from datetime import date

import pytest

from caseflow.desk.knowledge.reference import ENTRIES
from caseflow.desk.knowledge.rules import EXAMPLE, TOPICS, is_usable, spoken
from caseflow.desk.knowledge.terms import LONGEST, MOST_ASKED, entry_terms, typed_terms

NIGHT = entry_terms("晚上几点以后不能施工？", "夜间施工 证明", "应当取得证明并公示。")


def test_keywords_weigh_more_than_the_question_and_it_more_than_the_answer() -> None:
    assert NIGHT["夜间"] > NIGHT["几点"] > NIGHT["取得"]


@pytest.mark.parametrize(
    "typed", ["夜间", "夜间施工", "yjsg", "yj", "YJSG", "ｙｊｓｇ", "yejian", "施", "zm"]
)
def test_an_entry_is_found_by_words_characters_and_letters(typed: str) -> None:
    assert set(typed_terms(typed)) & set(NIGHT)


@pytest.mark.parametrize("typed", ["油烟", "yy", "", "？！", "y"])
def test_other_words_do_not_find_it(typed: str) -> None:
    assert not set(typed_terms(typed)) & set(NIGHT)


def test_pairs_do_not_cross_punctuation() -> None:
    assert "工证" not in entry_terms("施工，证明", "", "x")


def test_no_term_is_longer_than_its_column_and_no_more_are_asked_than_allowed() -> None:
    long = "a" * 300
    assert max(map(len, entry_terms(long, long, long))) == LONGEST
    assert typed_terms(long) == [long[:LONGEST]]
    many = "".join(chr(0x4E00 + n) for n in range(500))
    assert len(typed_terms(many)) == MOST_ASKED


@pytest.mark.parametrize(
    ("until", "first", "last", "is_right"),
    [
        (None, None, None, True),
        (date(2026, 11, 27), None, None, False),
        (date(2026, 11, 28), None, None, True),
        (None, date(2026, 11, 29), None, False),
        (None, None, date(2026, 11, 27), False),
    ],
)
def test_an_answer_is_used_while_it_and_its_source_stand(
    until: date | None, first: date | None, last: date | None, is_right: bool
) -> None:
    assert is_usable(until, first, last, date(2026, 11, 28)) is is_right


def test_what_was_not_read_is_marked_in_what_is_said() -> None:
    assert spoken("是。", "《法》", "第一条", True) == "是。（依据：《法》第一条）"
    assert spoken("是。", "《法》", "", False) == f"是。（依据：《法》；{EXAMPLE}）"
    assert spoken("是。", "", "", False) == f"是。（{EXAMPLE}）"


def test_every_shipped_answer_has_its_source() -> None:
    assert len(ENTRIES) >= 15
    assert len({entry.key for entry in ENTRIES}) == len(ENTRIES)
    for entry in ENTRIES:
        assert entry.instrument, entry.key
        assert entry.topic in TOPICS, entry.key
        assert len(entry.question) <= 200, entry.key
        if entry.instrument == "《生态环境法典》":
            assert entry.in_force_from == date(2026, 8, 15)


def test_figures_that_were_not_read_are_not_called_verified() -> None:
    unread = {
        "order-closed-within",
        "gb-12523",
        "db50-859",
        "reward",
        "hazardous-waste-manifest",
    }
    assert {entry.key for entry in ENTRIES if not entry.is_verified} == unread
