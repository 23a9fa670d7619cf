"""Who files anonymously may still give a name in the words: no reader without the right sees it."""

from __future__ import annotations

import pytest

from caseflow.core.cases.queries.page import case_page
from caseflow.core.petitions.subjects import proposed_subject
from caseflow.core.search.queries.hits import search_cases
from tests.cast import Cast
from tests.factories import open_case

BODY = "我叫李建国，住翠屏小区3栋502，楼下老谭火锅店油烟大。邻居王秀兰也受不了，电话13812345678。"
SECRETS = ("李建国", "3栋502", "王秀兰", "13812345678")
ANONYMOUS = {
    "body": BODY,
    "subject": proposed_subject(BODY, "老谭火锅店"),
    "request": "请李建国的楼下停业",
    "respondent_words": "老谭火锅店",
    "person": None,
    "is_anonymous": True,
}
"""What the website hands over for somebody who gives no name, telephone number or address."""


@pytest.fixture
def case_id(cast: Cast) -> int:
    case = open_case(**{key: value for key, value in ANONYMOUS.items() if value is not None}).case
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
    assert "翠屏小区" in seen


def test_who_may_see_complainants_reads_every_word(cast: Cast, case_id: int) -> None:
    (petition,) = case_page(case_id, cast.dong).petitions
    assert petition.body == BODY


@pytest.mark.parametrize("word", ["油烟", "受不了", "李建国", "停业"])
def test_a_search_shows_nobody_either(cast: Cast, case_id: int, word: str) -> None:
    for reader in (cast.lena, cast.aude):
        seen = repr(search_cases(word, reader).rows)
        assert not [secret for secret in SECRETS if secret in seen], seen
