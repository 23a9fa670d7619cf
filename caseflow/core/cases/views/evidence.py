"""Evidence: the page of a file, the file itself, small pictures; for those who may see the case.

A file is handed out by POST only, for each time is written into its custody log.
"""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from caseflow.core.cases.forms import CopyForm
from caseflow.core.cases.queries.evidence import EvidenceFile, evidence_file
from caseflow.core.cases.queries.reading import as_read_by
from caseflow.core.cases.scope import get_case, reaches
from caseflow.core.cases.views.blueprint import bp, is_field
from caseflow.core.evidence.answers import file_answer, small_answer
from caseflow.core.evidence.custody import (
    ACTS,
    COPY,
    DESK,
    FILE,
    LOOK,
    PLACES,
    TABLET,
    custody_page,
    note_custody,
)
from caseflow.ground.errors import NotVisible
from caseflow.ground.storage.files import open_file
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission


@bp.get("/<int:case_id>/evidence/<int:evidence_id>")
@requires(Permission.CASE_VIEW)
def evidence(case_id: int, evidence_id: int) -> str:
    """Show what is known of a file and, to those who may, who was handed it."""
    return _page(case_id, evidence_id, CopyForm(formdata=None))


@bp.post("/<int:case_id>/evidence/<int:evidence_id>/open")
@requires(Permission.CASE_VIEW)
def open_evidence(case_id: int, evidence_id: int) -> Response:
    """Send a file of the case: a picture to be looked at, everything else to be saved."""
    file = _file(case_id, evidence_id)
    act = LOOK if file.is_picture else COPY
    return _handed_out(file, act, TABLET if is_field() else DESK, "")


@bp.post("/<int:case_id>/evidence/<int:evidence_id>/copy")
@requires(Permission.CASE_VIEW)
def copy_evidence(case_id: int, evidence_id: int) -> Any:
    """Send a file as it came, to be saved, for a reason that is recorded."""
    form = CopyForm()
    if not form.validate_on_submit():
        return _page(case_id, evidence_id, form), 422
    return _handed_out(_file(case_id, evidence_id), COPY, FILE, form.reason.data)


@bp.get("/<int:case_id>/evidence/<int:evidence_id>/open")
@bp.get("/<int:case_id>/evidence/<int:evidence_id>/copy")
@requires(Permission.CASE_VIEW)
def evidence_again(case_id: int, evidence_id: int) -> Any:
    """Lead an address that only takes a form back to the page of the file."""
    file = _file(case_id, evidence_id)
    return redirect(url_for("cases.evidence", case_id=case_id, evidence_id=file.id))


@bp.get("/<int:case_id>/evidence/<int:evidence_id>/small")
@requires(Permission.CASE_VIEW)
def thumbnail(case_id: int, evidence_id: int) -> Response:
    """Send a small picture without EXIF; it is part of the case's page, so no look of its own."""
    file = _file(case_id, evidence_id)
    return small_answer(file.sha256, file.content_type)


def _page(case_id: int, evidence_id: int, form: CopyForm) -> str:
    case = get_case(current_user, case_id)
    may_trace = reaches(current_user, Permission.EVIDENCE_TRACE, case)
    return render_template(
        "cases/evidence.html",
        case=case,
        file=as_read_by(current_user, case, _file(case_id, evidence_id)),
        form=form,
        log=custody_page(evidence_id, request.args.get("page")) if may_trace else None,
        acts=ACTS,
        places=PLACES,
    )


def _file(case_id: int, evidence_id: int) -> EvidenceFile:
    case = get_case(current_user, case_id)
    found = evidence_file(case.id, evidence_id)
    if found is None:
        raise NotVisible(_("There is no such file in this case."))
    return found


def _handed_out(file: EvidenceFile, act: str, place: str, reason: str) -> Response:
    """Record that the file is handed out, then send it; one that is not there is not recorded."""
    content = open_file(file.sha256)
    try:
        with unit_of_work():
            note_custody(file.id, user_id=current_user.id, act=act, place=place, reason=reason)
    except BaseException:
        content.close()
        raise
    return file_answer(content, file.content_type, file.file_name, is_saved=act == COPY)
