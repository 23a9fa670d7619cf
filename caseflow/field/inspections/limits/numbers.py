"""Decimal strings as whole numbers of their smallest part, and rounding. Pure, no floats.

A level of "62.3" dB is 623 tenths: server and tablet compute the same to the last digit.
"""

from __future__ import annotations

import re
from datetime import date

DECIMAL = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,6}))?", re.ASCII)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)


def scaled(text: str, digits: int) -> int | None:
    """Return `text` in units of 10^-digits; None if it is no such number or has more decimals."""
    found = DECIMAL.fullmatch(text)
    if found is None or len(found[2] or "") > digits:
        return None
    return int(found[1] + (found[2] or "").ljust(digits, "0"))


def fixed(value: int, digits: int) -> str:
    """Return `value` units of 10^-digits with all its decimals: fixed(620, 1) is "62.0"."""
    sign, size = ("-" if value < 0 else ""), abs(value)
    if digits == 0:
        return f"{sign}{size}"
    text = str(size).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}"


def short(value: int, digits: int) -> str:
    """Return `value` units of 10^-digits without closing zeros: short(600, 1) is "60"."""
    text = fixed(value, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def half_even(numerator: int, denominator: int) -> int:
    """Return the quotient of two numbers that are not negative, rounded to a whole number.

    A half goes to the even neighbour. Source: GB/T 8170, 数值修约规则 3.2 (四舍六入五成双).
    """
    whole, rest = divmod(numerator, denominator)
    up = 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
    return whole + int(up)


def is_day(text: str) -> bool:
    """Return whether `text` is a day of the calendar, as "2026-11-28"."""
    if DAY.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def minute_of_day(text: str) -> int | None:
    """Return the minutes since midnight of "22:10"; None if it is no time."""
    found = TIME.fullmatch(text)
    return int(found[1]) * 60 + int(found[2]) if found else None


def year_after(day: str) -> str:
    """Return the same day of the next year; the 28th for a 29th of February.

    Source: 民法典 art. 202: without a corresponding day, the last day of the month ends the term.
    """
    year = f"{int(day[:4]) + 1:04d}"
    return year + ("-02-28" if day[4:] == "-02-29" else day[4:])
