"""Who files anonymously may still give a name in the words: no reader without the right sees it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from caseflow.core.cases.queries.lists.filter import Filter
from caseflow.core.cases.queries.lists.rows import case_rows
from caseflow.core.cases.queries.page import case_page
from caseflow.core.cases.queries.reading import rows_read_by
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.subjects import proposed_subject
from caseflow.core.search.queries.hits import search_cases
from tests.cast import Cast
from tests.factories import case_in, do, open_case

PLACE = "滨江路老谭火锅店，电话13800138000，住巴王路12号"
BODY = "我叫李建国，住翠屏小区3栋502，楼下老谭火锅店油烟大。邻居王秀兰也受不了，电话13812345678。"
SECRETS = ("李建国", "3栋502", "王秀兰", "13812345678")
ANONYMOUS = {
    "body": BODY,
    "subject": proposed_subject(BODY, "老谭火锅店"),
    "request": "请李建国的楼下停业",
    "respondent_words": "老谭火锅店",
    "address_text": PLACE,
    "person": Person(),
    "is_anonymous": True,
}
"""What the website hands over for somebody who gives no name, telephone number or address."""


@dataclass(frozen=True)
class Line:
    """A row of a list with words of a colleague."""

    case_id: int
    words: str


@pytest.fixture
def case_id(cast: Cast) -> int:
    case = open_case(**ANONYMOUS).case
    assert not any(secret in case.title for secret in SECRETS)
    assert "老谭火锅店" in case.title
    return case.id


@pytest.mark.parametrize("reader", ["lena", "aude"])
def test_the_page_of_a_case_hides_whom_the_words_name(
    cast: Cast, case_id: int, reader: str
) -> None:
    seen = repr(case_page(case_id, getattr(cast, reader)))
    assert not [secret for secret in SECRETS if secret in seen]
    assert "老谭火锅店油烟大" in seen
    assert "某小区" in seen


def test_who_may_see_complainants_reads_every_word(cast: Cast, case_id: int) -> None:
    (petition,) = case_page(case_id, cast.dong).petitions
    assert petition.body == BODY


@pytest.mark.parametrize("word", ["油烟", "受不了", "停业", "火锅店"])
def test_a_search_shows_nobody_either(cast: Cast, case_id: int, word: str) -> None:
    for reader in (cast.lena, cast.aude):
        seen = repr(search_cases(word, reader).rows)
        assert "忠环案" in seen
        assert not [secret for secret in SECRETS if secret in seen], seen


@pytest.mark.parametrize("word", [*SECRETS, "油烟 李建国", "13800138000", "巴王路12号"])
def test_a_search_for_what_is_hidden_finds_nothing(cast: Cast, case_id: int, word: str) -> None:
    for reader in (cast.lena, cast.aude):
        found = search_cases(word, reader)
        assert (found.rows, found.count) == ((), 0), word
    assert len(search_cases(word, cast.dong).rows) == 1


def test_a_place_is_read_without_who_lives_there(cast: Cast, case_id: int) -> None:
    (place,) = {row.address_text for row in case_rows(Filter(), cast.lena).items}
    assert place == "滨江路老谭火锅店，电话×××，住巴王路×××"
    shown = case_page(case_id, cast.aude).case.address_text
    assert shown == "滨江路老谭火锅店，电话×××，住巴王路×××"
    assert case_page(case_id, cast.olga).case.address_text == PLACE


def test_what_colleagues_write_is_read_without_the_complainants_of_that_case(cast: Cast) -> None:
    case, other = case_in("investigating"), open_case(person=Person(name="谭正言")).case
    rows = [Line(case.id, "陈小河来电，谭正言在场"), Line(other.id, "陈小河来电，谭正言在场")]
    first, second = rows_read_by(cast.lena, rows)
    assert "陈小河" not in first.words
    assert "谭正言" in first.words
    assert "谭正言" not in second.words
    assert rows_read_by(cast.dong, rows) == rows
    do(other, "merge", target_number=case.number, reason="同一事项。")
    assert "谭正言" not in rows_read_by(cast.lena, rows)[0].words, "of a merged case as well"
