"""Looking for what the case itself knows, however it is spelled. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pypinyin import Style, pinyin

from caseflow.core.redaction.marks import Known, Mark, fold, mark
from caseflow.core.redaction.names import TITLES, surname_of
from caseflow.core.redaction.patterns import DIGIT_WORDS, SEP, homes_in
from caseflow.ground.pinyin import pinyin_initials

COMPLAINANT, STAFF = "群众", "执法人员"
"""What stands for them in the public text."""

SHORTEST_QUOTE = 8
"""So many characters of the complainant's own wording in a row are taken for a quotation."""

_AREA = re.compile(r"省|市|街道|社区|[区县镇乡村]|大道|[路街巷组社]")
_AREA_END = re.compile(r".*(?:省|市|街道|社区|[区县镇乡村]|大道|[路街巷])")
_CLAUSE = re.compile(r"[,。;!?:\s、“”\"《》()]+")
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
    for names, instead in ((known.people, COMPLAINANT), (known.staff, STAFF)):
        for name in names:
            yield from _person_marks(folded, fold(name).strip(), instead)
    for pattern in _plain_patterns(known):
        yield from _all(folded, pattern, "known")
    for name in known.respondents:
        for part in respondent_parts(name):
            yield from _all(folded, _spelling(part), "respondent", instead_of(name))
    for body in known.bodies:
        for clause in clauses(body):
            yield from _all(folded, re.escape(clause), "quoted")


def _plain_patterns(known: Known) -> Iterator[str]:
    yield from map(_phone_spelling, known.phones)
    for number in known.numbers:
        if len(number.strip()) >= 4:
            yield _spelling(fold(number).strip())
    for address in known.addresses:
        yield from map(_spelling, address_parts(address))


def _all(folded: str, pattern: str, kind: str, replacement: str = "") -> Iterator[Mark]:
    if pattern:
        for found in re.finditer(pattern, folded, re.IGNORECASE):
            yield mark(*found.span(), kind, replacement)


def _spelling(value: str) -> str:
    """Return a pattern for `value` with blanks, dots or stars between its characters."""
    return r"[\s·.*_\-]*".join(re.escape(c) for c in value if not c.isspace())


def _phone_spelling(phone: str) -> str:
    """Return a pattern for a number in figures or words, whatever stands between its digits."""
    own = [c for c in fold(phone) if c in DIGIT_WORDS]
    if len(own) < 7:
        return ""
    return SEP.join(f"[{c}{DIGIT_WORDS[c]}]" for c in own)


def _person_marks(folded: str, name: str, instead: str) -> Iterator[Mark]:
    """The whole name, its pinyin, the surname with a title; the given name alone only proposed."""
    if len(name) < 2:
        return
    yield from _all(folded, _spelling(name), "known", instead)
    yield from _all(folded, _pinyin_spelling(name), "known", instead)
    surname = surname_of(name)
    if surname and len(name) > len(surname):
        titled = (
            rf"{surname}(?:{TITLES})|{surname}某+|[老小]{surname}(?![\u4e00-\u9fff]?[路街村镇])"
        )
        yield from _all(folded, titled, "known", instead)
        given = name[len(surname) :]
        if len(given) >= 2:
            yield from _all(folded, re.escape(given), "name", instead)


def _pinyin_spelling(name: str) -> str:
    """Return a pattern for the name in Latin letters, either part first, and for its initials."""
    surname = surname_of(name) or name[:1]
    ways = []
    for first, last in ((surname, name[len(surname) :]), (name[len(surname) :], surname)):
        letters = r"[\s\-']*".join(_sounds(c) for c in first + last)
        ways.append(rf"(?<![a-z]){letters}(?![a-z])")
    if len(name) >= 3:
        ways.append(rf"(?<![a-z]){pinyin_initials(name)}(?![a-z])")
    return "|".join(ways)


def _sounds(character: str) -> str:
    """Return a pattern of every reading of a character: 曾 → (?:zeng|ceng)."""
    readings = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
    return f"(?:{'|'.join(re.escape(one) for one in readings)})"


def address_parts(address: str) -> list[str]:
    """Return what of an address lies below the road: its tails, and the name of the compound."""
    whole = "".join(fold(address).split())
    tails = [whole, *(whole[cut.end() :] for cut in _AREA.finditer(whole))]
    found = [tail for tail in tails if len(tail) >= 3 and not _AREA_END.fullmatch(tail)]
    return sorted({*found, *homes_in(whole)}, key=len, reverse=True)


def clauses(body: str) -> list[str]:
    """Return the clauses of a complainant's words that are long enough to be told as theirs."""
    return [c for c in _CLAUSE.split(fold(body)) if len(c) >= SHORTEST_QUOTE]


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
