"""How instants, days, numbers and typed text are shown. Local words, exact value on hover.

`when` `day` `short_day` `number` `paragraphs`; `when_words` and `day_words` give plain text.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from flask import Flask
from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape

from caseflow.ground import clock
from caseflow.ground.i18n import N_

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

_TIME = Markup('<time datetime="{}" title="{}">{}</time>')
_PARAGRAPHS = re.compile(r"(?:[ \t]*\r?\n){2,}")
_LINES = re.compile(r"\r?\n")


def init_app(app: Flask) -> None:
    """Give the templates the filters under their own names."""
    for function in (when, when_words, day, day_words, short_day, number, paragraphs):
        app.add_template_filter(function, function.__name__)


def is_chinese() -> bool:
    """Return whether the page speaks Chinese."""
    return getattr(get_locale(), "language", "") == "zh"


def _date_words(value: date, *, with_year: bool) -> str:
    if is_chinese():
        year = f"{value.year}年" if with_year else ""
        return f"{year}{value.month}月{value.day}日"
    year = f" {value.year}" if with_year else ""
    return f"{value.day} {MONTHS[value.month - 1]}{year}"


def day_words(value: date) -> str:
    """Return a day in full with its weekday: “2026年9月24日 周四”, “Thu 24 Sep 2026”."""
    full, weekday = _date_words(value, with_year=True), _(WEEKDAYS[value.weekday()])
    return f"{full} {weekday}" if is_chinese() else f"{weekday} {full}"


def short_day_words(value: date) -> str:
    """Return a day without its weekday, and without its year if that is this year."""
    return _date_words(value, with_year=value.year != clock.today().year)


def span_words(first: date, last: date) -> str:
    """Return two days: “2026年11月23日至11月29日”, “23 Nov to 29 Nov 2026”."""
    same = first.year == last.year
    if is_chinese():
        return f"{_date_words(first, with_year=True)}至{_date_words(last, with_year=not same)}"
    begins, ends = _date_words(first, with_year=not same), _date_words(last, with_year=True)
    return f"{begins} to {ends}"


def when_words(value: datetime) -> str:
    """Return an aware instant in local words: “today 14:02”, “yesterday 9:30”, “24 Sep 14:02”."""
    local = clock.local(value)
    time, today = f"{local:%H:%M}", clock.today()
    if local.date() == today:
        return str(_("today %(time)s", time=time))
    if local.date() == today - timedelta(days=1):
        return str(_("yesterday %(time)s", time=time))
    if local.date() == today + timedelta(days=1):
        return str(_("tomorrow %(time)s", time=time))
    return f"{short_day_words(local.date())} {time}"


def when(value: datetime | None) -> str:
    """Return an instant as a `<time>` element: local words, the exact value on hover."""
    if value is None:
        return Markup("")
    local = clock.local(value)
    exact = f"{day_words(local.date())} {local:%H:%M:%S}"
    return _TIME.format(local.isoformat(timespec="seconds"), exact, when_words(value))


def day(value: date | None) -> str:
    """Return a day with its weekday as a `<time>` element."""
    if value is None:
        return Markup("")
    return _TIME.format(value.isoformat(), value.isoformat(), day_words(value))


def short_day(value: date | None) -> str:
    """Return a day without weekday as a `<time>` element that says the weekday on hover."""
    return Markup("") if value is None else _short_day(value, clock.today().year, is_chinese())


@lru_cache(maxsize=4096)
def _short_day(value: date, _this_year: int, _is_chinese: bool) -> Markup:
    """Write a short day once for each language: a list shows the same few over and over."""
    return _TIME.format(value.isoformat(), day_words(value), short_day_words(value))


def number(value: int | float) -> str:
    """Return a number with the thousands parted as the language does."""
    return str(format_decimal(value))


def paragraphs(text: str | None) -> Markup:
    """Return typed text as escaped paragraphs; single line ends become line breaks."""
    blocks = [block for block in _PARAGRAPHS.split((text or "").strip()) if block.strip()]
    lines = (Markup("<br>").join(map(escape, _LINES.split(block))) for block in blocks)
    return Markup("\n").join(Markup("<p>{}</p>").format(line) for line in lines)
