"""The subject proposed from what a caller says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.core.petitions.subjects import SUBJECT_LENGTH, proposed_subject
from caseflow.desk.registration.rules import is_phone


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("楼下烧烤店油烟扰民。每天晚上都有。", "楼下烧烤店油烟扰民"),
        ("  工地夜间施工\n从十点到两点", "工地夜间施工"),
        ("短", "短"),
        ("", ""),
        (
            "我们小区对面的搅拌站从上个月开始每天凌晨三点左右就开工，噪声特别大，灰尘也大得不得了",
            "我们小区对面的搅拌站从上个月开始每天凌晨三点左右就开工，噪声特别大…",
        ),
        ("噪" * 50, "噪" * 39 + "…"),
    ],
)
def test_the_first_words_become_the_subject(body: str, subject: str) -> None:
    assert proposed_subject(body) == subject


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("我叫李建国，楼下很吵", "我叫李某，楼下很吵"),
        ("我是3栋502的张女士，楼下很吵", "我是×××的张某，楼下很吵"),
        ("翠屏小区3栋2单元502楼下很吵", "翠屏小区×××楼下很吵"),
        ("请回电13812345678，楼下很吵", "请回电×××，楼下很吵"),
        ("滨江路12号老谭火锅店油烟扰民", "滨江路12号老谭火锅店油烟扰民"),
        ("东溪镇宏声学校旁工地夜间施工", "东溪镇宏声学校旁工地夜间施工"),
    ],
)
def test_it_tells_the_problem_and_not_who_lives_with_it(body: str, subject: str) -> None:
    assert proposed_subject(body, "老谭火锅店") == subject


@given(st.text(max_size=200))
def test_a_proposed_subject_is_one_short_line(body: str) -> None:
    subject = proposed_subject(body)
    assert len(subject) <= SUBJECT_LENGTH
    assert "\n" not in subject


@pytest.mark.parametrize(
    ("digits", "answer"),
    [
        ("13812345678", True),
        ("54812369", True),
        ("02354812369", True),
        ("12345", False),
        ("", False),
    ],
)
def test_what_can_be_a_telephone_number(digits: str, answer: bool) -> None:
    assert is_phone(digits) is answer
