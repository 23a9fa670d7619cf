"""Looking for what the case itself knows, however it is spelled. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from caseflow.core.redaction.marks import Known, Mark, fold, mark
from caseflow.core.redaction.people import person_marks
from caseflow.core.redaction.places import homes_in
from caseflow.core.redaction.quoting import quoted_marks
from caseflow.core.redaction.signs import DIGIT_WORDS, SEP
from caseflow.core.redaction.sought import Sought

COMPLAINANT, STAFF, SOMEBODY = "群众", "执法人员", "某某"
"""What stands for them in the public text; for either, behind the word itself."""

_AREA_CODE = re.compile(r"0(?:10|2\d|[3-9]\d\d)")
_AREA = re.compile(r"省|市|街道|社区|[区县镇乡村]|大道|[路街巷组社]")
_AREA_END = re.compile(r".*(?:省|市|街道|社区|[区县镇乡村]|大道|[路街巷])")
_SEAT = re.compile(r"^(?:重庆市?|忠县|[\u4e00-\u9fff]{2,3}[省市县])+")
_FORM = re.compile(r"(?:\(.*?\))?(?:股份|责任)?(?:有限)?(?:责任)?公司$|\(个体工商户\)$")
_TRADES: tuple[tuple[str, str], ...] = (
    (r"餐|饭|火锅|烧烤|面馆|小吃|酒楼|食府|串串|豆花|烤|茶|咖啡|吧", "某餐饮店"),
    (r"砖|水泥|建材|石材|采石|矿", "某建材企业"),
    (r"养殖|畜|猪|鸡|牛|羊|渔", "某养殖场"),
    (r"建筑|建设|工程|施工|工地|地产|置业", "某施工单位"),
    (r"歌|KTV|娱乐|酒吧|网咖|健身", "某娱乐场所"),
    (r"汽修|修理|洗车|汽车", "某汽修店"),
)


def known_marks(folded: str, known: Known) -> Iterator[Mark]:
    """Yield a mark for every appearance of what the case knows."""
    sought = Sought(folded)
    yield from _people(sought, known)
    for phone in known.phones:
        for found in _phones(sought, phone):
            yield mark(*found.span(), "known")
    for value in _values(known):
        for span in sought.spans(value):
            yield mark(*span, "known")
    for name in known.respondents:
        for part in respondent_parts(name):
            for span in sought.spans(part):
                yield mark(*span, "respondent", instead_of(name))
    yield from quoted_marks(folded, known.bodies)


def _people(sought: Sought, known: Known) -> Iterator[Mark]:
    for names, instead in ((known.people, COMPLAINANT), (known.staff, STAFF)):
        for name in names:
            for one in person_marks(sought, name, instead):
                yield _not_said_twice(sought.folded, one)


def _not_said_twice(folded: str, one: Mark) -> Mark:
    """Return the mark with 某某 in place of a word that stands before it already: 群众某某."""
    before = folded[: one.start].rstrip()
    is_repeated = bool(one.replacement) and before.endswith(one.replacement)
    return replace(one, replacement=SOMEBODY) if is_repeated else one


def _values(known: Known) -> Iterator[str]:
    for number in known.numbers:
        if len(number.strip()) >= 4:
            yield fold(number).strip()
    for address in known.addresses:
        yield from address_parts(address)


def _phones(sought: Sought, phone: str) -> Iterator[re.Match[str]]:
    """Yield where a number stands in figures or words, whatever stands between its digits.

    The area code of a landline may be left out.
    """
    own = [c for c in fold(phone) if c in DIGIT_WORDS]
    code = _AREA_CODE.match("".join(own))
    cut = code.end() if code and len(own) >= 10 else 0
    area, rest = own[:cut], own[cut:]
    if len(own) < 7 or not sought.has_digits("".join(rest)):
        return
    optional = f"(?:{SEP.join(map(_digit, area))}{SEP})?" if area else ""
    yield from re.finditer(optional + SEP.join(map(_digit, rest)), sought.folded)


def _digit(digit: str) -> str:
    return f"[{digit}{DIGIT_WORDS[digit]}]"


def address_parts(address: str) -> list[str]:
    """Return what of an address lies below the road: its tails, and the name of the compound."""
    whole = "".join(fold(address).split())
    tails = [whole, *(whole[cut.end() :] for cut in _AREA.finditer(whole))]
    found = [tail for tail in tails if len(tail) >= 3 and not _AREA_END.fullmatch(tail)]
    return sorted({*found, *homes_in(whole)}, key=len, reverse=True)


def respondent_parts(name: str) -> list[str]:
    """Return a respondent's name in full, and without its seat and its legal form."""
    whole = "".join(fold(name).split())
    short = _FORM.sub("", _SEAT.sub("", whole))
    return [p for p in dict.fromkeys((whole, short)) if len(p) >= 4 and not p.startswith("某")]


def instead_of(respondent: str) -> str:
    """Return a word for a respondent that does not name it: 某餐饮店."""
    for pattern, instead in _TRADES:
        if re.search(pattern, respondent, re.IGNORECASE):
            return instead
    return "某单位"
