"""A surname with a title, 老李 and 小王, starred names: persons named in half. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from caseflow.core.redaction.candidates import COMMON_WEIGHT
from caseflow.core.redaction.cutting import is_word, tag_of, words
from caseflow.core.redaction.lexicon import (
    compound_surnames,
    given_weights,
    surnames,
)
from caseflow.core.redaction.marks import Mark, mark
from caseflow.core.redaction.title_words import TITLES

LEAST_WEIGHT = -5
"""Of a surname that is believed with a given name and a title."""
_HOUSEHOLD = (
    "家老大|家老二|家老三|家媳妇|家老幺|家儿子|家女儿|家老人|家人|家夫妇|家兄弟|氏兄弟|氏夫妇|姓"
)
_SHORT_TITLES = frozenset({"姐", "哥", "嫂", "叔", "姨", "婶", "总", "工", "老"})
_HAN = r"[\u4e00-\u9fff]"
_PREPOSITIONS = frozenset("向于和经应从由与给对让任同")
"""Surnames that are more often words before a title: 向老板, 任主任."""
_NOT_FAMILIAR = frozenset(
    """
    小时 小米 小路 小车 小麦 小于 小满 小康 小池 小项 小包 小管 小支 小计 小节 小河
    小鱼 小花 小羊 小牛 小山 小水 小井 小段 小叶 小方 小区 小组 小白 小家 小成 小名
    小有 小能 小门 老实 老成 老路 老本 老牛 老干 老家 老有 老年 老巴 老能 老百 老房
    老乡 老农 老门 老少 老公 老师 老板 老总 小师 小公 小从 小和 小应 小农 小广 小利
    """.split()  # noqa: SIM905 — a list of words reads worse
)
_SPEAKS = re.compile(
    r"[,。;:、!?(\s]|$|称|说|讲|表示|反映|反馈|告诉|认为|解释|专门|正在|不再|多次|在|的|到|来|"
    r"对|将|已|也|又|均|等|不|没|未|就|还|会|解释|"
    r"提出|要求|取得|沟通|打来|与|和|向|于|因|家|本人|介绍|确认|同意|承认|配合|签"
)


@dataclass(frozen=True, slots=True)
class Titled:
    """A person named in half at `start` to `end`; the given name is "" where there is none."""

    start: int
    end: int
    surname: str
    given: str


def titled_marks(folded: str, masks: Mapping[str, str]) -> Iterator[Mark]:
    """Yield a mark for each surname or name with a title, masked as the same name elsewhere."""
    for one in titled_people(folded):
        name = one.surname + one.given
        yield mark(one.start, one.end, "name", masks.get(name) or one.surname + "某")
    for found in _STARRED.finditer(folded):
        yield mark(*found.span(), "name", found.group(1) + "某")


def titled_people(folded: str, sure: frozenset[str] = frozenset()) -> Iterator[Titled]:
    """Yield each surname or name with a title; of a `sure` surname, whatever it may mean else."""
    for found in _TITLED.finditer(folded):
        surname, given, _title = found.groups()
        if _is_titled(folded, found, surname in sure):
            yield Titled(found.start(), found.end(3), surname, given)
    for found in _FAMILIAR.finditer(folded):
        if _is_familiar(folded, found, surname_is_sure=found.group(2) in sure):
            yield Titled(*found.span(), found.group(2), "")


def _any_surname() -> str:
    single = "".join(
        one for one, weight in surnames().items() if len(one) == 1 and weight >= -8 and one != "姓"
    )
    return f"(?:{'|'.join(compound_surnames())}|[{single}])"


# Looked ahead only, so that what begins inside a match is tried as well: 向庞家媳妇.
_TITLED = re.compile(rf"(?=({_any_surname()})({_HAN}{{0,2}}?)({TITLES}|{_HOUSEHOLD}))")
_FAMILIAR = re.compile(rf"([老小阿])({_any_surname()})(?!{_HAN}?[路街村镇])")
_STARRED = re.compile(
    rf"(?<!{_HAN})({_any_surname()})(?:[*×]{{1,2}}(?![*×])|[*×]{_HAN}(?=[,。;:、)\s]|$))"
)


def _is_titled(folded: str, found: re.Match[str], is_sure: bool) -> bool:
    """Return whether it is one: neither a word of its own nor the middle of others."""
    surname, given, title = found.groups()
    before, rest = folded[max(0, found.start() - 4) : found.start()], folded[found.end(3) :]
    if given:
        if title in _SHORT_TITLES or title == "姓" or surnames()[surname] < LEAST_WEIGHT:
            return False
        return _is_given(given) and not _is_ordinary(surname + given)
    if _is_ordinary(surname + title) or _crosses(before, surname):
        return False
    if is_sure:
        return title not in _SHORT_TITLES or bool(_SPEAKS.match(rest))
    if surname in _PREPOSITIONS:
        if surnames()[surname] < COMMON_WEIGHT:
            return False
        return not re.search(rf"{_HAN}$", before) and bool(_SPEAKS.match(rest))
    if title == "姓":
        return True
    if title in _SHORT_TITLES:
        return surnames()[surname] >= -3 and bool(_SPEAKS.match(rest))
    return surnames()[surname] >= -5 or bool(_SPEAKS.match(rest))


def _is_given(given: str) -> bool:
    weights = given_weights()
    return all(max(weights.get(one, (-9, -9))) >= -1 for one in given)


def _is_ordinary(word: str) -> bool:
    tag = tag_of(word)
    return bool(tag) and not tag.startswith("nr")


def _crosses(before: str, surname: str) -> bool:
    """Return whether the surname is the end of a word that begins before it: 工程 of 程老师."""
    run = re.search(rf"{_HAN}*$", before)
    if not run or not run.group():
        return False
    last = words(run.group() + surname)[-1]
    return len(last) > len(surname) and (
        _is_ordinary(last) or surnames().get(last[0], -99) < COMMON_WEIGHT
    )


def _is_familiar(folded: str, found: re.Match[str], surname_is_sure: bool) -> bool:
    """Return whether 老 or 小 with a surname is a person: not 小高层, 老房子, 大小方."""
    surname, after = found.group(2), folded[found.end() : found.end() + 2]
    before = folded[max(0, found.start() - 3) : found.start()]
    if found.group() in _NOT_FAMILIAR:
        return False
    is_doubtful = _is_ordinary(found.group()) or _crosses(before, found.group(1))
    if is_doubtful and not _SPEAKS.match(after):
        return False
    if any(is_word(head + after[:1]) for head in (found.group(), surname)) and after:
        return False
    if surname_is_sure or surnames()[surname] >= -3:
        return True
    return surnames()[surname] >= -5 and bool(_SPEAKS.match(after))
