"""Reading a file of petitions: rows by header, with their row numbers as in the file. Pure.

Nothing is judged here but what cannot be read at all; what the columns mean is mapping's to say.
"""

from __future__ import annotations

from pathlib import Path

from caseflow.desk.imports.reading.delimited import read_delimited
from caseflow.desk.imports.reading.jsonlines import looks_like_json, read_json
from caseflow.desk.imports.reading.limits import MOST_TEXT_BYTES
from caseflow.desk.imports.reading.spreadsheets import read_spreadsheet
from caseflow.desk.imports.reading.tables import Row, Table, Unreadable, decode
from caseflow.ground.i18n import N_

__all__ = ["Row", "Table", "Unreadable", "read_file"]

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_file(path: Path) -> Table:
    """Return the table in `path`: xlsx, JSON lines or delimited text, told by the content.

    Raises Unreadable: no such file, another kind of file, damaged, empty or beyond the limits.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
            size = path.stat().st_size
    except OSError as error:
        raise Unreadable(N_("The file cannot be opened.")) from error
    if not start:
        raise Unreadable(N_("The file is empty."))
    if start.startswith(b"PK"):
        return read_spreadsheet(path)
    if start == OLD_EXCEL:
        raise Unreadable(
            N_("This is an old or encrypted Excel file. Save it as .xlsx without a password.")
        )
    if size > MOST_TEXT_BYTES:
        raise Unreadable(N_("The file is too large. Split it into smaller ones."))
    text = decode(path.read_bytes())
    return read_json(text) if looks_like_json(text) else read_delimited(text)
