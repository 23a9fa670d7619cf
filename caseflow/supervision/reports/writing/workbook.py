"""The XLSX of a sheet: a worksheet a table, texts that are no formulas, the same bytes again."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from caseflow.supervision.reports.writing.sheet import Sheet, Table, neutral

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MADE_AT = datetime(2000, 1, 1)  # noqa: DTZ001 - a property of the file, the same for ever
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DCF0EB"},
    "cell": {"text_wrap": True, "valign": "top", "border": 1},
    "plain": {},
}
FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")


def xlsx(sheet: Sheet) -> bytes:
    """Return the workbook of a sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        book.set_properties({"title": sheet.title, "created": MADE_AT})
        formats = {name: book.add_format(look) for name, look in LOOKS.items()}
        for table in sheet.tables:
            _worksheet(book, sheet, table, formats)
    return target.getvalue()


def _worksheet(book: xlsxwriter.Workbook, sheet: Sheet, table: Table, formats: dict) -> None:  # type: ignore[type-arg]
    page = book.add_worksheet(table.name.translate(FORBIDDEN)[:31])
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, str(neutral(sheet.title)), formats["title"])
    at = 1
    for line in sheet.intro:
        page.write_string(at, 0, str(neutral(line)), formats["plain"])
        at += 1
    at += 1
    for column, name in enumerate(table.head):
        page.write_string(at, column, name, formats["head"])
        page.set_column(column, column, table.widths[column] if table.widths else 16)
    page.repeat_rows(at)
    page.freeze_panes(at + 1, 0)
    for row in table.rows:
        at += 1
        for column, cell in enumerate(row):
            if isinstance(cell, int | float):
                page.write_number(at, column, cell, formats["cell"])
            else:
                page.write_string(at, column, str(neutral(cell or "")), formats["cell"])
    for note in sheet.notes:
        at += 1
        page.write_string(at, 0, str(neutral(note)), formats["plain"])
