"""Rows of the horn exposure list as the traffic police send them: read and refused. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from caseflow.ground.spreadsheets import LONGEST_FIELD

COLUMNS: dict[str, str] = {
    "time_band": "时段",
    "road": "路段",
    "behaviour": "行为",
    "authority": "查处机关",
}
"""What is published of a row; the headings of the file."""

PERSONAL: dict[str, str] = {"driver": "驾驶人", "plate": "号牌"}
"""What may only stand there with a stated legal basis."""

_SPELLINGS: dict[str, str] = {
    "时间": "time_band", "时段": "time_band", "时间段": "time_band",
    "路段": "road", "地点": "road", "道路": "road",
    "行为": "behaviour", "违法行为": "behaviour",
    "查处机关": "authority", "机关": "authority", "单位": "authority",
    "姓名": "driver", "驾驶人": "driver", "驾驶人姓名": "driver", "当事人": "driver",
    "号牌": "plate", "车牌": "plate", "车牌号": "plate", "号牌号码": "plate",
}  # fmt: skip

MOST_ROWS = 500
LONGEST_CELL = 100


@dataclass(frozen=True, slots=True)
class HornRows:
    """The rows of a file, and what stands in the way of taking them: (code, detail)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    faults: tuple[tuple[str, str], ...]


def read_rows(content: bytes, naming_basis: str) -> HornRows:
    """Return the rows of a CSV file (UTF-8 or GB 18030) in the order of COLUMNS.

    Fault codes: empty, missing (a column), unknown (a column), personal (a column without a legal
    basis), many, long (a cell), gap (an empty cell), unreadable (no CSV); the detail is the heading
    or the line.
    """
    try:
        lines = _lines(_decoded(content))
    except csv.Error:
        return HornRows((), (), (("unreadable", ""),))
    if len(lines) < 2:
        return HornRows((), (), (("empty", ""),))
    headings = [heading.strip() for heading in lines[0]]
    keys = [_SPELLINGS.get(heading, "") for heading in headings]
    faults = [*_heading_faults(headings, keys, naming_basis), *_line_faults(lines[1:], len(keys))]
    if faults:
        return HornRows((), (), tuple(faults))
    wanted = [key for key in (*COLUMNS, *PERSONAL) if key in keys]
    places = [keys.index(key) for key in wanted]
    rows = tuple(tuple(line[place].strip() for place in places) for line in lines[1:])
    return HornRows(tuple({**COLUMNS, **PERSONAL}[key] for key in wanted), rows, ())


def _lines(text: str) -> list[list[str]]:
    """Return the lines that hold something, whatever ends them. Raises csv.Error."""
    # No database keeps NUL in a text; a bare CR ends a line as old spreadsheets have it.
    plain = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    csv.field_size_limit(LONGEST_FIELD)
    read = csv.reader(io.StringIO(plain))
    return [line for line in read if any(map(str.strip, line))]


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _heading_faults(
    headings: Sequence[str], keys: Sequence[str], naming_basis: str
) -> list[tuple[str, str]]:
    found = [("missing", words) for key, words in COLUMNS.items() if key not in keys]
    for heading, key in zip(headings, keys, strict=True):
        if not key or keys.count(key) > 1:
            found.append(("unknown", heading))
        elif key in PERSONAL and not naming_basis.strip():
            found.append(("personal", heading))
    return found


def _line_faults(lines: Sequence[Sequence[str]], width: int) -> list[tuple[str, str]]:
    found = [("many", str(MOST_ROWS))] if len(lines) > MOST_ROWS else []
    for number, line in enumerate(lines[:MOST_ROWS], start=2):
        if len(line) != width or not all(cell.strip() for cell in line):
            found.append(("gap", str(number)))
        elif any(len(cell) > LONGEST_CELL for cell in line):
            found.append(("long", str(number)))
    return found
