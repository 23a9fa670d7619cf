"""The page of a document: checking, typing, issuing, voiding, and taking it away on paper.

A document is handed out by POST only, for each time is recorded.
"""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import ensure_may, get_case
from caseflow.core.documents import actions, paper
from caseflow.core.documents.addressing import addressed_sheet
from caseflow.core.documents.forms import (
    DocumentForm,
    IssueForm,
    VoidForm,
    document_form,
    new_document_form,
)
from caseflow.core.documents.gathering import case_facts
from caseflow.core.documents.looks import ACTS, FILE, PRINT, note_look
from caseflow.core.documents.models import Document
from caseflow.core.documents.queries import document_page, get_document, printed_sheet
from caseflow.core.documents.sheet import ADDED
from caseflow.ground.errors import BadInput, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import open_file
from caseflow.ground.storage.models import StoredFile
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("documents", __name__, url_prefix="/cases/<int:case_id>/documents")


@bp.post("/new")
@requires(Permission.DOCUMENT_WRITE)
def new(case_id: int) -> Any:
    """Begin a document and lead to its page."""
    case = get_case(current_user, case_id)
    form = new_document_form()
    if not form.validate():
        flash(_("Select a form for the document."), "error")
        return redirect(url_for("cases.page", case_id=case.id, _anchor="documents"), 303)
    old = form.replaces.data or ""
    with unit_of_work():
        replaces = get_document(case, int(old)) if old.isdecimal() else None
        document = actions.draft(case, form.form.data, current_user, replaces)
    return redirect(_address(document), 303)


@bp.route("/<int:document_id>", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_VIEW)
def show(case_id: int, document_id: int) -> Any:
    """Show a document; POST keeps what was typed into a draft."""
    case, document = _loaded(case_id, document_id)
    form = _typing(case, document)
    if request.method == "GET":
        return _page(case, document, form)
    if not form.validate():
        return _page(case, document, form), 422
    try:
        with unit_of_work():
            is_new = actions.revise(
                document, case, form.to_typed(), current_user, seen=form.version.data
            )
    except StaleCase as error:
        return _page(case, document, form, [str(error)]), 409
    words = _("Kept as version %(version)s.", version=document.version)
    flash(words if is_new else _("Nothing was changed."), "success" if is_new else "info")
    return redirect(_address(document), 303)


@bp.post("/<int:document_id>/issue")
@requires(Permission.DOCUMENT_WRITE)
def issue(case_id: int, document_id: int) -> Any:
    """Issue a draft, or show (409) everything that stands in its way."""
    case, document = _loaded(case_id, document_id)
    form = IssueForm()
    try:
        if not form.validate():
            raise BadInput(_("The page is incomplete: reload it and try again."))
        with unit_of_work():
            actions.issue(document, case, current_user, seen=form.version.data)
    except (Refused, StaleCase, BadInput) as error:
        reasons = error.reasons if isinstance(error, Refused) else [str(error)]
        return _page(case, document, _fresh(case, document), reasons), error.status
    words = _("%(number)s was issued.", number=document.number)
    flash(words, "success")
    return redirect(_address(document), 303)


@bp.post("/<int:document_id>/void")
@requires(Permission.DOCUMENT_VOID)
def void(case_id: int, document_id: int) -> Any:
    """Make a document void for a reason."""
    case, document = _loaded(case_id, document_id)
    form = VoidForm()
    if not form.validate():
        return _page(case, document, _fresh(case, document), void_form=form), 422
    try:
        with unit_of_work():
            actions.void(document, case, current_user, form.reason.data, seen=form.version.data)
    except (Refused, StaleCase) as error:
        reasons = error.reasons if isinstance(error, Refused) else [str(error)]
        return _page(case, document, _fresh(case, document), reasons), error.status
    flash(_("The document is void."), "success")
    return redirect(_address(document), 303)


@bp.post("/<int:document_id>/print")
@requires(Permission.DOCUMENT_VIEW)
def printed(case_id: int, document_id: int) -> str:
    """Show a document as it is printed on A4; the look is recorded."""
    case, document = _loaded(case_id, document_id)
    with unit_of_work():
        sheet = addressed_sheet(case, document, current_user)
    hashes = {one.sha256 for one in sheet.photographs} | {one.sha256 for one in sheet.signatures}
    pictures = {sha256: paper.picture_address(sha256) for sha256 in hashes if sha256}
    with unit_of_work():
        note_look(document, user_id=current_user.id, act=PRINT)
    return render_template(
        "documents/print.html",
        case=case,
        document=document,
        sheet=sheet,
        pictures=pictures,
        page_line=paper.page_line(sheet) if sheet.page_signers else "",
        added_line=ADDED,
        hand_line=paper.HAND_LINE,
        hand_day=paper.HAND_DAY,
    )


@bp.post("/<int:document_id>/file")
@requires(Permission.DOCUMENT_VIEW)
def file(case_id: int, document_id: int) -> Response:
    """Send the Word file: as issued, or of a draft as it stands; the copy is recorded."""
    case, document = _loaded(case_id, document_id)
    if document.file_id is not None:
        content: Any = open_file(db.session.get_one(StoredFile, document.file_id).sha256)
    else:
        content = io.BytesIO(paper.docx(printed_sheet(case, document)))
    with unit_of_work():
        note_look(document, user_id=current_user.id, act=FILE)
    name = f"{document.number or document.form}-{document.version}.docx"
    response = send_file(
        content, mimetype=paper.DOCX, as_attachment=True, download_name=name, etag=False
    )
    response.cache_control.no_store = True
    return response


@bp.get("/<int:document_id>/issue")
@bp.get("/<int:document_id>/void")
@bp.get("/<int:document_id>/print")
@bp.get("/<int:document_id>/file")
@requires(Permission.DOCUMENT_VIEW)
def again(case_id: int, document_id: int) -> Response:
    """Lead an address that only takes a form back to the page of the document."""
    _case, document = _loaded(case_id, document_id)
    return redirect(_address(document))


def _loaded(case_id: int, document_id: int) -> tuple[Case, Document]:
    case = get_case(current_user, case_id)
    ensure_may(Permission.DOCUMENT_VIEW, case, current_user)
    return case, get_document(case, document_id)


def _address(document: Document) -> str:
    return url_for("documents.show", case_id=document.case_id, document_id=document.id)


def _typing(case: Case, document: Document, *, is_kept_only: bool = False) -> DocumentForm:
    return document_form(
        document.form,
        case_facts(case, document),
        actions.version_of(document).typed,
        document.version,
        f"document.{document.id}",
        is_kept_only=is_kept_only,
    )


def _fresh(case: Case, document: Document) -> DocumentForm:
    """Return the form as it is kept, whatever another form of the page sent."""
    db.session.expire_all()
    return _typing(case, document, is_kept_only=True)


def _page(
    case: Case,
    document: Document,
    form: DocumentForm,
    reasons: list[str] | None = None,
    void_form: VoidForm | None = None,
) -> str:
    view = document_page(case, document, current_user)
    return render_template(
        "documents/show.html",
        case=case,
        view=view,
        form=form,
        reasons=reasons or [],
        issue_form=IssueForm(formdata=None, data={"version": document.version}),
        void_form=void_form or VoidForm(formdata=None, data={"version": document.version}),
        look_acts=ACTS,
    )
