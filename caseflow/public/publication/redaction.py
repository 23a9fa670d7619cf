"""Proposing what to hide before a summary is published (facts G). Pure.

Every proposal is a mark with its place, kind and reason; a person decides on each. A published
summary names problems and never a complainant: when in doubt this file proposes to hide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from caseflow.ground.i18n import N_

KIND_LABELS: dict[str, str] = {
    "known": N_("A value of this case's own people"),
    "phone": N_("Telephone number"),
    "id": N_("Identity number"),
    "card": N_("Bank card number"),
    "plate": N_("Number plate"),
    "email": N_("E-mail address"),
    "account": N_("WeChat or QQ account"),
    "address": N_("Address below the road"),
    "name": N_("Name of a person"),
    "complainant": N_("Words that point to the complainant"),
    "time": N_("Exact time of the call"),
    "reference": N_("Number of the petition or work order"),
    "minor": N_("A minor"),
    "health": N_("Health"),
}

# Single-character surnames by frequency (common knowledge of the ministry's yearly name report).
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏"
    "吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万"
    "钱严覃武戴莫孔向汤冉牟幸艾阮蒲晏"
)
COMPOUND_SURNAMES = (
    "欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒|南宫|长孙|宇文|东方|端木"
)

_CHINESE_DIGITS = "零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_TITLES = "先生|女士|小姐|同志|老师|师傅|某某|大爷|大妈|阿姨|叔叔"
_CUES = (
    "姓名|名叫|叫做|本人|联系人|投诉人|举报人|来电人|反映人|申请人|信访人|业主|住户|居民|店主|老板|经营者|"
    "负责人|法定代表人|法人|村民|市民|群众|工人|司机|邻居"
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
    黄土 黄昏 黄沙 黄烟 黄色 黄金 黎明 龙头
    """.split()  # noqa: SIM905 — a list of 120 quoted words reads worse
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A proposal to hide `text[start:end]`; `replacement` is what would stand there."""

    start: int
    end: int
    kind: str
    reason: str
    replacement: str


def fold(text: str) -> str:
    """Return `text` with full-width signs folded, character for character (lengths stay equal)."""
    folded = []
    for character in text:
        plain = unicodedata.normalize("NFKC", character)
        folded.append(plain if len(plain) == 1 else character)
    return "".join(folded)


_SEP = r"[\s\-—–.·]?"
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("email", r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+", ""),
    (
        "id",
        rf"(?<!\d)[1-9](?:{_SEP}\d){{5}}{_SEP}(?:19|20)(?:{_SEP}\d){{2}}(?:{_SEP}\d){{7}}{_SEP}[\dXx](?!\d)",
        "",
    ),
    ("id", r"(?<!\d)[1-9]\d{14}(?!\d)", ""),
    ("card", rf"(?<!\d)(?:62|4\d|5[1-5])(?:{_SEP}\d){{14,17}}(?!\d)", ""),
    ("phone", rf"(?<!\d)(?:\+?86{_SEP})?1{_SEP}[3-9](?:{_SEP}\d){{9}}(?!\d)", ""),
    ("phone", rf"(?<!\d)\(?0\d{{2,3}}\)?{_SEP}[2-9](?:{_SEP}\d){{6,7}}(?!\d)", ""),
    ("phone", rf"(?<=[电话手机联系号码:：])\s*[2-9](?:{_SEP}\d){{6,7}}(?!\d)", ""),
    ("phone", rf"[一幺壹](?:{_SEP}[{_CHINESE_DIGITS}]){{10}}", ""),
    (
        "plate",
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][\s·.]?[A-Z0-9]{5,6}",
        "",
    ),
    (
        "account",
        r"(?:微信号?|QQ号?|qq号?|VX|vx)[号码]?\s*(?:是|为|:|：)?\s*[A-Za-z0-9_-]{5,20}",
        "",
    ),
    (
        "reference",
        r"(?:工单|受理|信访|编)号?\s*(?:编?号)?\s*[:：]?\s*[A-Za-z0-9〔〕\[\]-]{6,30}",
        "",
    ),
    ("reference", r"\w{1,4}(?:访|案)〔\d{4}〕\d+号", ""),
    (
        "time",
        r"(?:\d{4}年)?\d{1,2}月\d{1,2}日\s*(?:凌晨|早上|上午|中午|下午|晚上|深夜|夜间)?\s*\d{1,2}(?:时|点|:)\d{0,2}分?(?:许|左右)?",
        "某日",
    ),
    (
        "address",
        r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s*(?:号楼|栋|幢|单元|号院|号附\d+)(?:\s*-?\s*\d{1,4}\s*(?:号楼|栋|幢|单元|室|楼|号|层)?)*",
        "",
    ),
    ("address", r"(?<!\d)\d{1,2}-\d{1,2}-\d{1,4}(?!\d)", ""),
    ("address", r"(?<=[路街巷道])\d{1,4}号(?:附\d{1,3}号)?(?:\d{1,2}[-－]\d{1,3})?", ""),
    ("address", r"(?<!\d)\d{3,4}(?:室|房(?!屋))", ""),
    (
        "complainant",
        r"(?:楼上|楼下|隔壁|对面|同楼|同单元|旁边)的?(?:住户|业主|居民|邻居|一?家|人家|老人)",
        "附近居民",
    ),
    ("complainant", r"(?:投诉|举报|反映|来电|来信|信访)(?:人|者|群众)", "群众"),
    ("complainant", r"(?:我|我们|本人)(?:家|住在|居住|小区|楼)[^，。；\s]{0,12}", ""),
    (
        "minor",
        r"(?:\d{1,2}岁|[一二三四五六七八九十]{1,2}岁|未成年|婴儿|幼儿|小孩|儿子|女儿|孙子|孙女)",
        "",
    ),
    (
        "health",
        r"(?:孕妇|怀孕|癌症?|肿瘤|心脏病|高血压|糖尿病|哮喘|抑郁症?|失眠|精神病|残疾|住院)",
        "",
    ),
)


def _regex_marks(text: str, folded: str) -> Iterator[Mark]:
    for kind, pattern, replacement in _PATTERNS:
        for found in re.finditer(pattern, folded):
            yield Mark(*found.span(), kind, KIND_LABELS[kind], replacement)


def _spelling(value: str) -> str:
    """Return a pattern for `value` with blanks, dots or stars between its characters."""
    return r"[\s·.*_\-]*".join(re.escape(c) for c in value)


def _known_marks(folded: str, known: Iterable[str]) -> Iterator[Mark]:
    """Look for the case's own people in every spelling, their surname with a title too."""
    for value in known:
        plain = fold(value).strip()
        if len(plain) >= 2:
            for found in re.finditer(_spelling(plain), folded, re.IGNORECASE):
                yield Mark(*found.span(), "known", KIND_LABELS["known"], "")


