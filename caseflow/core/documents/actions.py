"""Drafting, revising, issuing and voiding documents. Nothing here commits."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import ensure_may
from caseflow.core.documents import paper
from caseflow.core.documents.content import Content, Typed, compose, content_hash
from caseflow.core.documents.facts import CaseFacts
from caseflow.core.documents.faults import fatal
from caseflow.core.documents.gathering import (
    case_facts,
    ground_of,
    is_proven,
    latest_inspection,
    latest_order,
)
from caseflow.core.documents.items import FORMS, ORDER, Form, form_named
from caseflow.core.documents.models import Document, DocumentVersion
from caseflow.core.documents.rules import Params, missing
from caseflow.core.documents.sheet import sheet_of
from caseflow.core.petitions.numbers import take_number
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotVisible, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import store_stream
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission

DRAFT, ISSUED, VOID = "draft", "issued", "void"
MOST_BYTES = 64 * 1024 * 1024
"""Of one DOCX with its pictures."""


def worded(words: str, params: Params) -> str:
    """Return a msgid with its parameters in the language of the page."""
    said = {name: _(v[1:]) if v.startswith("@") else v for name, v in params.items()}
    return str(_(words, **said))


def draft(case: Case, form: str, actor: User, replaces: Document | None = None) -> Document:
    """Begin a document on the latest visit and order of the case; returns it, flushed.

    `replaces`: a void document of the same form, whose visit, order and typed words are taken over.
    """
    ensure_may(Permission.DOCUMENT_WRITE, case, actor)
    typed: Typed = {}
    if replaces is not None:
        if replaces.status != VOID or replaces.form != form or replaces.case_id != case.id:
            raise Refused([_("Only a void document of the same form can be replaced.")])
        typed = version_of(replaces).typed
    inspection, order = latest_inspection(case.id), latest_order(case.id)
    document = Document(
        case_id=case.id,
        form=form,
        inspection_id=inspection.id if inspection else None,
        order_id=order.id if order and form == ORDER else None,
        status=DRAFT,
        version=1,
        replaces_id=replaces.id if replaces else None,
        created_at=clock.now(),
        created_by_id=actor.id,
    )
    db.session.add(document)
    db.session.flush()
    _keep(document, compose(form, case_facts(case, document), typed), typed, actor)
    return document


def version_of(document: Document) -> DocumentVersion:
    """Return the newest version of a document."""
    wanted = select(DocumentVersion).where(
        DocumentVersion.document_id == document.id, DocumentVersion.version == document.version
    )
    return db.session.scalars(wanted).one()


def _keep(document: Document, content: Content, typed: Typed, actor: User) -> DocumentVersion:
    version = DocumentVersion(
        document_id=document.id,
        version=document.version,
        sha256=content_hash(content),
        content=content,
        typed=dict(typed),
        made_at=clock.now(),
        made_by_id=actor.id,
    )
    db.session.add(version)
    db.session.flush()
    return version


def _claim(document: Document, seen: int, present: str, **values: Any) -> None:
    """Change the row if it still is at `seen` and of the status `present`, or raise StaleCase."""
    claimed = db.session.execute(
        update(Document)
        .where(Document.id == document.id, Document.version == seen, Document.status == present)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        words = _("Somebody changed this document in the meantime: look at it as it is now.")
        raise StaleCase(words)
    db.session.refresh(document)


def revise(document: Document, case: Case, typed: Typed, actor: User, *, seen: int) -> bool:
    """Put the content of a draft together anew; returns whether that made a new version."""
    ensure_may(Permission.DOCUMENT_WRITE, case, actor)
    content = compose(document.form, case_facts(case, document), typed)
    before = version_of(document)
    if before.sha256 == content_hash(content) and before.typed == dict(typed):
        _claim(document, seen, DRAFT, version=seen)
        return False
    _claim(document, seen, DRAFT, version=seen + 1)
    _keep(document, content, typed, actor)
    return True


def reasons_against(
    document: Document, case: Case, facts: CaseFacts, content: Content
) -> list[str]:
    """Return in words all that refuses the issuing: each missing item by name, each fault."""
    form = FORMS[document.form]
    found = []
    for one in missing(form.code, content):
        name = one.item.label
        words = worded(one.words, one.params) if one.words else ""
        lacking = _("Missing: %(what)s.", what=_(name))
        found.append(f"{lacking} {words}".strip())
    for fault in fatal(form.code, content, ground_of(case, document, facts, content)):
        found.append(worded(fault.fault.reason, fault.params))
    if _standing_order(document):
        found.append(_("The order already has an issued decision: void that one first."))
    return found


def _standing_order(document: Document) -> bool:
    if document.order_id is None:
        return False
    wanted = select(Document.id).where(
        Document.order_id == document.order_id,
        Document.status == ISSUED,
        Document.form == ORDER,
        Document.id != document.id,
    )
    return db.session.scalar(wanted.limit(1)) is not None


def issue(document: Document, case: Case, actor: User, *, seen: int) -> Document:
    """Give a draft its number, keep its content and DOCX for good, and say so in the history.

    Raises NotPermitted, StaleCase, or Refused with every reason.
    """
    form = FORMS[document.form]
    ensure_may(Permission.DOCUMENT_WRITE, case, actor)
    if form.needs_order_right:
        ensure_may(Permission.ORDER_ISSUE, case, actor)
    _claim(document, seen, DRAFT, version=seen + 1)
    typed = db.session.scalars(
        select(DocumentVersion.typed).where(
            DocumentVersion.document_id == document.id, DocumentVersion.version == seen
        )
    ).one()
    facts = case_facts(case, document)
    content = compose(form.code, facts, typed)
    reasons = reasons_against(document, case, facts, content)
    if reasons:
        raise Refused(reasons)
    content["number"] = _number(form, facts)
    content["issued_on"] = clock.today().isoformat()
    version = _keep(document, content, typed, actor)
    document.file_id = _stored(content, names_of(facts), version.sha256)
    document.number = content["number"]
    document.issued_at, document.issued_by_id = clock.now(), actor.id
    document.status = ISSUED
    db.session.flush()
    _tell_history(document, case, actor, "issue_document")
    return document


def names_of(facts: CaseFacts) -> dict[str, str]:
    """Return the names of who may review and approve, by their id as typed."""
    return {str(user_id): name for user_id, name in facts.people}


def _number(form: Form, facts: CaseFacts) -> str:
    """Return the number of the order for its decision, else the next one of the form's series."""
    if form.code == ORDER:
        assert facts.order is not None  # Its contents were found complete.
        return facts.order.number
    return take_number(form.series, clock.today())


