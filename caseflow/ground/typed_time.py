"""Reading instants as people type them (今天 14:02, 昨天下午3点, 9-24 9:30, ISO). Pure.

Local times of the authority; a time that lies ahead is the caller's to judge.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta

from caseflow.ground.clock import ZONE
from caseflow.ground.i18n import N_

DAYS_AGO = {
    "今天": 0,
    "今日": 0,
    "today": 0,
    "昨天": 1,
    "昨日": 1,
    "yesterday": 1,
    "前天": 2,
    "大前天": 3,
}
WEEKDAYS = "一二三四五六日"
HALVES = {
    "凌晨": 0,
    "早上": 0,
    "上午": 0,
    "中午": 12,
    "下午": 12,
    "傍晚": 12,
    "晚上": 12,
    "晚": 12,
    "am": 0,
    "pm": 12,
}

_NOW = frozenset({"", "现在", "刚才", "刚刚", "now"})
_DAY = re.compile(
    r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})(?:日|号)?"
    rf"|(?P<word>{'|'.join(sorted(DAYS_AGO, key=len, reverse=True))})"
    r"|(?P<week>上)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
)
_TIME = re.compile(
    rf"(?P<half>{'|'.join(sorted(HALVES, key=len, reverse=True))})?"
    r"(?P<hour>\d{1,2})(?:[:时点](?:(?P<half_past>半)|(?P<minute>\d{1,2})分?)?)(?::\d{1,2})?"
    r"(?P<after>am|pm)?"
)


class NotAMoment(ValueError):
    """What was typed names no day or time; `str(error)` is a msgid that says how to type it."""


UNREADABLE = N_("Enter a day and time, such as 今天 14:02, 昨天 9点 or 2026-09-24 14:02.")
NO_SUCH = N_("There is no such day or time in the calendar.")


def read_moment(typed: str, now: datetime) -> datetime:
    """Return the instant that `typed` means at `now` (both aware); nothing typed means now.

    A day without a time means its noon, or now if it is today; a month and day without a year mean
    the latest such day. Raises NotAMoment.
    """
    words = " ".join(unicodedata.normalize("NFKC", typed).strip().lower().split())
    if words in _NOW:
        return now.astimezone(UTC)
    exact = _iso(words)
    if exact is not None:
        return exact
    try:
        return _loose(words, now.astimezone(ZONE)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, NotAMoment):
            raise
        raise NotAMoment(NO_SUCH) from error


def read_day(typed: str, today: date) -> date:
    """Return the day that `typed` means on `today`. Raises NotAMoment."""
    noon = datetime.combine(today, time(12), ZONE)
    return read_moment(typed, noon).astimezone(ZONE).date()


def _iso(words: str) -> datetime | None:
    """Return an ISO 8601 instant with its time; without a zone it is local."""
    if "t" not in words and not re.search(r"\d:\d", words):
        return None
    try:
        found = datetime.fromisoformat(words.upper())
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=ZONE)).astimezone(UTC)


def _loose(words: str, here: datetime) -> datetime:
    rest = words
    named = _DAY.search(rest)
    if named:
        rest = rest[: named.start()] + rest[named.end() :]
    rest = re.sub(r"[\s的,，]", "", rest)
    at = _TIME.fullmatch(rest) if rest else None
    if (rest and at is None) or (named is None and at is None):
        raise NotAMoment(UNREADABLE)
    day = _day_of(named, here.date()) if named else here.date()
    if at is not None:
        return datetime.combine(day, _time_of(at), ZONE)
    return here if day == here.date() else datetime.combine(day, time(12), ZONE)


def _day_of(named: re.Match[str], today: date) -> date:
    if named["word"]:
        return today - timedelta(days=DAYS_AGO[named["word"]])
    if named["weekday"]:
        wanted = WEEKDAYS.index(named["weekday"].replace("天", "日"))
        monday = today - timedelta(days=today.weekday() + (7 if named["week"] else 0))
        found = monday + timedelta(days=wanted)
        return found if found <= today else found - timedelta(days=7)
    month, day = int(named["month"]), int(named["day"])
    if named["year"]:
        return date(int(named["year"]), month, day)
    past = (_real_day(today.year - ago, month, day) for ago in range(5))
    return next(real for real in past if real is not None and real <= today)


def _real_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where 29 February misses; any other impossible day is an error."""
    if (month, day) == (2, 29):
        leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
        return date(year, 2, 29) if leap else None
    return date(year, month, day)


def _time_of(at: re.Match[str]) -> time:
    hour = int(at["hour"])
    half = at["half"] or at["after"]
    if half and HALVES[half] == 12 and hour < 12 and not (half == "中午" and hour >= 11):
        hour += 12
    return time(hour, 30 if at["half_past"] else int(at["minute"] or 0))
