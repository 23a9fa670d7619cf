"""The documents of a case as its page lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from caseflow.core.documents.items import form_named
from caseflow.core.documents.models import Document
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.people.accounts.models import User

STATUS_LABELS: dict[str, str] = {
    "draft": N_("Draft"),
    "issued": N_("Issued"),
    "void": N_("Void"),
}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document; `at` and `person` of the latest that happened to it."""

    id: int
    form: str
    label: str
    title: str
    number: str
    version: int
    status: str
    status_words: str
    at: datetime
    person: str


def documents_of(case_id: int) -> tuple[DocumentRow, ...]:
    """Return the documents of a case, oldest first; one statement."""
    latest = func.coalesce(Document.voided_by_id, Document.issued_by_id, Document.created_by_id)
    rows = db.session.execute(
        select(Document, User.display_name)
        .join(User, User.id == latest)
        .where(Document.case_id == case_id)
        .order_by(Document.id)
    )
    return tuple(_row(row.Document, row.display_name) for row in rows)


def _row(document: Document, person: str) -> DocumentRow:
    form = form_named(document.form)
    return DocumentRow(
        id=document.id,
        form=form.code,
        label=_(form.label),
        title=form.title,
        number=document.number or "",
        version=document.version,
        status=document.status,
        status_words=_(STATUS_LABELS[document.status]),
        at=document.voided_at or document.issued_at or document.created_at,
        person=person,
    )
