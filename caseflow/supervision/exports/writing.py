"""Writing a table row by row, in the same memory however long it grows: a spreadsheet or text."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter
from flask_babel import gettext as _
from xlsxwriter.exceptions import XlsxWriterException

from caseflow.ground.spreadsheets import TEXT_ONLY, harmless
from caseflow.supervision.exports.rows import Cell
from caseflow.supervision.exports.rules import CELL_LENGTH, SHEET_ROWS, Column


class TooLarge(Exception):
    """The spreadsheet cannot be put together; its sentence says what to do."""


class Writer(Protocol):
    """Takes rows; `close` puts the file together, `abandon` lets go of what is open."""

    def add(self, rows: Sequence[Sequence[Cell]]) -> None: ...

    def close(self) -> None: ...

    def abandon(self) -> None: ...


def writer_of(form: str, path: Path, columns: Sequence[Column]) -> Writer:
    """Return the writer of `form` (xlsx or csv) to `path`; what it sets aside lies beside it."""
    return XlsxTable(path, columns) if form == "xlsx" else CsvTable(path, columns)


class CsvTable:
    """Text in UTF-8 with a mark, so that office programs read it as Chinese."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([harmless(str(_(column.label))) for column in columns])

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        self._writer.writerows([_as_text(cell) for cell in row] for row in rows)

    def close(self) -> None:
        self._file.close()

    def abandon(self) -> None:
        self._file.close()


def _as_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)


class XlsxTable:
    """A spreadsheet of as many sheets as its rows need; rows go to the disk as they come."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._book = xlsxwriter.Workbook(str(path), {**TEXT_ONLY, "tmpdir": str(path.parent)})
        self._bold = self._book.add_format({"bold": True, "bg_color": "#E8F0EC", "border": 1})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._columns = columns
        self._sheets: list[Any] = []
        self._new_sheet()

    def _new_sheet(self) -> None:
        sheet = self._book.add_worksheet()
        for index, column in enumerate(self._columns):
            sheet.set_column(index, index, column.width)
        sheet.freeze_panes(1, 1)
        for index, column in enumerate(self._columns):
            sheet.write_string(0, index, str(_(column.label)), self._bold)
        self._sheets.append(sheet)
        self._count = 0

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows:
            if self._count == SHEET_ROWS:
                self._new_sheet()
            self._count += 1
            for index, cell in enumerate(row):
                if cell is not None and cell != "":
                    self._write(index, cell)

    def _write(self, index: int, cell: Cell) -> None:
        sheet, line = self._sheets[-1], self._count
        if isinstance(cell, str):
            sheet.write_string(line, index, harmless(cell)[:CELL_LENGTH])
        elif isinstance(cell, datetime):
            sheet.write_datetime(line, index, cell, self._moment)
        elif isinstance(cell, date):
            sheet.write_datetime(line, index, cell, self._day)
        else:
            sheet.write_number(line, index, cell)

    def close(self) -> None:
        """Put the parts together. Raises TooLarge."""
        try:
            self._book.close()
        except XlsxWriterException as error:
            sentence = _("The spreadsheet grew too large: narrow the list down, or take text.")
            raise TooLarge(sentence) from error

    def abandon(self) -> None:
        """Close what the library holds open; the caller throws the folder away."""
        self._book.fileclosed = True
        for sheet in self._sheets:
            if sheet.row_data_fh is not None and not sheet.row_data_fh.closed:
                sheet.row_data_fh.close()
