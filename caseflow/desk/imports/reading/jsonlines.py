"""Reading JSON: one object a line, with or without commas and brackets, or a whole array. Pure.

A row's number is the line on which its object begins. What cannot be read is one rejected row,
and reading goes on at the next line that begins an object.
"""

from __future__ import annotations

import json
import re
from typing import Any

from caseflow.desk.imports.reading.limits import MOST_COLUMNS, MOST_ROWS
from caseflow.desk.imports.reading.problems import Problem, Unreadable
from caseflow.desk.imports.reading.tables import Cell, Row, Table
from caseflow.ground.i18n import N_

_BETWEEN = re.compile(r"[\s,\[\]\ufeff;]*")
_NEXT_OBJECT = re.compile(r"\n\s*\[?\s*\{")
_DECODER = json.JSONDecoder()

CUT_OFF = N_("The line is not complete JSON; it may be cut off.")
NO_OBJECT = N_("The line does not hold an object with named values.")


def looks_like_json(text: str) -> bool:
    """Return whether the text begins an object, or an array of objects."""
    start = text[:1000].lstrip("\ufeff \t\r\n")
    return start.startswith("{") or re.match(r"\[\s*\{", start) is not None


def read_json(text: str) -> Table:
    """Return the table of all objects; the headers are all their keys in order of appearance."""
    rows: list[Row] = []
    headers: dict[str, None] = {}
    position, line, counted_to = 0, 1, 0
    while True:
        between = _BETWEEN.match(text, position)
        position = between.end() if between else position
        if position >= len(text):
            break
        line += text.count("\n", counted_to, position)
        counted_to = position
        row, position = _read_one(text, position, line)
        headers.update(dict.fromkeys(row.cells))
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise Unreadable(N_("The file has more than %(most)s rows. Split it."), most=MOST_ROWS)
    if not headers:
        raise Unreadable(N_("The file holds no rows."))
    return Table(tuple(headers)[:MOST_COLUMNS], rows)


def _read_one(text: str, position: int, line: int) -> tuple[Row, int]:
    """Return the row that begins at `position`, and where to go on."""
    try:
        found, end = _DECODER.raw_decode(text, position)
    except (ValueError, RecursionError):
        return Row(line, {}, Problem(CUT_OFF)), _next_object(text, position)
    if not isinstance(found, dict):
        return Row(line, {}, Problem(NO_OBJECT)), end
    cells = {str(key).strip()[:100]: _cell(value) for key, value in found.items()}
    return Row(line, cells), end


def _next_object(text: str, position: int) -> int:
    """Return where the next line begins that starts an object; the end if there is none."""
    found = _NEXT_OBJECT.search(text, position)
    return found.end() - 1 if found else len(text)


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return json.dumps(value, ensure_ascii=False)
