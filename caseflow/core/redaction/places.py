"""Addresses down to what may stay (township, road): homes, houses, groups, coordinates. Pure.

Compounds are known by their ending, or by the block that follows; where their name begins is told
by the words of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from caseflow.core.redaction.cutting import is_word, tag_of, words
from caseflow.core.redaction.marks import Mark, mark
from caseflow.core.redaction.signs import NUMERAL

_HAN = r"[\u4e00-\u9fff]"
_BLOCK = r"(?:号楼|号院|栋|幢|座|单元)"
_LATER = (
    rf"(?:\s?[-—]?\s?(?:附|第)?(?:{NUMERAL}|[A-Z])\s?"
    rf"(?:号楼|号院|号房|号|栋|幢|座|单元|室|楼(?![上下])|层|房))"
)
_BARE = r"(?:\s?[-—]?\s?\d{1,4}(?:[-—]\d{1,4})*(?![\d米元年月日天个吨人家]))"
_SECOND = (
    r"[°度]\s?\d{1,2}(?:\.\d+)?\s?(?:['′‘’分]\s?(?:\d{1,2}(?:\.\d+)?\s?(?:[\"″”“秒]|''|′′)?)?)?"
)
_DEGREE = rf"(?:1[01]\d|[23]\d)(?:\.\d{{3,8}}°?|{_SECOND})"

ADDRESSES: tuple[tuple[str, str], ...] = (
    ("address", rf"{NUMERAL}\s?{_BLOCK}{_LATER}*{_BARE}?室?"),
    ("address", rf"(?<![A-Z])[A-Z]\s?(?:区|栋|幢|座|单元){_LATER}*{_BARE}?室?"),
    ("address", r"(?<![\d\-.])\d{1,3}[-—]\d{1,3}[-—]\d{1,4}(?![\d-])"),
    (
        "address",
        rf"(?<=[路街巷道村])\s?{NUMERAL}\s?号(?![线桥])(?:附\s?{NUMERAL}号)?{_LATER}*{_BARE}?室?",
    ),
    ("address", rf"(?<=[路街巷道])\s?{NUMERAL}\s?附\s?{NUMERAL}\s?号{_LATER}*"),
    (
        "address",
        rf"(?<=[村居区])\s?(?:第)?{NUMERAL}\s?(?:组|社|队)(?![织团会区])(?:\s?{NUMERAL}\s?号)?",
    ),
    ("address", r"(?<!\d)\d{3,4}\s?(?:室|号房|房(?!屋|地|产|间))"),
    ("address", r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})楼(?![道梯顶盘上下])"),
    ("address", rf"(?:东经|北纬|经度|纬度|坐标|(?<![A-Z])[EN])\s*(?:是|为|约|:)?\s*({_DEGREE})"),
    ("address", rf"(?<![A-Z\d])[EN]\s?{_DEGREE}|{_DEGREE}\s?[EN](?![A-Z])"),
    (
        "address",
        r"(?<![\d.])(?:1[01]\d|[23]\d)\.\d{3,8}\s*[,、;\s]\s*(?:1[01]\d|[23]\d)\.\d{3,8}(?!\d)",
    ),
    ("address", rf"(?:1[01]\d|[23]\d){_SECOND}"),
)

_HOMES = (
    "小区|花园|家园|嘉园|佳园|公馆|花苑|雅苑|名苑|佳苑|新苑|嘉苑|华苑|景苑|翠苑|丽苑|公寓|新村|"
    "新居|华府|豪庭|华庭|雅居|"
    "名都|名邸|名城|名门|御府|王府|学府|首府|星城|花城|美域|美墅|国际城|山庄|别墅|雅园|丽园|"
    "名园|绿洲|水岸|半岛|水郡|"
    "香郡|世家|天下|丽景|华城|新城|安置房|还房|廉租房|公租房|安居房|宿舍|家属院|家属楼|家属区|"
    "大院|移民房"
)
_HOME = re.compile(
    rf"{_HAN}{{2,8}}?(?:{_HOMES})(?:[一二三四五六七八九十]期)?(?!路|街|管理|中学|小学)"
)
_BEFORE_BLOCK = re.compile(rf"({_HAN}{{2,8}})(?=\s?(?:{NUMERAL}|[A-Z])\s?(?:号楼|栋|幢|单元|座))")
_PLACE_ENDS = re.compile(r"[在于到至对的向从由和与及为是有距离往住访]|[路街道镇乡村区县巷组社号]")
_WHERE = re.compile(
    r"^(?:关于|影响|走访|位于|靠近|附近|家住|住|反映|地点|经过|原|某|该|本|全|老|各|整个|这个|其)+"
)
_POINTING = frozenset("该某本各全这那此同")
_NO_HOME = re.compile(
    r"^(?:住宅|居民|农民|老旧|周边|相邻|附近|商住|其他|部分|多个|某|该|本|各|所有|职工|学生|"
    r"员工|工人|建成|新建|既有|"
    r"封闭|高档|集中|开放|安置|美丽|我们|咱们|一个|两个|几个)*$"
)


def home_marks(folded: str) -> Iterator[Mark]:
    """Yield a mark for each residential compound named."""
    for found in _HOME.finditer(folded):
        lead = lead_of(found.group())
        if is_home(found.group()[lead:]):
            yield mark(found.start() + lead, found.end(), "address", "某小区")
    for found in _BEFORE_BLOCK.finditer(folded):
        lead = _name_before_block(found.group(1))
        if lead < len(found.group(1)):
            yield mark(found.start() + lead, found.end(), "address", "某小区")


def lead_of(phrase: str) -> int:
    """Return how many characters before a home's own name belong to the sentence around it."""
    cuts = [cut.end() for cut in _PLACE_ENDS.finditer(phrase) if len(phrase) - cut.end() >= 4]
    lead = max(cuts, default=0)
    said = _WHERE.match(phrase[lead:])
    return lead + (said.end() if said and len(phrase) - lead - said.end() >= 4 else 0)


def is_home(name: str) -> bool:
    """Return whether a compound is named: not 居民小区, 老旧小区, 某小区."""
    stem = re.sub(rf"(?:{_HOMES})(?:[一二三四五六七八九十]期)?$", "", name)
    return not _NO_HOME.match(stem) and stem[-1:] not in _POINTING and not is_word(name)


def homes_in(address: str) -> list[str]:
    """Return the names of residential compounds in an address."""
    found = [one.group()[lead_of(one.group()) :] for one in _HOME.finditer(address)]
    return [name for name in found if is_home(name)]


def _name_before_block(phrase: str) -> int:
    """Return where the name just before a block begins: the last words that could name something.

    The length of the phrase if there is none (于3栋, 该楼2单元, 果园路3栋).
    """
    at, parts = len(phrase), words(phrase)
    while parts and _may_name(parts[-1]):
        at -= len(parts.pop())
    return at if len(phrase) - at >= 2 else len(phrase)


_NEVER_NAMES = frozenset("的在于到至对向从由和与及为是有距离往住访某该本其各位了将被把已经现原共第")
_STOPS = frozenset("路街道镇乡村区县巷组社号")


def _may_name(word: str) -> bool:
    if word in _NEVER_NAMES or word[-1] in _STOPS or _WHERE.fullmatch(word):
        return False
    return tag_of(word)[:1] not in {"v", "p", "c", "d", "r", "f", "u", "m"}
