"""The DOCX of a sheet from the bureau's template, packed so that it is the same bytes again."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from docxtpl import DocxTemplate

from caseflow.supervision.reports.writing.sheet import Sheet, neutral, words

TEMPLATE = Path(__file__).parents[3] / "templates" / "documents" / "figures.docx"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PACKED_AT = (1980, 1, 1, 0, 0, 0)


def docx(sheet: Sheet) -> bytes:
    """Return the document of a sheet."""
    template = DocxTemplate(str(TEMPLATE))
    template.render(
        {
            "title": sheet.title,
            "intro": sheet.intro,
            "tables": [
                {
                    "name": table.name,
                    "head": table.head,
                    "rows": [[words(neutral(cell)) for cell in row] for row in table.rows],
                }
                for table in sheet.tables
            ],
            "notes": sheet.notes,
        },
        autoescape=True,
    )
    target = io.BytesIO()
    template.save(target)
    return packed_again(target.getvalue())


def packed_again(content: bytes) -> bytes:
    """Return an office file with its parts in order and without the hour at which it was made."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, PACKED_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            packed.writestr(entry, source.read(name))
    return target.getvalue()
