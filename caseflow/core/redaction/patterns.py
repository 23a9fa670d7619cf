"""What gives itself away by its form: numbers, addresses, accounts, telling words. Pure.

The patterns are looked for in folded text (half-width digits, ASCII signs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from caseflow.core.redaction.marks import Mark, mark

DIGIT_WORDS = {
    "0": "零〇○", "1": "一幺壹", "2": "二两贰", "3": "三叁", "4": "四肆",
    "5": "五伍", "6": "六陆", "7": "七柒", "8": "八捌", "9": "九玖",
}  # fmt: skip
"""How each digit is also written, so that a number spelled out is found too."""

SEP = r"[\s\-—–_.·,()/]{0,3}"
"""What people put between the digits of a number."""


def digits(allowed: str) -> str:
    """Return a class of these digits in figures and in words."""
    return "[" + "".join(d + DIGIT_WORDS[d] for d in allowed) + "]"


_D = digits("0123456789")
_THREE_TO_NINE, _TWO_TO_NINE = digits("3456789"), digits("23456789")
_NUMERAL = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_DAYTIME = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|昨晚|当晚|今晚|晚|夜里|深夜|半夜|夜间"
_CLOCK = (
    r"(?:\d{1,2}[:时点]\d{0,2}分?半?(?:许|左右)?"
    r"|[一二三四五六七八九十]{1,3}[点时](?:半|[一二三四五六七八九十]{1,3}分|整|许|左右)?)"
)
_WHO = "投诉|举报|反映|来电|来信|来访|信访|报料"
_HOMES = (
    "小区|花园|家园|公馆|花苑|雅苑|名苑|佳苑|新苑|公寓|新村|华府|豪庭|雅居|名都|名邸|御府|国际城|"
    "安置房|还房|廉租房|宿舍|家属院"
)
_PLACE_ENDS = re.compile(r"[在于到至对的向从由和与及为是有距离往住]|[路街道镇乡村区县巷组社]")

_PATTERNS: tuple[tuple[str, str, str], ...] = (
    (
        "email",
        r"[A-Za-z0-9._%+-]+\s?@\s?[A-Za-z0-9-]+(?:\s?\.\s?[A-Za-z0-9-]+)+",
        "",
    ),
    (
        "id",
        rf"(?<!\d)[1-9](?:{SEP}\d){{5}}{SEP}(?:19|20)(?:{SEP}\d){{2}}(?:{SEP}\d){{7}}{SEP}[\dXx×](?!\d)",
        "",
    ),
    ("id", r"(?<!\d)[1-9]\d{5}(?:\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))\d{3}(?!\d)", ""),
    ("id", r"(?<!\d)\d{3,6}[*xX×]{6,12}\d{3}[\dXx](?!\d)", ""),
    ("card", r"(?<!\d)(?:62|4\d|5[1-5])(?:[\s\-]?\d){14,17}(?!\d)", ""),
    ("card", r"(?:卡号|账号|帐号|账户|银行卡)(?:为|是|:)?\s*(\d[\d\s-]{8,26}\d)", ""),
    (
        "phone",
        rf"(?<!{_D})(?:\+?86{SEP})?{digits('1')}{SEP}{_THREE_TO_NINE}(?:{SEP}{_D}){{9}}(?!\d)",
        "",
    ),
    ("phone", r"(?<!\d)1[3-9]\d[*xX×]{3,5}\d{3,4}(?!\d)", ""),
    (
        "phone",
        rf"(?<!{_D})(?<!\d\.)\(?{digits('0')}{_D}{{2,3}}\)?{SEP}{_TWO_TO_NINE}(?:{SEP}{_D}){{6,7}}(?!\d)",
        "",
    ),
    ("phone", r"(?<!\d)[48]00[\s-]?\d{3}[\s-]?\d{4}(?!\d)", ""),
    (
        "phone",
        r"(?:电话|手机|座机|号码|联系方式|拨打|致电)(?:号码?)?(?:为|是|:)?"
        rf"\s*([2-9](?:{SEP}\d){{6,7}})(?!\d)",
        "",
    ),
    ("phone", r"尾号(?:为|是)?\s*(\d{4})", ""),
    (
        "plate",
        rf"[{_PROVINCES}]\s?[A-Z][\s·.\-]?[A-Z0-9]{{4,5}}[A-Z0-9学警挂港澳](?![A-Z0-9])",
        "",
    ),
    (
        "account",
        r"(?:微信|薇信|威信|wechat|weixin|wx|vx|v信|qq群?|扣扣|抖音|快手|微博)(?:号码?|账号|ID|id)?"
        r"\s*(?:是|为|加|叫|:)?\s*([A-Za-z0-9][A-Za-z0-9_\-]{4,19})",
        "",
    ),
    (
        "reference",
        r"[\u4e00-\u9fff]{1,4}[访案检改信]\s?[〔\[(【]\s?\d{4}\s?[〕\])】]\s?\d+\s?号",
        "",
    ),
    (
        "reference",
        r"(?:工单|受理|信访|投诉|举报|登记|诉求|来件|热线)?(?:编号|单号|件号|工单号?|号码)\s*(?:为|是|:)?"
        r"\s*([A-Za-z]{0,6}[\d〔\[(][A-Za-z0-9〔〕\[\]()\-]{4,30}号?)",
        "",
    ),
    ("reference", r"(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{4,12}(?!\d)", ""),
    ("respondent", r"(?<![A-Za-z0-9])9[0-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![A-Za-z0-9])", ""),
    (
        "time",
        rf"(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日\s*(?:{_DAYTIME})?\s*{_CLOCK}",
        "某日",
    ),
    (
        "time",
        rf"(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日(?=[^,。;]{{0,8}}(?:{_WHO}|致电|拨打))",
        "某日",
    ),
    ("time", rf"(?:{_DAYTIME})\s*{_CLOCK}", "某时段"),
    ("time", r"(?<![\d.:])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])", "某时段"),
    ("time", r"(?<!\d)(?:[01]?\d|2[0-4])[时点](?:[0-5]?\d分|半)(?:许|左右)?", "某时段"),
    (
        "address",
        rf"{_NUMERAL}\s?(?:号楼|号院|栋|幢|单元|座|号附\d+)"
        rf"(?:\s?[-—]?\s?(?:附|第)?{_NUMERAL}\s?(?:号楼|栋|幢|单元|室|楼|号|层)?(?:[-—]\d{{1,4}})*)*",
        "",
    ),
    (
        "address",
        r"(?<![A-Z])[A-Z]\s?(?:栋|幢|座|单元)(?:\s?\d{1,4}(?:[-—]\d{1,4})*[室号楼]?)?",
        "",
    ),
    ("address", r"(?<![\d-])\d{1,3}[-—]\d{1,3}[-—]\d{1,4}(?![\d-])", ""),
    (
        "address",
        rf"(?<=[路街巷道村])\s?{_NUMERAL}\s?号(?!线)(?:附\s?{_NUMERAL}号)?"
        r"(?:\s?\d{1,3}[-—]\d{1,4})?",
        "",
    ),
    ("address", rf"(?<=村)\s?{_NUMERAL}\s?[组社](?![织团会区])", ""),
    ("address", r"(?<!\d)\d{3,4}\s?(?:室|号房|房(?!屋|地|产|间))", ""),
    ("address", r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})楼(?![道梯顶盘上下])", ""),
    ("address", r"(?<!\d)1[01]\d\.\d{3,8}\s?[,、]?\s?[23]\d\.\d{3,8}(?!\d)", ""),
    (
        "complainant",
        r"(?:楼上|楼下|隔壁|对面|对门|同楼|同楼栋|同单元|旁边|楼栋|该户|本小区)的?"
        r"(?:住户|业主|居民|邻居|群众|一?家|人家|老人|租户)",
        "附近居民",
    ),
    ("complainant", rf"(?:{_WHO})(?:人(?!员)|者|群众|市民|居民|业主|户)", "群众"),
    (
        "complainant",
        r"(?:住在|家住|居住在|租住在?)[^,。;\s]{1,16}?"
        r"(?:的(?:居民|业主|住户|群众)|(?=[,。;\s]|$))",
        "附近居民",
    ),
    (
        "complainant",
        r"(?:我们?|咱们?|本人|俺)(?:家|住在|居住|小区|楼|单元)[^,。;\s]{0,12}",
        "附近居民",
    ),
    (
        "complainant",
        r"(?:唯一|仅有|仅)的?(?:一户|一家|[1一]名)(?:居民|住户|业主|村民|群众)?",
        "附近居民",
    ),
    (
        "minor",
        r"(?<!\d)1?[0-9]岁|[一二三四五六七八九十]{1,2}岁|未成年人?|婴幼?儿|幼儿(?!园)|小孩|孩子|儿子|女儿"
        r"|孙子|孙女|外孙女?|小学生|中学生|初中生|高中生",
        "",
    ),
    (
        "health",
        r"孕妇|怀孕|癌症?(?=[,。;、患者\s]|$)|肿瘤|心脏病|高血压|糖尿病|哮喘|抑郁症?|失眠|精神病|残疾|住院"
        r"|耳鸣|神经衰弱|过敏|病历|尿毒症|白血病",
        "",
    ),
)  # fmt: skip

_COMPILED = tuple((kind, re.compile(p, re.IGNORECASE), to) for kind, p, to in _PATTERNS)
_HOME = re.compile(rf"[\u4e00-\u9fff]{{2,8}}?(?:{_HOMES})(?!路|街)")


def form_marks(folded: str) -> Iterator[Mark]:
    """Yield a mark for each thing that its form gives away; a group of the pattern is its place."""
    for kind, pattern, replacement in _COMPILED:
        for found in pattern.finditer(folded):
            start, end = found.span(1) if pattern.groups and found.group(1) else found.span()
            yield mark(start, end, kind, replacement)
    for found in _HOME.finditer(folded):
        yield mark(found.start() + lead_of(found.group()), found.end(), "address", "某小区")


def lead_of(phrase: str) -> int:
    """Return how many characters before a home's own name belong to the sentence around it."""
    cuts = [cut.end() for cut in _PLACE_ENDS.finditer(phrase) if len(phrase) - cut.end() >= 4]
    return max(cuts, default=0)


def homes_in(address: str) -> list[str]:
    """Return the names of residential compounds in an address."""
    return [found.group()[lead_of(found.group()) :] for found in _HOME.finditer(address)]
