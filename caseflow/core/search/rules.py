"""The language of the search box: words, quoted phrases, and filters such as 街道:忠州. Pure.

A filter is a row of `FILTERS`; the help under the box is made of the same rows.
"""

from __future__ import annotations

import calendar
import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from caseflow.ground.i18n import N_
from caseflow.ground.pinyin import full_pinyin, normal_words, pinyin_initials
from caseflow.ground.search.tokens import tokens

LONGEST_QUERY = 200
NEAR_SHOWN = 6


@dataclass(frozen=True, slots=True)
class FilterRow:
    """A filter: the names it may be typed by (the first is shown), and an example of a value."""

    key: str
    label: str
    names: tuple[str, ...]
    example: str
    about: str
    is_personal: bool = False
    """It says something about a complainant: by right only, and never in an address."""

    def name(self, *, is_chinese: bool) -> str:
        """Return the name that is shown to readers of Chinese, or of English."""
        return self.names[0] if is_chinese else self.key


FILTERS: dict[str, FilterRow] = {
    row.key: row
    for row in (
        FilterRow("township", N_("Township"), ("街道", "乡镇", "jd", "township"), "忠州",
                  N_("a street, town or township; pinyin too: zz")),
        FilterRow("category", N_("Pollution"), ("类别", "污染", "lb", "category"), "噪声",
                  N_("a kind of pollution; its sub-kinds are found too")),
        FilterRow("state", N_("State"), ("状态", "zt", "state"), "整改",
                  N_("a state, or 未结 (open) and 已结 (ended)")),
        FilterRow("unit", N_("Unit"), ("单位", "承办", "dw", "unit"), "支队",
                  N_("the unit that has the case, with those below it")),
        FilterRow("channel", N_("Channel"), ("渠道", "qd", "channel"), "12345",
                  N_("the way by which it came in")),
        FilterRow("source", N_("Pollution source"), ("污染源", "来源", "wry", "ly", "source"),
                  "砖厂", N_("part of a source's name, or its pinyin")),
        FilterRow("number", N_("Number"), ("编号", "bh", "number"), "忠环访〔2026〕12号",
                  N_("our number, or the one of whoever sent it, in full")),
        FilterRow("date", N_("Opened"), ("日期", "rq", "date"), "2026-11..2026-12",
                  N_("a day, month or year, or from..to")),
        FilterRow("is", N_("Mark"), ("标记", "bj", "is"), "加急",
                  N_("加急 (urgent), 退单 (returned) or 逾期 (late)")),
        FilterRow("phone", N_("Complainant's telephone"), ("电话", "dh", "phone"), "5678",
                  N_("the whole number, or its last four digits"), is_personal=True),
        FilterRow("name", N_("Complainant's name"), ("姓名", "xm", "name"), "陈小河",
                  N_("the whole name, or its pinyin"), is_personal=True),
    )
}  # fmt: skip

_BY_NAME = {name: row.key for row in FILTERS.values() for name in row.names}
_PART = re.compile(
    r'([^\s":]+):\s*"([^"]*)"?'
    r'|([^\s":]+):(?:\s*(?![^\s":]+:)(\S+))?'
    r'|"([^"]*)"?|(\S+)'
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "「": '"', "」": '"'})


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, taken apart: phrases of tokens, and filter key → values."""

    typed: str = ""
    phrases: tuple[tuple[str, ...], ...] = ()
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.phrases or self.filters)

    @property
    def is_personal(self) -> bool:
        """Return whether something about a complainant is asked for."""
        return any(FILTERS[key].is_personal for key in self.filters)

    @property
    def telephone(self) -> str:
        """Return the digits if nothing but what may be a telephone number was typed, else ""."""
        digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", self.typed))
        return digits if re.fullmatch(r"[0-9]{7,12}", digits) else ""


def parse(typed: str) -> Asked:
    """Return the parts of what was typed.

    A colon after a word that is no filter's name is a sign like any other: a time, a ratio.
    """
    kept = typed.strip()[:LONGEST_QUERY]
    plain = unicodedata.normalize("NFKC", kept).translate(_QUOTES)
    phrases: list[tuple[str, ...]] = []
    filters: dict[str, tuple[str, ...]] = {}
    for part in _PART.finditer(plain):
        quoted_name, quoted, name, value, phrase, word = part.groups()
        key = _BY_NAME.get((quoted_name or name or "").lower())
        if key is not None:
            given = ((quoted if quoted_name else value) or "").strip()
            filters[key] = (*filters.get(key, ()), given)
            continue
        texts = [phrase or word] if phrase or word else part.group().split()
        phrases += [tuple(cut) for text in texts if (cut := tokens(text))]
    return Asked(kept, tuple(dict.fromkeys(phrases)), filters)


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a filter may have: its code, and the words it goes by, the shown one first."""

    code: str
    names: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.names[0]


