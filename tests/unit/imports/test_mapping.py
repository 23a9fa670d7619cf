"""Columns are guessed by their headers; rows become entries, or say what is wrong with them."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.desk.imports.columns import FIELDS, category_codes
from caseflow.desk.imports.mapping import (
    Plan,
    complete,
    entry_of,
    guess,
    normal_header,
    parse_mapping,
    plan,
)
from caseflow.desk.imports.reading import Row, Unreadable
from caseflow.desk.imports.reading.problems import RowProblem
from caseflow.ground.clock import ZONE
from tests.import_files import HEADERS, REPLY_HEADERS, line, replied

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def planned(*lines: dict[str, Any], **mapping: str) -> Plan:
    rows = [Row(number, cells) for number, cells in enumerate(lines, start=2)]
    headers = list(dict.fromkeys(name for cells in lines for name in cells))
    return plan(rows, complete(mapping, headers), NOW)


def reasons(found: Plan) -> list[tuple[int, str]]:
    return [(rejected.row, str(rejected.problem)) for rejected in found.rejected]


def test_the_headers_of_a_message_board_are_known() -> None:
    assert guess([*REPLY_HEADERS, "反对数", "点赞数", "一级标签"]) == {
        "reference": "留言编号",
        "account": "留言用户",
        "subject": "留言主题",
        "submitted_at": "留言时间",
        "body": "留言详情",
        "reply": "答复意见",
        "replied_at": "答复时间",
        "category": "一级标签",
    }


def test_the_headers_of_a_hotline_are_known() -> None:
    headers = [
        "工单号",
        "来电时间",
        "来电人",
        "来电号码",
        "诉求内容（必填）",
        "事发地址",
        "被举报单位",
        "经度",
        "纬度",
    ]
    assert guess(headers) == {
        "reference": "工单号",
        "submitted_at": "来电时间",
        "name": "来电人",
        "phone": "来电号码",
        "body": "诉求内容（必填）",
        "place": "事发地址",
        "respondent": "被举报单位",
        "longitude": "经度",
        "latitude": "纬度",
    }


@pytest.mark.parametrize("header", ["被诉单位", "被投诉单位", "被举报单位", "被诉人", "被投诉企业"])
def test_whoever_is_complained_of_is_known_and_the_kind_is_no_category(header: str) -> None:
    assert guess(["编号", header, "诉求类型"]) == {"reference": "编号", "respondent": header}


def test_keys_in_english_and_pinyin_are_known() -> None:
    assert guess(["content", "url", "number", "wenti"]) == {
        "reference": "number",
        "submitted_at": "url",
        "subject": "wenti",
        "body": "content",
    }


def test_no_header_names_two_fields() -> None:
    names = [name for field in FIELDS.values() for name in field.headers]
    assert len(names) == len(set(names))
    assert all(normal_header(name) == name for name in names)


@given(st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_matter(order: random.Random) -> None:
    headers = list(REPLY_HEADERS)
    order.shuffle(headers)
    assert guess(headers) == guess(REPLY_HEADERS)


@given(st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=12))
def test_a_guess_uses_each_header_at_most_once_and_only_those_given(headers: list[str]) -> None:
    found = guess(headers)
    assert len(set(found.values())) == len(found)
    assert set(found.values()) <= set(headers)


def test_a_given_mapping_goes_before_the_guess() -> None:
    found = complete({"subject": "留言详情", "account": ""}, HEADERS)
    assert found["subject"] == "留言详情"
    assert "account" not in found
    assert "body" not in found


@pytest.mark.parametrize(
    ("mapping", "headers", "words"),
    [
        ({}, ["留言主题", "留言时间"], "Reference number"),
        ({}, ["编号", "时间"], "“Text” is missing"),
        ({}, ["编号", "标题"], "Time of the message"),
        ({"subject": "没有"}, HEADERS, "no column “没有”"),
        ({"colour": "留言主题"}, HEADERS, "not a field"),
    ],
)
def test_a_missing_column_is_one_sentence(
    mapping: dict[str, str], headers: list[str], words: str
) -> None:
    with pytest.raises(Unreadable, match=words):
        complete(mapping, headers)


def test_a_mapping_is_typed_or_given_as_json() -> None:
    wanted = {"reference": "编号", "body": "内容"}
    assert parse_mapping("reference=编号, body=内容") == wanted
    assert parse_mapping(json.dumps(wanted)) == wanted
    assert parse_mapping("") == {}
    for words in ("reference", '{"reference": '):
        with pytest.raises(Unreadable):
            parse_mapping(words)


def test_a_row_becomes_an_entry_in_clean_words() -> None:
    entry = planned(line(37042.0)).entries[0]
    assert entry.reference == "37042"
    assert entry.body == "砖厂每天傍晚冒黑烟。\n请查处。"
    assert entry.submitted_at == datetime(2026, 3, 2, 9, 4, 5, tzinfo=ZONE)
    assert entry.account == "U37042.0"


def test_the_title_line_of_a_board_loses_its_frame() -> None:
    row = {"number": "178496\u00a0\u00a0", "wenti": " 提问：砖厂冒黑烟  编号:178496 \u00a0",
           "content": "砖厂", "url": "http://board.example/q/201802/1.shtml"}  # fmt: skip
    assert planned(row).entries[0].subject == "砖厂冒黑烟"


def test_subject_and_text_stand_in_for_each_other() -> None:
    no_text, no_subject = planned(line(1, 留言详情=""), line(2, 留言主题=None)).entries
    assert no_text.body == no_text.subject
    assert no_subject.subject == "砖厂每天傍晚冒黑烟。"


def test_a_long_subject_is_cut_and_kept_whole_in_the_text() -> None:
    entry = planned(line(1, 留言主题="长" * 500)).entries[0]
    assert len(entry.subject) == 300
    assert "长" * 500 in entry.body


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"留言编号": " \u3000"}, "reference number is missing"),
        ({"留言编号": "9" * 121}, "longer than 120"),
        ({"留言时间": ""}, "time of the message is missing"),
        ({"留言时间": "某日"}, "“某日” is not a day or time"),
        ({"留言时间": "2026/11/26 9:00:00"}, "lies ahead"),
        ({"留言时间": "1970/1/1"}, "before 1990"),
        ({"留言主题": "", "留言详情": "\t\n"}, "neither subject nor text"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_the_others_go_in(
    changes: dict[str, Any], words: str
) -> None:
    found = planned(line(1), line(2, **changes), line(3))
    assert [entry.row for entry in found.entries] == [2, 4]
    assert reasons(found)[0][0] == 3
    assert words in reasons(found)[0][1]


def test_the_first_row_of_a_number_wins_and_another_content_is_a_conflict() -> None:
    found = planned(line(7), line(8), line(7, 留言详情="别的内容"))
    assert [entry.reference for entry in found.entries] == ["7", "8"]
    assert reasons(found) == [(4, "Conflict: number 7 stands in row 2 with other content.")]


def test_a_number_with_another_label_is_a_conflict_too() -> None:
    found = planned(line(7, 一级分类="环境保护"), line(7, 一级分类="城乡建设"))
    assert len(found.rejected) == 1


def test_a_row_that_repeats_another_is_counted_and_not_rejected() -> None:
    found = planned(line(7), line(7), line(7))
    assert (len(found.entries), found.repeats, found.rejected) == (1, 2, [])


def test_a_reply_keeps_its_day() -> None:
    entry = planned(replied(1)).entries[0]
    assert entry.reply == "您好，已责令砖厂停产整改。"
    assert entry.replied_at == datetime(2026, 3, 16, 10, 30, tzinfo=ZONE)


def test_a_reply_on_the_day_of_its_message_without_an_hour_counts_from_the_message() -> None:
    entry = planned(replied(1, 答复时间="2026/3/2")).entries[0]
    assert entry.replied_at == entry.submitted_at


@pytest.mark.parametrize(
    ("replied_at", "words"),
    [
        ("2026/3/1 23:59:00", "dated before its message"),
        ("2027/1/1", "lies ahead"),
        ("", "has no time"),
        ("改日", "not a day or time"),
    ],
)
def test_a_reply_that_cannot_be_believed_leaves_the_petition_open(
    replied_at: str, words: str
) -> None:
    found = planned(replied(1, 答复时间=replied_at))
    assert found.entries[0].reply == ""
    assert words in reasons(found)[0][1]


def test_coordinates_come_in_pairs_and_within_the_globe() -> None:
    place = {"经度": "108.04", "纬度": 30.3}
    assert planned({**line(1), **place}).entries[0].longitude == 108.04
    assert planned({**line(1), **place, "纬度": ""}).entries[0].longitude is None
    assert planned({**line(1), **place, "纬度": "北"}).entries == []
    assert planned({**line(1), **place, "纬度": "91"}).entries == []


@pytest.mark.parametrize(
    ("label", "codes"),
    [
        ("建设施工噪声", ("noise-construction",)),
        ("噪声污染", ("noise",)),
        ("油烟扰民", ("air-fumes",)),
        ("危险废物", ("hazardous",)),
        ("环境保护", ()),
        ("", ()),
    ],
)
def test_labels_of_ours_are_categories(label: str, codes: tuple[str, ...]) -> None:
    assert category_codes(label) == codes


CELLS = st.one_of(
    st.none(), st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.dates()
)


@given(st.fixed_dictionaries({name: CELLS for name in REPLY_HEADERS}))
def test_any_row_is_an_entry_or_a_row_problem(cells: dict[str, Any]) -> None:
    try:
        entry = entry_of(Row(2, cells), guess(REPLY_HEADERS), NOW)
    except RowProblem:
        return
    assert entry.reference
    assert 0 < len(entry.subject) <= 300
    assert entry.body
    assert entry.submitted_at <= NOW + timedelta(minutes=10)
    if entry.reply:
        assert entry.replied_at is not None
        assert entry.replied_at >= entry.submitted_at


@given(st.lists(st.integers(1, 5), max_size=30))
def test_every_row_is_an_entry_a_repeat_or_rejected(numbers: list[int]) -> None:
    lines = [line(number, 留言详情=f"{index % 2}") for index, number in enumerate(numbers)]
    found = planned(line(99), *lines)
    assert len(found.entries) + found.repeats + len(found.rejected) == found.row_count
    assert {entry.reference for entry in found.entries} == {"99", *map(str, numbers)}