def masked_name(name: str) -> str:
    """Return 张某 for 张三, 欧阳某 for 欧阳锋."""
    compound = re.match(COMPOUND_SURNAMES, name)
    return (compound.group() if compound else name[:1]) + "某"


def _name_marks(folded: str) -> Iterator[Mark]:
    surname = rf"(?:{COMPOUND_SURNAMES}|[{SURNAMES}])"
    for found in re.finditer(rf"{surname}[\u4e00-\u9fff]{{0,2}}?(?:{_TITLES})", folded):
        yield Mark(*found.span(), "name", KIND_LABELS["name"], masked_name(found.group()))
    for found in re.finditer(
        rf"(?:{_CUES})\s*(?:是|为|叫|:|：|\(|（)?\s*({surname}[\u4e00-\u9fff]{{1,2}})", folded
    ):
        name = found.group(1)
        if name[:2] not in _NOT_NAMES:
            yield Mark(*found.span(1), "name", KIND_LABELS["name"], masked_name(name))
    for found in re.finditer(
        rf"(?<![\u4e00-\u9fff])({surname}[\u4e00-\u9fff]{{1,2}})(?=[，,、。；;：:（(\s]|$)", folded
    ):
        if found.group(1)[:2] not in _NOT_NAMES:
            name = found.group(1)
            yield Mark(*found.span(1), "name", KIND_LABELS["name"], masked_name(name))


def propose(text: str, known: Iterable[str] = ()) -> list[Mark]:
    """Return the proposed marks of `text`, in order and without overlap.

    `known` are values of the case's own people (names, phones, addresses), read under the right to
    see them and never kept. Of overlapping marks the known one wins, then the longer.
    """
    folded = fold(text)
    found = [*_known_marks(folded, known), *_regex_marks(text, folded), *_name_marks(folded)]
    found.sort(key=lambda m: (m.kind != "known", -(m.end - m.start), m.start))
    kept: list[Mark] = []
    for mark in found:
        if mark.end > mark.start and all(
            mark.end <= other.start or mark.start >= other.end for other in kept
        ):
            kept.append(mark)
    return sorted(kept, key=lambda m: m.start)


def apply_marks(text: str, marks: Iterable[tuple[int, int, str]]) -> str:
    """Return `text` with each (start, end, replacement) hidden; an empty one becomes “×××”."""
    result, position = [], 0
    for start, end, replacement in sorted(marks):
        result.append(text[position:start])
        result.append(replacement or "×××")
        position = end
    result.append(text[position:])
    return "".join(result)
