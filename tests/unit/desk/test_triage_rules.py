"""The keyword table, row by row: each one is found on an invented sentence, with its words."""

from __future__ import annotations

import pytest

from caseflow.core.petitions.reference import CATEGORIES, TRACKS
from caseflow.desk.triage.rules import (
    CATEGORY,
    EMERGENCY,
    EMERGENCY_FROM,
    ROWS,
    TRACK,
    KeywordRow,
    emergencies,
    hints,
    weigh,
)

SENTENCES = {
    (CATEGORY, "noise-construction"): "隔壁楼盘凌晨还在打桩,浇筑混凝土",
    (CATEGORY, "noise-industry"): "石材加工厂的空压机整天轰鸣",
    (CATEGORY, "noise-social"): "每晚坝坝舞的音响放得震天响",
    (CATEGORY, "noise-traffic"): "半夜改装车炸街,货车不停鸣笛",
    (CATEGORY, "noise"): "不知道哪里来的噪声,吵得人睡不着",
    (CATEGORY, "air-fumes"): "楼下烧烤店没装油烟净化器",
    (CATEGORY, "air-dust"): "渣土车没盖好,一路尘土飞扬",
    (CATEGORY, "air-odour"): "养猪场飘来恶臭,不敢开窗",
    (CATEGORY, "air-industry"): "砖厂的烟囱一直冒黑烟",
    (CATEGORY, "air-burning"): "有人在田里烧秸秆",
    (CATEGORY, "air"): "这一片空气污染很厉害",
    (CATEGORY, "water"): "作坊把废水直排到溪沟,水都发黑了",
    (CATEGORY, "solid"): "河边被人乱倒垃圾,建筑垃圾成堆",
    (CATEGORY, "hazardous"): "汽修店把废机油和废铅蓄电池放在路边",
    (CATEGORY, "ecology"): "有人在林地里乱砍滥伐,毁林开荒",
    (CATEGORY, "radiation"): "楼顶新装的通信基站会不会有电磁辐射",
    (CATEGORY, "other"): "项目没有环评就开工,属于未批先建",
    (TRACK, "report"): "举报一家企业偷排,请查处",
    (TRACK, "petition"): "对信访答复不服,要求复查和赔偿",
    (TRACK, "consultation"): "请问排污登记怎么办理,需要哪些材料",
    (TRACK, "suggestion"): "提个建议,希望增设隔音屏",
    (EMERGENCY, "ongoing"): "他们正在偷排,快来",
    (EMERGENCY, "hazardous"): "有人把废酸倒进水沟",
    (EMERGENCY, "poison"): "闻到以后呼吸困难,有人晕倒",
    (EMERGENCY, "dead-fish"): "水库里出现大量死鱼",
    (EMERGENCY, "spill"): "油罐车侧翻,柴油泄漏",
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}:{row.code}")
def test_every_row_is_found_on_its_sentence_with_words_of_it(row: KeywordRow) -> None:
    text = SENTENCES[row.kind, row.code]
    found = emergencies(text) if row.kind == EMERGENCY else hints(text, row.kind)
    assert row.code in [hint.code for hint in found[:3]]
    if row.kind != EMERGENCY:
        assert found[0].code == row.code
    words = next(hint.words for hint in found if hint.code == row.code)
    assert words
    assert all(word in text for word in words)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind}:{row.code}")
def test_every_word_of_a_row_counts_for_it(row: KeywordRow) -> None:
    for word in row.words:
        weight, words = weigh(row, f"昨天{word}。")
        assert weight > 0, word
        assert any(word in shown or shown in word for shown in words)


def test_every_sentence_belongs_to_a_row_and_every_code_exists() -> None:
    assert set(SENTENCES) == {(row.kind, row.code) for row in ROWS}
    categories = {code for code, *_rest in CATEGORIES}
    assert {row.code for row in ROWS if row.kind == CATEGORY} == categories
    assert {row.code for row in ROWS if row.kind == TRACK} == set(TRACKS) - {"inspection"}


def test_a_word_within_a_longer_one_counts_once() -> None:
    row = KeywordRow(CATEGORY, "x", {"垃圾": 1.0, "医疗垃圾": 3.0}, {})
    assert weigh(row, "医疗垃圾") == (3.0, ("医疗垃圾",))


def test_words_against_lower_a_row_but_never_below_nothing() -> None:
    row = KeywordRow(CATEGORY, "x", {"工地": 1.0}, {"工资": 2.0})
    assert weigh(row, "工地拖欠工资") == (0.0, ("工地",))


def test_capitals_do_not_matter_and_the_word_is_shown_as_typed() -> None:
    (hint, *_rest) = hints("楼下ktv太吵", CATEGORY)
    assert (hint.code, hint.words[0]) == ("noise-social", "ktv")


def test_a_first_level_gives_way_to_its_second_level() -> None:
    codes = [hint.code for hint in hints("工地打桩噪音扰民", CATEGORY)]
    assert codes[0] == "noise-construction"
    assert "noise" not in codes


def test_shares_order_the_hints_and_never_exceed_the_whole() -> None:
    found = hints("烧烤店油烟大,音响又吵", CATEGORY)
    shares = [hint.share for hint in found]
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1


@pytest.mark.parametrize("text", ["", "你好", "谢谢", "打桩机"])
def test_ordinary_words_are_no_emergency(text: str) -> None:
    assert emergencies(text) == []


def test_one_hint_alone_is_no_emergency() -> None:
    row = next(row for row in ROWS if (row.kind, row.code) == (EMERGENCY, "ongoing"))
    assert weigh(row, "正在")[0] < EMERGENCY_FROM
    assert emergencies("正在") == []
