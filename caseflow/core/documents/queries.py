"""Reading one document for its page: what it holds, what it lacks, who took it away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import rights_on
from caseflow.core.documents.actions import (
    DRAFT,
    ISSUED,
    VOID,
    names_of,
    version_of,
    worded,
)
from caseflow.core.documents.content import Content, compose
from caseflow.core.documents.facts import CaseFacts
from caseflow.core.documents.faults import fatal, warnings
from caseflow.core.documents.forms import asked_on
from caseflow.core.documents.gathering import case_facts, ground_of
from caseflow.core.documents.items import LETTERS, Form, Item, form_named, items_of
from caseflow.core.documents.listing import STATUS_LABELS
from caseflow.core.documents.looks import LookRow, looks_at
from caseflow.core.documents.models import Document, DocumentVersion
from caseflow.core.documents.rules import missing
from caseflow.core.documents.sheet import Sheet, sheet_of, shown
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission


@dataclass(frozen=True, slots=True)
class Lacking:
    """A missing item: its name, which part, and where it is filled in."""

    name: str
    words: str
    href: str
    where: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version, to be listed."""

    version: int
    sha256: str
    made_at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """The view model of a document's page."""

    document: Document
    form: Form
    status_words: str
    sha256: str
    content: Content
    facts: CaseFacts
    held: tuple[tuple[str, str], ...]
    """What records hold: (name, value)."""
    lacking: tuple[Lacking, ...]
    faults: tuple[str, ...]
    warnings: tuple[str, ...]
    versions: tuple[VersionRow, ...]
    looks: tuple[LookRow, ...] | None
    may_write: bool
    may_issue: bool
    may_void: bool
    replaced_by: int | None

    @property
    def is_draft(self) -> bool:
        return self.document.status == DRAFT

    @property
    def can_be_replaced(self) -> bool:
        """Letters are issued anew by approving the reply again, never drafted here."""
        is_open = self.may_write and self.replaced_by is None
        return self.document.status == VOID and is_open and self.form.code not in LETTERS


def get_document(case: Case, document_id: int) -> Document:
    """Return a document of this very case, or raise NotVisible."""
    document = db.session.get(Document, document_id)
    if document is None or document.case_id != case.id:
        raise NotVisible(_("There is no such document in this case."))
    return document


def document_page(case: Case, document: Document, user: User) -> DocumentPage:
    """Return the page of a document: a draft as its records stand now, else as it was kept."""
    rights = rights_on(user, case)
    facts, version = case_facts(case, document), version_of(document)
    is_draft = document.status == DRAFT
    content = compose(document.form, facts, version.typed) if is_draft else version.content
    ground = ground_of(case, document, facts, content)
    form = form_named(document.form)
    may_write = Permission.DOCUMENT_WRITE in rights
    warned = warnings(form.code, content, ground) if document.status != VOID else []
    return DocumentPage(
        document=document,
        form=form,
        status_words=_(STATUS_LABELS[document.status]),
        sha256=version.sha256,
        content=content,
        facts=facts,
        held=tuple(_held(form.code, facts, content, is_draft)),
        lacking=tuple(_lacking(case, form.code, content, facts)) if is_draft else (),
        faults=tuple(_said(fatal(form.code, content, ground))) if is_draft else (),
        warnings=tuple(_said(warned)),
        versions=_versions(document.id),
        looks=looks_at(document.id) if Permission.EVIDENCE_TRACE in rights else None,
        may_write=may_write,
        may_issue=may_write and (not form.needs_order_right or Permission.ORDER_ISSUE in rights),
        may_void=Permission.DOCUMENT_VOID in rights and document.status in {DRAFT, ISSUED},
        replaced_by=_replaced_by(document.id),
    )


def _said(found: Any) -> list[str]:
    return [worded(one.fault.reason, one.params) for one in found]


def _replaced_by(document_id: int) -> int | None:
    wanted = select(Document.id).where(Document.replaces_id == document_id, Document.status != VOID)
    return db.session.scalar(wanted.limit(1))


def _versions(document_id: int) -> tuple[VersionRow, ...]:
    wanted = (
        select(
            DocumentVersion.version,
            DocumentVersion.sha256,
            DocumentVersion.made_at,
            User.display_name,
        )
        .join(User, User.id == DocumentVersion.made_by_id)
        .where(DocumentVersion.document_id == document_id)
        .order_by(DocumentVersion.version.desc())
    )
    return tuple(VersionRow(*row) for row in db.session.execute(wanted))


def _held(form: str, facts: CaseFacts, content: Content, is_draft: bool) -> list[tuple[str, str]]:
    """Return the items that are not typed; of what is not a draft any more, all of them."""
    if form in LETTERS:
        return _of_letter(content)
    typed = {item.code for item in asked_on(form, facts)} if is_draft else set()
    people = names_of(facts)
    found = []
    for item in items_of(form):
        if item.code not in typed:
            words = _list_words(item, content) or shown(
                item, content["items"].get(item.code), people
            )
            if words:
                found.append((_(item.label), words))
    return found


def _of_letter(content: Content) -> list[tuple[str, str]]:
    sheet = sheet_of(content, {})
    parts = [(part.title or sheet.title, "\n".join(part.paragraphs)) for part in sheet.parts]
    return [*sheet.lines[1:], *parts]


def _list_words(item: Item, content: Content) -> str:
    """Return an item that is a list, or the office, in one line."""
    if item.kind == "officers":
        return "、".join(f"{one['name']} {one['certificate']}" for one in content["officers"])
    if item.kind == "served" and content["served"]:
        return f"{content['served']['name']} {content['served']['number']}"
    if item.kind == "evidence":
        return "；".join(one["proves"] for one in content["evidence"])
    if item.kind == "photographs":
        return "；".join(one["object"] for one in content["photographs"])
    if item.kind == "signatures":
        return "、".join(one["name"] for one in content["signatures"])
    return str(content["office"]) if item.code == "office" else ""


def _lacking(case: Case, form: str, content: Content, facts: CaseFacts) -> list[Lacking]:
    typed = {item.code for item in asked_on(form, facts)}
    found = []
    for one in missing(form, content):
        words = worded(one.words, one.params) if one.words else ""
        if one.item.code in typed:
            where, href = _("below"), f"#{_field_id(one.item)}"
        elif one.item.kind == "photographs" and any(e.is_picture for e in facts.evidence):
            where, href = _("below"), "#photographs"
        else:
            where, href = _place(case, one.item)
        found.append(Lacking(_(one.item.label), words, href, where))
    return found


def _field_id(item: Item) -> str:
    return f"{item.code}-0" if item.kind == "way" else item.code


def _place(case: Case, item: Item) -> tuple[str, str]:
    """Return in words and as an address where a record is filled in."""
    if item.where == "order":
        return _step(case, "order_rectification", _("in the rectification order"))
    if item.where == "evidence":
        return _step(case, "add_evidence", _("in the evidence of the case"))
    if item.kind == "signatures":
        return _("in the visit’s record on the tablet"), url_for("cases.page", case_id=case.id)
    return _step(case, "record_inspection", _("in the record of an inspection"))


def _step(case: Case, name: str, words: str) -> tuple[str, str]:
    return words, url_for("cases.step", case_id=case.id, transition=name)


def printed_sheet(case: Case, document: Document) -> Sheet:
    """Return the paper of a document as it stands: of a draft, from the records of now."""
    facts, version = case_facts(case, document), version_of(document)
    content = version.content
    if document.status == DRAFT:
        content = compose(document.form, facts, version.typed)
    return sheet_of(content, names_of(facts), version.sha256)
