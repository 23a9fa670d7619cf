"""What is proposed to be hidden, kind by kind, and what must stay readable."""

from __future__ import annotations

import pytest

from caseflow.core.redaction import Known, apply_marks, leaks, propose

HIDDEN = [
    # kind, text, what must be hidden
    ("email", "请回复到 chen.xh@example.com 谢谢", "chen.xh@example.com"),
    ("id", "身份证500233199003072316核对", "500233199003072316"),
    (
        "id",
        "身份证５００２３３１９９００３０７２３１６核对",
        "５００２３３１９９００３０７２３１６",
    ),
    ("id", "身份证500233********2316核对", "500233********2316"),
    ("card", "转到6222021234567890123卡上", "6222021234567890123"),
    ("phone", "电话13812345678反映", "13812345678"),
    ("phone", "电话138 1234 5678反映", "138 1234 5678"),
    ("phone", "打一三八一二三四五六七八找我", "一三八一二三四五六七八"),
    ("phone", "座机023-54231234有人接", "023-54231234"),
    ("phone", "手机尾号5678的机主", "5678"),
    ("phone", "手机138****5678", "138****5678"),
    ("plate", "渝F·A1234货车夜间运渣", "渝F·A1234"),
    ("plate", "渝AD12345新能源车", "渝AD12345"),
    ("account", "微信号chenxh_2020联系", "chenxh_2020"),
    ("reference", "见忠环访〔2026〕128号", "忠环访〔2026〕128号"),
    ("reference", "工单编号ZX20260924001查询", "ZX20260924001"),
    ("respondent", "代码91500233MA5U1ABCXD", "91500233MA5U1ABCXD"),
    ("time", "9月24日晚上11点30分开始打桩", "9月24日晚上11点30分"),
    ("time", "每晚23:40还在响", "23:40"),
    ("address", "果园路3栋2单元501室", "3栋2单元501室"),
    ("address", "住3-2-501", "3-2-501"),
    ("address", "在果园路18号附2号", "18号附2号"),
    ("address", "白公村3组的鱼塘", "3组"),
    ("address", "坐标108.0392,30.2994附近", "108.0392,30.2994"),
    ("address", "滨江花园夜间施工", "滨江花园"),
    ("complainant", "楼上的住户睡不着", "楼上的住户"),
    ("complainant", "举报人称情况属实", "举报人"),
    ("complainant", "唯一一户居民受影响", "唯一一户居民"),
    ("minor", "家里有6岁孩子", "6岁"),
    ("health", "老人有心脏病", "心脏病"),
    ("name", "联系人：陈小河，说明情况", "陈小河"),
    ("name", "对张三进行询问", "张三"),
    ("name", "王建国先生表示", "王建国先生"),
    ("name", "李*反映", "李*"),
]

READABLE = [
    "厂界噪声昼间62分贝，超过GB 12348-2008二类标准限值60分贝。",
    "已责令7日内整改，罚款2万元。",
    "依据《中华人民共和国噪声污染防治法》第四十三条。",
    "可拨打12345热线或者12369反映。",
    "工地已安装隔声屏障，复查时夜间未施工。",
    "油烟净化器未开启，滤网严重积油。",
    "群众反映忠州街道存在油烟方面的问题。",
]

KNOWN = Known(
    people=("陈小河",),
    staff=("方立德",),
    phones=("13812345678",),
    addresses=("忠州街道果园路3号滨江花园2栋",),
    numbers=("忠环案〔2026〕7号", "AB3K9QXZ"),
    respondents=("忠县老灶房火锅店",),
    bodies=("半夜两点打桩机震得整栋楼的窗户都在抖。",),
)

KNOWN_SPELLINGS = [
    "陈小河", "陈 小 河", "陈女士", "chen xiaohe", "xiaohe chen", "cxh",
    "13812345678", "138-1234-5678", "１３８１２３４５６７８", "一三八一二三四五六七八",
    "方立德", "滨江花园2栋", "忠环案〔2026〕7号", "AB3K9QXZ",
    "老灶房火锅店", "半夜两点打桩机震得整栋楼的窗户都在抖",
]  # fmt: skip


def spans(text: str, known: Known = Known()) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in propose(text, known)]


@pytest.mark.parametrize(("kind", "text", "secret"), HIDDEN)
def test_each_kind_is_proposed(kind: str, text: str, secret: str) -> None:
    found = spans(text)
    assert any(secret in words for _kind, words in found), found
    assert kind in {k for k, words in found if secret in words}
    shown = apply_marks(text, [(m.start, m.end, m.replacement) for m in propose(text)])
    assert secret not in shown


@pytest.mark.parametrize("text", READABLE)
def test_what_names_nobody_stays_readable(text: str) -> None:
    assert spans(text) == []


@pytest.mark.parametrize("spelling", KNOWN_SPELLINGS)
def test_what_the_case_knows_is_found_however_it_is_spelled(spelling: str) -> None:
    text = f"经查，{spelling}，情况属实。"
    assert spans(text, KNOWN)
    shown = apply_marks(text, [(m.start, m.end, m.replacement) for m in propose(text, KNOWN)])
    assert spelling not in shown
    assert leaks(shown, KNOWN) == 0


def test_two_people_of_one_surname_stay_two() -> None:
    text = "对张三进行询问，张伟在场。"
    shown = apply_marks(text, [(m.start, m.end, m.replacement) for m in propose(text)])
    assert "张某甲" in shown
    assert "张某乙" in shown
