"""Reading xlsx: the first visible sheet that holds anything; formulas by their last result."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from caseflow.desk.imports.reading.limits import ensure_within_limits
from caseflow.desk.imports.reading.problems import Unreadable
from caseflow.desk.imports.reading.tables import Cell, Table, table_of
from caseflow.ground.i18n import N_


def read_spreadsheet(raw: bytes) -> Table:
    """Return the first visible sheet with rows. Raises Unreadable: damaged, too large or empty."""
    ensure_within_limits(raw)
    try:
        with io.BytesIO(raw) as file:
            workbook = CalamineWorkbook.from_filelike(file)
            for sheet in workbook.sheets_metadata:
                if sheet.typ is not SheetTypeEnum.WorkSheet:
                    continue
                if sheet.visible is not SheetVisibleEnum.Visible:
                    continue
                found = workbook.get_sheet_by_name(sheet.name)
                if found.end is not None:
                    return table_of(_lines(found.to_python(skip_empty_area=False)))
    except CalamineError as error:
        raise Unreadable(N_("The spreadsheet is damaged or protected by a password.")) from error
    raise Unreadable(N_("The file holds no rows."))


def _lines(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    return enumerate(rows, start=1)
