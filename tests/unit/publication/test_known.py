"""What the case itself knows, found however it is spelled, and never in what is published."""

from __future__ import annotations

import pytest

from caseflow.core.redaction import Known, leaks, propose_each
from caseflow.core.redaction.people import pinyin_spelling
from caseflow.core.redaction.title_words import KIN
from tests.unit.publication.redacting import assert_hidden, marked, shown

KNOWN = Known(
    people=("陈小河",),
    staff=("方立德",),
    phones=("13812345678", "023-54231234"),
    addresses=("忠州街道果园路3号滨江花园2栋",),
    numbers=("忠环案〔2026〕7号", "AB3K9QXZ"),
    respondents=("忠县老灶房火锅店", "91500233MA5U1ABCXD"),
    bodies=("半夜两点打桩机震得整栋楼的窗户都在抖。孩子整晚不敢睡觉，我们实在受不了了！",),
)

SPELLINGS = [
    "陈小河", "陈 小 河", "陈·小·河", "陈　小河", "陳小河",
    "陈女士", "陈大姐", "老陈", "小陈", "陈姓", "陈某", "陈某某", "陈某河",
    "陈**", "陈*河", "陈小*",
    "chen xiaohe", "chenxiaohe", "Chen Xiaohe", "CHEN XIAOHE", "Chen Xiao He", "Chen Xiao-he",
    "chen_xiao_he", "CHEN, Xiaohe", "Xiaohe Chen", "xiaohechen", "Chén Xiǎohé", "chen2 xiao3 he2",
    "ｃｈｅｎｘｉａｏｈｅ", "CXH", "cxh", "C.X.H", "C X H", "Chen X.H", "X.H. Chen",
    "陈、小河", "陈，小河", "陈（小河）", "陈“小河”", "陈|小|河", "陈/小/河", "陈—小—河",
    "陈•小•河", "陈・小・河", "陈\n小河",
    "陈\ufe0f小\ufe0f河", "陈\u3164小河", "陳、小、河", "陈●河", "陈■河", "陈△△",
    "Chèn Xiáohé", "che\u0301n xia\u030ao he\u0301", "chen6 xiao7 he", "chen/xiao/he",
    "chen|xiao|he",
    "chen—xiaohe", "C-X-H", "C/X/H", "ChenXH", "XHChen", "chen xi\u0430ohe",
    "13812345678", "138-1234-5678", "１３８１２３４５６７８", "一三八一二三四五六七八",
    "幺三八幺二三四五六七八", "023-54231234", "5423 1234", "(023)54231234",
    "方立德", "方 立 德", "fang lide", "方老师",
    "滨江花园2栋", "滨江花园 2 栋", "滨江花园",
    "忠环案〔2026〕7号", "忠环案 〔2026〕 7号", "AB3K9QXZ", "ab3k9qxz", "AB3K-9QXZ",
    "忠县老灶房火锅店", "老灶房火锅店", "91500233MA5U1ABCXD",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_what_the_case_knows_is_found_however_it_is_spelled(spelling: str) -> None:
    text = f"经查，{spelling}，情况属实。"
    assert marked(text, KNOWN)
    after = shown(text, KNOWN)
    assert spelling not in after
    assert leaks(after, KNOWN) == 0
    assert after.endswith("，情况属实。")


PEOPLE = [
    # name, how it is written
    ("吕建国", "Lǚ Jiànguó"), ("吕建国", "lv jianguo"), ("吕建国", "Lyu Jianguo"),
    ("吕建国", "Lu Jianguo"), ("吕建国", "呂建國"), ("曾静文", "Zeng Jingwen"),
    ("单志强", "Shan Zhiqiang"), ("覃世才", "Qin Shicai"), ("覃世才", "Tan Shicai"),
    ("欧阳文静", "Ouyang Wenjing"), ("欧阳文静", "Wenjing Ouyang"), ("欧阳文静", "歐陽文靜"),
    ("欧阳文静", "欧阳女士"), ("欧阳文静", "欧阳某"), ("欧阳文静", "文静"), ("李伟", "Li Wei"),
    ("李伟", "李*"), ("李伟", "李某"), ("李伟", "老李"), ("赵启华", "趙啟華"), ("马云飞", "馬雲飛"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "spelling"), PEOPLE)
def test_people_are_found_in_every_form_of_their_names(name: str, spelling: str) -> None:
    known = Known(people=(name,))
    text = f"材料由{spelling}提交。"
    start = text.index(spelling)
    covered = marked(text, known)
    assert any(spelling in words or words in spelling for _kind, words in covered), covered
    assert_hidden(
        "name" if spelling == name[2:] else "known",
        text,
        text[start : start + len(spelling)],
        known,
    )


@pytest.mark.parametrize(
    "text",
    [
        "施工单位已停工，高工程质量要求。",
        "machen xiaohei exchange",
        "小陈旧设备已更换。",
        "尺寸为13812345毫米。",
    ],
)
def test_what_only_looks_like_it_is_not_taken_for_the_case_s_own(text: str) -> None:
    known = Known(people=("陈小河", "施建国", "高文"), phones=("13812345678",))
    assert [words for kind, words in marked(text, known) if kind == "known"] == []


@pytest.mark.parametrize("text", ["水位高，文件齐全。", "水位高、文明施工。", "水位高。文件齐全。"])
def test_a_comma_parts_two_words_and_no_short_name(text: str) -> None:
    assert leaks(text, Known(people=("高文",))) == 0


def test_a_name_split_over_two_parts_of_a_draft_is_no_name() -> None:
    first, second = propose_each(["老陈", "小河水"], Known(people=("陈小河",)))
    assert [mark.kind for mark in first] == ["known"]
    assert "known" not in {mark.kind for mark in second}


@pytest.mark.parametrize("title", KIN.split("|"))
def test_the_given_name_with_a_title_is_the_person_and_cannot_be_kept(title: str) -> None:
    known = Known(people=("李建国",))
    text = f"据建国{title}反映，噪声扰民。"
    assert_hidden("known", text, f"建国{title}", known)
    assert "建国" not in shown(text, known)
    assert leaks(text, known) == 1


def test_the_given_name_that_is_a_word_or_a_shop_s_name_may_be_kept() -> None:
    known = Known(people=("李光明",))
    for words in ("光明工地", "光明会计事务所", "光明村长期积水", "光明老板"):
        kinds = {kind for kind, found in marked(f"检查{words}。", known) if "光明" in found}
        assert "known" not in kinds, words


def test_a_name_in_pinyin_is_found_before_and_behind_chinese_words() -> None:
    assert_hidden("known", "署名chenxiaohe的来信", "chenxiaohe", KNOWN)


def test_the_pattern_of_a_name_does_not_match_a_longer_word() -> None:
    assert "(?<![a-z])" in pinyin_spelling("李伟")
    assert [w for kind, w in marked("reliweight", Known(people=("李伟",))) if kind == "known"] == []


QUOTED = [
    "半夜两点打桩机震得整栋楼的窗户都在抖",
    "“半夜两点打桩机震得整栋楼的窗户都在抖”",
    "打桩机震得整栋楼的窗户",
    "半夜两点，打桩机震得，整栋楼的窗户都在抖",
    "半夜 两点 打桩机 震得 整栋楼 的窗户",
    "半夜两点\n打桩机震得整栋楼",
    "孩子整晚不敢睡觉我们实在受不了了",
]


@pytest.mark.parametrize("quote", QUOTED)
def test_the_complainant_s_own_wording_is_found_whatever_stands_between(quote: str) -> None:
    text = f"来件称{quote}，已核查。"
    assert_hidden("quoted", text, quote, KNOWN)


@pytest.mark.parametrize("words", ["打桩机震得", "整栋楼的窗户", "夜间打桩机施工噪声扰民"])
def test_a_few_words_in_common_are_no_quotation(words: str) -> None:
    assert "quoted" not in {kind for kind, _w in marked(f"经查，{words}，已核查。", KNOWN)}


def test_a_secret_inside_a_quotation_stays_a_mark_of_its_own() -> None:
    known = Known(bodies=("我叫陈小河住在那里每天晚上都睡不着觉",), people=("陈小河",))
    kinds = dict(
        reversed(one) for one in marked("信中写道我叫陈小河住在那里每天晚上都睡不着。", known)
    )
    assert kinds["陈小河"] == "known"
    assert "住在那里每天晚上都睡不着" in kinds


LEAKS = [
    ("经查，陈小河反映属实。", 1),
    ("经查，chen xiaohe与138 1234 5678属实。", 2),
    ("经查，群众反映属实。", 0),
    ("经查，老灶房火锅店属实。", 0),  # a respondent may be named once a decision is in effect
    ("经查，王建国反映属实，电话13900001111。", 0),  # not the case's own
]


@pytest.mark.parametrize(("text", "count"), LEAKS)
def test_a_text_leaks_as_much_as_it_says_of_the_case_s_own_people(text: str, count: int) -> None:
    assert leaks(text, KNOWN) == count


def test_what_stands_for_them_says_who_they_are_to_the_public() -> None:
    assert shown("陈小河反映，方立德到场。", KNOWN) == "群众反映，执法人员到场。"


def test_the_word_for_a_person_is_not_said_twice() -> None:
    known = Known(people=("陈小河",), staff=("李大山",))
    for text, wanted in (
        ("群众陈小河反映", "群众某某反映"),
        ("陈小河反映", "群众反映"),
        ("执法人员李大山到场", "执法人员某某到场"),
    ):
        assert shown(text, known) == wanted
