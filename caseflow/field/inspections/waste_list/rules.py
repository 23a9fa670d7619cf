"""Reading an edition of the catalogue from a table. Pure."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from flask_babel import gettext as _

from caseflow.field.inspections.limits.waste import CODE
from caseflow.ground.errors import BadInput

COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("废物代码", "code"),
    "name": ("危险废物", "name"),
    "hazards": ("危险特性", "hazards"),
}
"""What is read → the heads under which it is looked for, in this order."""

CODES_MOST = 5000
FAULTS_MOST = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the catalogue."""

    code: str
    name: str
    hazards: str


def read_edition(content: bytes) -> list[Entry]:
    """Return the codes of a CSV in UTF-8 or GB 18030; raises BadInput with the lines at fault."""
    rows = csv.DictReader(io.StringIO(_text(content)))
    heads = rows.fieldnames or []
    found = {name: next((h for h in known if h in heads), "") for name, known in COLUMNS.items()}
    if not found["code"] or not found["name"]:
        raise BadInput(_("The table needs the columns 废物代码 and 危险废物."))
    entries: dict[str, Entry] = {}
    faults: list[str] = []
    for number, row in enumerate(rows, start=2):
        given = {name: (row.get(head) or "").strip() for name, head in found.items()}
        entry = Entry(given["code"], given["name"][:1000], given["hazards"][:40])
        if not CODE.fullmatch(entry.code):
            faults.append(_("Line %(number)s: “%(code)s” is no waste code.", number=number,
                            code=entry.code[:20]))  # fmt: skip
        elif entry.code in entries:
            faults.append(_("Line %(number)s: %(code)s stands there twice.", number=number,
                            code=entry.code))  # fmt: skip
        entries[entry.code] = entry
    if faults:
        raise BadInput(" ".join(faults[:FAULTS_MOST]))
    if not 0 < len(entries) <= CODES_MOST:
        raise BadInput(_("A catalogue has between 1 and %(most)s codes.", most=CODES_MOST))
    return list(entries.values())


def _text(content: bytes) -> str:
    for coding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(coding)
        except UnicodeDecodeError:
            continue
    raise BadInput(_("The file is no table of text: save it as CSV."))
