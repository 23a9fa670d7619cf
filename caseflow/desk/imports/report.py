"""The report of a run as a file: text that opens in a spreadsheet and runs nothing there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import xlsxwriter
from flask_babel import gettext as _

from caseflow.desk.imports.queries import OUTCOME_LABELS, ReportRow
from caseflow.ground.i18n import N_
from caseflow.ground.spreadsheets import TEXT_ONLY, harmless

HEADERS = (
    N_("Row"),
    N_("Reference number"),
    N_("Outcome"),
    N_("Petition number"),
    N_("Case number"),
    N_("Reason"),
)


def _cells(row: ReportRow) -> list[str]:
    return [
        str(row.row),
        row.reference,
        _(OUTCOME_LABELS[row.outcome]),
        row.petition_number,
        row.case_number,
        row.reason,
    ]


def csv_report(rows: Iterable[ReportRow]) -> bytes:
    """Return the report as UTF-8 with a mark, so that office programs read it as Chinese."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([_(header) for header in HEADERS])
    writer.writerows([harmless(cell) for cell in _cells(row)] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def xlsx_report(rows: Iterable[ReportRow]) -> bytes:
    """Return the report as a spreadsheet of texts; nothing in it is a formula or a link."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, TEXT_ONLY) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for column, header in enumerate(HEADERS):
            sheet.write_string(0, column, str(_(header)), bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(_cells(row)):
                sheet.write_string(number, column, cell)
    return target.getvalue()