def _rank(value: Value, typed: str) -> int | None:
    """Return how well `typed` (normal) names the value, 0 the best; None: not at all."""
    names = [normal_words(name) for name in value.names]
    if typed == value.code or typed in names:
        return 0
    chinese = [name for name in names if not name.isascii()]
    initials = [pinyin_initials(name) for name in chinese]
    letters = [full_pinyin(name) for name in chinese]
    if typed in initials or typed in letters:
        return 1
    if any(name.startswith(typed) for name in names):
        return 2
    if any(one.startswith(typed) for one in initials):
        return 3
    if any(one.startswith(typed) for one in letters):
        return 4
    return 5 if any(typed in name for name in names) else None


def meant(typed: str, values: Iterable[Value]) -> list[Value]:
    """Return the values that `typed` names best: several if they are named equally well."""
    words = normal_words(typed)
    ranked = [(rank, value) for value in values if (rank := _rank(value, words)) is not None]
    best = min((rank for rank, _value in ranked), default=0)
    return [value for rank, value in ranked if rank == best] if words else []


def near(typed: str, values: Iterable[Value]) -> list[str]:
    """Return the labels of the values that may have been meant; the first ones if none is near."""
    labels = [value.label for value in values]
    words = normal_words(typed)
    sharing = [label for label in labels if set(words) & set(normal_words(label))]
    close = difflib.get_close_matches(words, sharing or labels, NEAR_SHOWN, 0.1)
    return close or sharing[:NEAR_SHOWN] or labels[:NEAR_SHOWN]


_DAYS = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)?|年?)$")
_FIRST, _LAST = date(1900, 1, 1), date(9999, 12, 30)


def days_meant(typed: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day of a typed day, month, year or range; None if it is none.

    `2026-11..` has no end; the words 今天, 昨天, 本周, 本月, 今年 count from `today`.
    """
    begin, dots, end = typed.strip().partition("..")
    if not dots:
        return _span(begin, today)
    first = _span(begin, today) if begin else (_FIRST, _FIRST)
    last = _span(end, today) if end else (_LAST, _LAST)
    if first is None or last is None or first[0] > last[1]:
        return None
    return first[0], last[1]


def _span(typed: str, today: date) -> tuple[date, date] | None:
    named = {
        "今天": (today, today),
        "today": (today, today),
        "昨天": (today - timedelta(1), today - timedelta(1)),
        "yesterday": (today - timedelta(1), today - timedelta(1)),
        "本周": (today - timedelta(today.weekday()), today),
        "本月": (today.replace(day=1), today),
        "今年": (today.replace(month=1, day=1), today),
    }
    if typed.lower() in named:
        return named[typed.lower()]
    found = _DAYS.match(typed)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if day:
            return (date(year or 0, month or 0, day),) * 2
        first, last = month or 1, month or 12
        days = calendar.monthrange(year or 0, last)[1]
        return date(year or 0, first, 1), date(year or 0, last, days)
    except ValueError:
        return None
