"""Cleaning what stands in cells: spreadsheet escapes, odd blanks, control characters. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time

from caseflow.desk.imports.reading.problems import RowProblem
from caseflow.desk.imports.reading.tables import Cell
from caseflow.ground.clock import ZONE
from caseflow.ground.i18n import N_

_ESCAPES = {"_x000D_": "\r", "_x000d_": "\r", "_x000A_": "\n", "_x000a_": "\n", "_x0009_": "\t"}
_ESCAPE = re.compile("|".join(_ESCAPES))
_LINE_ENDS = re.compile(r"\r*\n|\r+|\u2028|\u2029|\x85")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2060\ufeff\ufffe]"
)
_BLANKS = re.compile(r"[ \t\u3000\u00a0\u2000-\u200a\u202f\u205f]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(cell: Cell) -> str:
    """Return the words of a cell: paragraphs kept, blanks around and between them gone.

    A whole number in a float loses its “.0”; at most one blank line stands between paragraphs.
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if not isinstance(cell, str):
        return str(cell)
    text = _LINE_ENDS.sub("\n", _ESCAPE.sub(lambda m: _ESCAPES[m[0]], cell))
    text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
    lines = [_BLANKS.sub(" ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_line(cell: Cell) -> str:
    """Return the words of a cell on one line."""
    return " ".join(clean_text(cell).split())


_MOMENT = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?"
    r"(?:[\sT,]*(?P<half>上午|下午|晚上|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})?"
    r"\s*(?:[:分]\s*(?P<second>\d{1,2})?(?:\.\d+)?\s*秒?)?\s*(?P<after>AM|PM)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\s?(\d{2}):?(\d{2}):?(\d{2}))?")
_MONTH_IN_ADDRESS = re.compile(r"https?://\S*?/((?:19|20)\d{2})-?(0[1-9]|1[0-2])(?:[/-]\S*)?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AFTERNOON = {"下午", "晚上", "pm"}
EXCEL_DAYS = (20_000, 80_000)
"""Serial numbers of days from 1954 to 2119: a date cell that lost its format."""
EXCEL_EPOCH_DAYS = 25_569
"""1970-01-01 as a serial number of the 1900 system."""

NO_TIME = N_("“%(words)s” is not a day or time that can be read.")


def read_instant(cell: Cell) -> datetime:
    """Return the instant in a cell, aware UTC, whole seconds; without a zone it is local time.

    A day without a time is its first instant. A web address that names year and month (as boards
    of messages have it) means the first day of that month. Raises RowProblem.
    """
    try:
        found = _read(cell)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise RowProblem(NO_TIME, words=clean_line(cell)[:60])
    return found.astimezone(UTC)


def _read(cell: Cell) -> datetime | None:
    if isinstance(cell, datetime):
        local = cell if cell.tzinfo else cell.replace(tzinfo=ZONE)
        return _whole_second(local)
    if isinstance(cell, date):
        return datetime.combine(cell, time(), ZONE)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(float(cell))
    if not isinstance(cell, str):
        return None
    words = unicodedata.normalize("NFKC", clean_line(cell))
    if re.fullmatch(r"\d+(\.\d+)?", words) and not _COMPACT.fullmatch(words):
        return _from_number(float(words))
    return _from_words(words)


def _whole_second(instant: datetime) -> datetime:
    """Return the nearest whole second: a spreadsheet keeps 9:32:08 as 9:32:07.9999."""
    seconds = round((instant - _EPOCH).total_seconds())
    return datetime.fromtimestamp(seconds, UTC)


def _from_number(number: float) -> datetime | None:
    if EXCEL_DAYS[0] <= number < EXCEL_DAYS[1]:
        seconds = round((number - EXCEL_EPOCH_DAYS) * 86_400)
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=ZONE)
    if 300_000_000 <= number < 10_000_000_000:
        return datetime.fromtimestamp(round(number), UTC)
    if 300_000_000_000 <= number < 10_000_000_000_000:
        return datetime.fromtimestamp(round(number / 1000), UTC)
    return None


def _from_words(words: str) -> datetime | None:
    compact = _COMPACT.fullmatch(words)
    if compact:
        return datetime(*(int(part or 0) for part in compact.groups()), tzinfo=ZONE)  # type: ignore[misc,arg-type]
    address = _MONTH_IN_ADDRESS.fullmatch(words)
    if address:
        return datetime(int(address[1]), int(address[2]), 1, tzinfo=ZONE)
    found = _MOMENT.fullmatch(words)
    if found is None:
        return None
    hour = int(found["hour"] or 0)
    half = (found["half"] or found["after"] or "").lower()
    if half in _AFTERNOON and hour < 12:
        hour += 12
    elif half in {"am", "上午"} and hour == 12:
        hour = 0
    local = datetime(
        int(found["year"]),
        int(found["month"]),
        int(found["day"]),
        hour,
        int(found["minute"] or 0),
        int(found["second"] or 0),
        tzinfo=ZONE,
    )
    zone = (found["zone"] or "").upper().replace("Z", "+00:00")
    return datetime.fromisoformat(local.strftime("%Y-%m-%dT%H:%M:%S") + zone) if zone else local
