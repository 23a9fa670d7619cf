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

__all__ = ["Row", "Table", "Unreadable", "read_path", "read_table"]

TOO_LARGE = N_("The file is too large. Split it into smaller ones.")

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_path(path: Path) -> Table:
    """Return the table of the file at `path`. Raises Unreadable, also if it cannot be opened."""
    try:
        if path.stat().st_size > MOST_TEXT_BYTES:
            raise Unreadable(TOO_LARGE)
        return read_table(path.read_bytes())
    except OSError as error:
        raise Unreadable(N_("The file cannot be opened.")) from error


def read_table(raw: bytes) -> Table:
    """Return the table in a file: xlsx, JSON lines or delimited text, told by the content.

    Raises Unreadable: another kind of file, damaged, empty or beyond the limits.
    """
    if not raw:
        raise Unreadable(N_("The file is empty."))
    if raw.startswith(b"PK"):
        return read_spreadsheet(raw)
    if raw.startswith(OLD_EXCEL):
        raise Unreadable(
            N_("This is an old or encrypted Excel file. Save it as .xlsx without a password.")
        )
    if len(raw) > MOST_TEXT_BYTES:
        raise Unreadable(TOO_LARGE)
    text = decode(raw)
    return read_json(text) if looks_like_json(text) else read_delimited(text)
