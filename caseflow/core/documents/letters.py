"""Letters to petitioners as documents: numbered, kept with their hash, void-able, without a name.

The name of the petitioner is sealed and stands in no content: it is put on the paper by hand, or
by who prints it and may see who complained.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from caseflow.core.documents import paper
from caseflow.core.documents.content import SCHEMA, Content, content_hash
from caseflow.core.documents.items import LETTERS
from caseflow.core.documents.models import Document, DocumentVersion
from caseflow.core.documents.sheet import sheet_of
from caseflow.core.petitions.numbers import take_number
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import store_stream

if TYPE_CHECKING:
    from caseflow.core.cases.models import Case

NOTHING_OF_A_VISIT: dict[str, Any] = {
    "has_readings": False,
    "is_signed_by_hand": True,
    "added": [],
    "officers": [],
    "signatures": [],
    "photographs": [],
    "evidence": [],
    "served": {},
}
"""What every content has: a letter rests on no visit."""
MOST_BYTES = 8 * 1024 * 1024


def issue_letter(
    case: Case,
    form: str,
    petition_number: str,
    items: Mapping[str, Any],
    *,
    actor_id: int | None,
    at: datetime,
) -> Document:
    """Issue a letter of the case to one petitioner and return it, flushed. Never commits.

    `items`: what the form prints (sheet.py), nobody's name in it.
    """
    assert actor_id is not None, "letters are issued by people"
    day = clock.local_date(at)
    content: Content = {
        "schema": SCHEMA,
        "form": form,
        "office": settings().authority,
        "case": case.number,
        "number": take_number(LETTERS[form].series, day),
        "issued_on": day.isoformat(),
        "petition": petition_number,
        "items": dict(items),
        **NOTHING_OF_A_VISIT,
    }
    mark = content_hash(content)
    document = Document(
        case_id=case.id,
        form=form,
        status="draft",
        version=1,
        created_at=at,
        created_by_id=actor_id,
    )
    db.session.add(document)
    db.session.flush()
    db.session.add(
        DocumentVersion(
            document_id=document.id,
            version=1,
            sha256=mark,
            content=content,
            typed={},
            made_at=at,
            made_by_id=actor_id,
        )
    )
    made = paper.docx(sheet_of(content, {}, mark))
    document.file_id = store_stream(io.BytesIO(made), MOST_BYTES).id
    document.number = content["number"]
    document.issued_at, document.issued_by_id = at, actor_id
    document.status = "issued"
    db.session.flush()
    return document


def void_letter(document_id: int, reason: str, *, actor_id: int | None, at: datetime) -> None:
    """Make an issued letter void; one that is void already stays as it is."""
    document = db.session.get_one(Document, document_id)
    if document.status == "issued":
        document.status, document.void_reason = "void", reason
        document.voided_at, document.voided_by_id = at, actor_id
        db.session.flush()