def _stored(content: Content, people: Mapping[str, str], mark: str) -> int:
    try:
        made = paper.docx(sheet_of(content, people, mark))
    except NotVisible as error:
        words = _("A picture of this document is not in the store any more: restore it first.")
        raise Refused([words]) from error
    return store_stream(io.BytesIO(made), MOST_BYTES).id


def _tell_history(document: Document, case: Case, actor: User, act: str, **more: Any) -> None:
    title = form_named(document.form).title
    perform(
        case,
        act,
        actor,
        version=case.version,
        document=f"{title} {document.number}",
        document_id=document.id,
        document_sha256=version_of(document).sha256,
        **more,
    )


def void(document: Document, case: Case, actor: User, reason: str, *, seen: int) -> Document:
    """Make a document void, with its reason; a draft never had a number and leaves no gap."""
    ensure_may(Permission.DOCUMENT_VOID, case, actor)
    if not reason.strip():
        raise BadInput(_("Enter a reason."))
    before = document.status
    if before not in {DRAFT, ISSUED}:
        raise Refused([_("This document is void already.")])
    if is_proven(document):
        raise Refused([_("A proof of service names this document: void the proof first.")])
    _claim(
        document,
        seen,
        before,
        status=VOID,
        voided_at=clock.now(),
        voided_by_id=actor.id,
        void_reason=reason.strip(),
    )
    if before == ISSUED:
        _tell_history(document, case, actor, "void_document", reason=reason.strip())
    return document
