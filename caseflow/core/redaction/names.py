"""Names of persons: by their cue, their title, their place in the sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from caseflow.core.redaction.marks import Mark, mark

# Single-character surnames by frequency (common knowledge of the ministry's yearly name report).
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万"
    "钱严覃武戴莫孔向汤冉牟幸艾阮蒲晏"
)
RARER_SURNAMES = (
    "庞樊兰殷施洪翟安颜倪温季俞章鲁葛柳祝齐岳梅童费路柯焦车关尚池房米骆邢裴谷左甘华喻简代敖滕欧"
    "毕涂单申古辛盛麦符明易乔庄聂岑曲谈喜楚闵"
)
"""Believed only behind a cue or before a title: too many ordinary words begin with them."""
COMPOUND_SURNAMES = (
    "欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒|南宫|长孙|宇文|东方|端木"
)

TITLES = "先生|女士|小姐|同志|老师|师傅|某某|大爷|大妈|阿姨|叔叔"
_CUES = (
    "姓名|名叫|叫做|本人|联系人|投诉人|举报人|来电人|反映人|申请人|信访人|业主|住户|居民|店主|老板|经营者|"
    "负责人|法定代表人|法人代表|法人|村民|市民|群众|工人|司机|邻居|当事人|经理|厂长|站长|主任|队长|村支书|"
    "目击者|证人|被询问人|执法人员|网格员|租户|房东"
)
_ASKED = "对|向|由|与|和|被|经|将|给|询问|约谈|找到|联系|通知|陪同"
_DID = (
    "进行|了解|询问|反映|表示|称|说|签字|签名|陪同|介绍|承认|提供|拒绝|到场|在场|现场|确认|送达|告知|"
    "等人|家中|一家|的"
)
_NOT_NAMES = frozenset(
    """
    丁字 万元 万吨 不于 严查 严格 严禁 严重 主任 于当 于是 于此 付出
    付款 任何 任务 任家 任意 位于 低于 何处 何时 何种 余下 余热 余量
    信任 关于 冬季 双桂 史上 叶子 向阳 周一 周三 周二 周五 周六 周四
    周围 周日 周末 周边 和谐 唐突 在于 处于 夏天 夏季 大于 姜汁 孔洞
    孟夏 对于 小于 尹始 属于 常年 常态 应付 张贴 担任 支付 方便 方可
    方向 方式 方能 方面 时段 曾多 曾经 杜绝 林地 林木 武装 段落 毛坯
    水田 江水 江边 江面 汤锅 汪洋 沈积 温度 熊熊 用于 田地 田坎 田间
    由于 白公 白天 白烟 白石 白色 石头 石子 石宝 石料 石材 石灰 石黄
    秦岭 程序 程度 等于 终于 经常 胡同 至于 花桥 范围 规范 许可 许多
    责任 贺卡 路段 邹议 金声 金属 金牌 金额 金鸡 鉴于 钱款 闫家 陆续
    雷声 韦编 顾客 顾问 马上 马灌 马路 马达 高于 高层 高峰 高度 高音
    黄土 黄昏 黄沙 黄烟 黄色 黄金 黎明 龙头 安全 安装 安静 安排 施工
    温度 洪水 章程 明确 明显 明火 路面 路边 车间 车辆 房屋 房东 代表
    单位 单独 简易 申请 关闭 关停 关注 易燃 华灯 古镇 谈话 申报 祝贺
    时任 时间 季节 季度 谷物 米粉 欧盟 盛夏 毕竟 方法 方案 高压 高温
    金融 石油 石化 石子 白天 江河 田野 林业 林区 马鞍 龙潭 龙溪 汽车
    """.split()  # noqa: SIM905 — a list of 120 quoted words reads worse
)
_ORDINALS = "甲乙丙丁戊己庚辛"
_HAN = r"[\u4e00-\u9fff]"
_COMMON = rf"(?:{COMPOUND_SURNAMES}|[{SURNAMES}])"
_ANY = rf"(?:{COMPOUND_SURNAMES}|[{SURNAMES}{RARER_SURNAMES}])"
_PLACES = (
    re.compile(
        rf"(?:{_CUES})\s*(?:是|为|叫|:|：|\(|（|、)?\s*({_ANY}(?:{_HAN}{{1,2}}|某{{1,2}}|[*×]{{1,2}}))"
    ),
    re.compile(rf"(?<!{_HAN})({_COMMON}{_HAN}{{1,2}})(?=[，,、。；;：:（(\s]|$)"),
    re.compile(rf"(?:{_ASKED})({_COMMON}{_HAN}{{1,2}}?)(?=[,，、。;；(（\s]|$|{_DID})"),
    re.compile(rf"(?<!{_HAN})({_COMMON}{_HAN}{{1,2}}?)(?={_DID})"),
)
"""Where a name is believed: behind a cue, alone between stops, as the one asked, as who spoke."""

_TITLED = re.compile(rf"({_ANY})({_HAN}{{0,2}}?)(?:{TITLES})")
_STARRED = re.compile(rf"(?<!{_HAN})({_ANY})[*×]{{1,2}}")


def surname_of(name: str) -> str:
    """Return the surname that a name begins with, two characters if compound; "" if none."""
    found = re.match(_ANY, name)
    return found.group() if found else ""


def masked_name(name: str) -> str:
    """Return 张某 for 张三, 欧阳某 for 欧阳锋."""
    compound = re.match(COMPOUND_SURNAMES, name)
    return (compound.group() if compound else name[:1]) + "某"


def name_marks(folded: str) -> Iterator[Mark]:
    """Yield a mark for each name, masked so that two people of one surname stay two."""
    found = dict(_places(folded))
    masks = masks_of(name for _span, name in sorted(found.items()))
    for span, name in found.items():
        yield mark(*span, "name", masks[name])
    for titled in _TITLED.finditer(folded):
        if titled.group()[:2] not in _NOT_NAMES:
            name = titled.group(1) + titled.group(2)
            yield mark(*titled.span(), "name", masks.get(name) or masked_name(name))
    for starred in _STARRED.finditer(folded):
        yield mark(*starred.span(), "name", masked_name(starred.group()))


def _places(folded: str) -> Iterator[tuple[tuple[int, int], str]]:
    for pattern in _PLACES:
        for found in pattern.finditer(folded):
            name = found.group(1)
            if name[:2] not in _NOT_NAMES and name[1:2] != "某":
                yield found.span(1), name


def masks_of(names: Iterable[str]) -> dict[str, str]:
    """Return a mask for each name: 张某, or 张某甲 and 张某乙 where two share a surname."""
    different = list(dict.fromkeys(names))
    groups: dict[str, list[str]] = {}
    for name in different:
        groups.setdefault(masked_name(name), []).append(name)
    return {
        name: mask if len(group) == 1 else mask + _ORDINALS[place % len(_ORDINALS)]
        for mask, group in groups.items()
        for place, name in enumerate(group)
    }
