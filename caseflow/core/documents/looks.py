"""Who printed a document or took its file: recorded each time, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from caseflow.core.documents.models import Document, DocumentLook
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.people.accounts.models import User

PRINT, FILE = "print", "file"
ACTS: dict[str, str] = {PRINT: N_("Opened to be printed"), FILE: N_("Word file taken")}


@dataclass(frozen=True, slots=True)
class LookRow:
    """One entry, to be shown."""

    at: datetime
    person: str
    act: str
    version: int


def note_look(document: Document, *, user_id: int, act: str) -> None:
    """Record that a document was handed out. `act` is one of ACTS."""
    assert act in ACTS
    db.session.add(
        DocumentLook(
            document_id=document.id,
            version=document.version,
            user_id=user_id,
            act=act,
            at=clock.now(),
        )
    )


def looks_at(document_id: int, most: int = 100) -> tuple[LookRow, ...]:
    """Return who was handed the document, the latest first."""
    wanted = (
        select(DocumentLook.at, User.display_name, DocumentLook.act, DocumentLook.version)
        .join(User, User.id == DocumentLook.user_id)
        .where(DocumentLook.document_id == document_id)
        .order_by(DocumentLook.id.desc())
        .limit(most)
    )
    return tuple(LookRow(*row) for row in db.session.execute(wanted))
