"""The names of whom a case is against: in full and in short, and what stands for them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from caseflow.core.redaction.cutting import is_word, tag_of
from caseflow.core.redaction.lexicon import township_stems
from caseflow.core.redaction.marks import fold
from caseflow.core.redaction.sought import Sought, Span

LONG = 4
"""A shorter name may be a word, or lie across two: it is looked at twice."""
SHORTEST = 2
_SEAT = re.compile(r"^(?:重庆市?|忠县|[\u4e00-\u9fff]{2,3}[省市县])+")
_COMPANY = r"(?:\(.*?\))?(?:股份|责任)?(?:有限)?(?:责任)?公司$"
_FORM = re.compile(rf"{_COMPANY}|\(个体工商户\)$")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NOBODY = re.compile(r"[某不未无没一该这那本]")
"""不清楚, 一家店: how words begin that name nobody."""
_TRADE_END = tuple("店馆厂场站吧铺摊部所方商")
_NAME_TAGS = frozenset({"nr", "nrt", "nz", "nt"})
"""What the dictionary calls a name: 希尔顿, 全聚德."""
_PLACE = re.compile(r"街道|社区|大道|新区|[镇乡村路街县市区湖河]")
"""What makes a place of the word before it: 白公路."""
_TRADES: tuple[tuple[str, str], ...] = (
    (r"餐|饭|火锅|烧烤|面馆|小吃|酒楼|食府|串串|豆花|烤|茶|咖啡|吧", "某餐饮店"),
    (r"砖|水泥|建材|石材|采石|矿", "某建材企业"),
    (r"养殖|畜|猪|鸡|牛|羊|渔", "某养殖场"),
    (r"建筑|建设|工程|施工|工地|地产|置业", "某施工单位"),
    (r"歌|KTV|娱乐|酒吧|网咖|健身", "某娱乐场所"),
    (r"汽修|修理|洗车|汽车", "某汽修店"),
)


def respondent_parts(name: str) -> list[str]:
    """Return what names a respondent: its whole name, and without its seat and its legal form.

    A company's short name is given with 公司 behind it too: 鑫达公司. A word for any such business
    (工地, 餐馆), or a short name that is a word of its own (长江), names nobody alone.
    """
    whole = "".join(fold(name).split())
    seatless = _SEAT.sub("", whole)
    short = _FORM.sub("", seatless)
    found = [whole, seatless]
    if len(short) >= SHORTEST and re.search(_COMPANY, whole):
        found.append(short + "公司")
    found.append(short)
    return [one for one in dict.fromkeys(found) if _names_somebody(one)]


def _names_somebody(part: str) -> bool:
    if len(part) < SHORTEST or part.startswith("某"):
        return False
    return len(part) >= LONG or not _is_common(part)


def _is_common(part: str) -> bool:
    """Return whether a short name may as well be a word: a trade, a place, no Chinese at all."""
    if not _HAN.fullmatch(part) or _NOBODY.match(part) or part in township_stems():
        return True
    if not is_word(part):
        return False
    return len(part) == SHORTEST or part.endswith(_TRADE_END) or tag_of(part) not in _NAME_TAGS


def respondent_spans(sought: Sought, name: str) -> Iterator[Span]:
    """Yield where a respondent is named; not where a short name only seems to stand."""
    for part in respondent_parts(name):
        for start, end in sought.spans(part):
            is_name = len(part) >= LONG or not (
                _PLACE.match(sought.folded, end) or sought.lies_across(start, end)
            )
            if is_name:
                yield start, end


def instead_of(respondent: str) -> str:
    """Return a word for a respondent that does not name it: 某餐饮店."""
    for pattern, instead in _TRADES:
        if re.search(pattern, respondent, re.IGNORECASE):
            return instead
    return "某单位"
