"""Reading comma-, semicolon- or tab-separated text. A record is a row, however many lines. Pure."""

from __future__ import annotations

import csv
import io

from caseflow.desk.imports.reading.limits import MOST_ROWS
from caseflow.desk.imports.reading.problems import Unreadable
from caseflow.desk.imports.reading.tables import Cell, Table, table_of
from caseflow.ground.i18n import N_
from caseflow.ground.spreadsheets import LONGEST_FIELD

DELIMITERS = (",", "\t", ";", "，")


def read_delimited(text: str) -> Table:
    """Return the table of `text`; row numbers are those a spreadsheet would show."""
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    lines: list[tuple[int, list[Cell]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS + 100:
                raise Unreadable(
                    N_("The file has more than %(most)s rows. Split it."), most=MOST_ROWS
                )
            lines.append((number, [*cells]))
    except csv.Error as error:
        raise Unreadable(N_("The file cannot be read as a table.")) from error
    return table_of(lines)


def delimiter_of(text: str) -> str:
    """Return the separator used most often in the first line that has any."""
    for line in text.splitlines()[:20] if len(text) < 1_000_000 else text[:20_000].splitlines():
        counts = {mark: line.count(mark) for mark in DELIMITERS}
        if any(counts.values()):
            return max(counts, key=lambda mark: counts[mark])
    return ","
