"""Exact times, words that point to the complainant, minors and health; and what is like them."""

from __future__ import annotations

import pytest

from tests.unit.publication.redacting import assert_hidden, marked

HIDDEN = [
    # kind, text, what must be hidden
    ("time", "9月24日晚上11点30分开始打桩", "9月24日晚上11点30分"),
    ("time", "9月24日23:40还在响", "9月24日23:40"),
    ("time", "9月24日23：40还在响", "9月24日23：40"),
    ("time", "2026年9月24日23时30分来电", "2026年9月24日23时30分"),
    ("time", "2026-09-24 23:40:15登记", "2026-09-24 23:40:15"),
    ("time", "2026.09.24 23:40登记", "2026.09.24 23:40"),
    ("time", "每晚23:40还在响", "23:40"),
    ("time", "晚上十一点半还在响", "晚上十一点半"),
    ("time", "凌晨三点多还在响", "凌晨三点多"),
    ("time", "下午两点一刻到场", "下午两点一刻"),
    ("time", "9月24日致电热线", "9月24日"),
    ("time", "9月24日向热线投诉", "9月24日"),
    ("complainant", "楼上的住户睡不着", "楼上的住户"),
    ("complainant", "楼上住户睡不着", "楼上住户"),
    ("complainant", "楼上一户人家睡不着", "楼上一户人家"),
    ("complainant", "隔壁邻居多次来电", "隔壁邻居"),
    ("complainant", "隔壁的老两口多次来电", "隔壁的老两口"),
    ("complainant", "对门邻居多次来电", "对门邻居"),
    ("complainant", "正对面的居民多次来电", "正对面的居民"),
    ("complainant", "对面楼的业主多次来电", "对面楼的业主"),
    ("complainant", "举报人称情况属实", "举报人"),
    ("complainant", "信访人称情况属实", "信访人"),
    ("complainant", "来电人称情况属实", "来电人"),
    ("complainant", "唯一一户居民受影响", "唯一一户居民"),
    ("complainant", "唯一的住户受影响", "唯一的住户"),
    ("complainant", "紧邻烟囱的那户受影响", "紧邻烟囱的那户"),
    ("complainant", "离厂区最近的一户受影响", "离厂区最近的一户"),
    ("complainant", "三楼住户受影响", "三楼住户"),
    ("complainant", "顶楼的租户受影响", "顶楼的租户"),
    ("complainant", "该小区退休教师反映", "该小区退休教师"),
    ("complainant", "同楼栋的出租车司机反映", "同楼栋的出租车司机"),
    ("complainant", "家住厂区后门的居民反映", "家住厂区后门的居民"),
    ("complainant", "我家窗户正对烟道", "我家窗户正对烟道"),
    ("complainant", "80多岁老人受影响", "80多岁"),
    ("minor", "家里有6岁孩子", "6岁孩子"),
    ("minor", "家里有六岁的女儿", "六岁的女儿"),
    ("minor", "家里有三个月大的婴儿", "三个月大的婴儿"),
    ("minor", "孩子读小学三年级", "小学三年级"),
    ("minor", "孩子在读初二", "初二"),
    ("minor", "孩子上幼儿园大班", "幼儿园大班"),
    ("minor", "家有初中生备考", "初中生"),
    ("minor", "未成年女儿被惊醒", "未成年女儿"),
    ("minor", "刚满月的宝宝被惊醒", "刚满月的宝宝"),
    ("minor", "小孙女被惊醒", "小孙女"),
    ("health", "老人有心脏病", "心脏病"),
    ("health", "母亲患有慢性支气管炎", "慢性支气管炎"),
    ("health", "父亲肺癌晚期", "肺癌晚期"),
    ("health", "本人怀孕七个月", "怀孕七个月"),
    ("health", "因此住院治疗", "住院治疗"),
    ("health", "住进县医院", "住进县医院"),
    ("health", "做过心脏搭桥手术", "做过心脏搭桥手术"),
    ("health", "正在化疗", "正在化疗"),
    ("health", "每周透析", "每周透析"),
    ("health", "二级残疾", "二级残疾"),
    ("health", "长期失眠", "长期失眠"),
    ("health", "靠安眠药入睡", "安眠药"),
]

READABLE = [
    "夜间22时至次日6时禁止施工。",
    "夜间（22:00至次日6:00）等效声级为48分贝。",
    "2026年7月15日前完成整改。",
    "已于2026年6月30日送达。",
    "群众反映忠州街道存在油烟方面的问题。",
    "周边居民普遍反映环境有所改善。",
    "任何单位和个人都有权举报环境违法行为。",
    "高考、中考期间禁止施工。",
    "距最近的幼儿园约200米，距小学500米。",
    "影响群众身体健康。",
    "医疗废物交由有资质的单位处置，县医院污水达标。",
    "工地已安装隔声屏障，复查时夜间未施工。",
    "油烟净化器未开启，滤网严重积油。",
]


@pytest.mark.parametrize(("kind", "text", "secret"), HIDDEN)
def test_each_telling_word_is_proposed(kind: str, text: str, secret: str) -> None:
    assert_hidden(kind, text, secret)


@pytest.mark.parametrize("text", READABLE)
def test_what_names_nobody_stays_readable(text: str) -> None:
    assert marked(text) == []
