"""The desk's pages of records that need attention, and of saved copies."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.evidence.answers import file_answer, small_answer
from caseflow.core.evidence.custody import COPY, LOOK
from caseflow.field.sync.actions import deciding
from caseflow.field.sync.actions.copies import Outcome, import_copy
from caseflow.field.sync.actions.files import note_look
from caseflow.field.sync.forms import CopyForm, DecisionForm
from caseflow.field.sync.queries import (
    get_record,
    record_file,
    record_page,
    record_rows,
    waiting_count,
    waiting_of_case,
)
from caseflow.ground.errors import BadInput, CaseflowError, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.storage import files as stored
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

records_bp = Blueprint("field_records", __name__, url_prefix="/desk/records")


@records_bp.get("/")
@requires(Permission.FIELD_DECIDE)
def index() -> str:
    """List the records that wait for a decision."""
    with_decided = "all" in request.args
    page = record_rows(current_user, request.args.get("page"), with_decided=with_decided)
    return render_template("records/index.html", page=page, with_decided=with_decided)


@records_bp.get("/<int:record_id>")
@requires(Permission.FIELD_DECIDE)
def show(record_id: int) -> str:
    """Show a record beside the present state of its case."""
    return _page(record_id)


@records_bp.app_context_processor
def waiting() -> dict[str, Any]:
    """Let the pages of the desk say which records wait; asked for only where they are shown."""
    return {
        "waiting_records": waiting_of_case,
        "waiting_record_count": lambda: waiting_count(current_user),
    }


@records_bp.post("/<int:record_id>/files/<int:file_id>")
@requires(Permission.FIELD_DECIDE)
def open_file(record_id: int, file_id: int) -> Response:
    """Send a file that came with the record, before it is evidence; the look is recorded."""
    file = record_file(current_user, record_id, file_id)
    act = LOOK if file.is_picture else COPY
    with ExitStack() as unless_sent:
        content = unless_sent.enter_context(stored.open_file(file.sha256))
        with unit_of_work():
            note_look(file.id, current_user.id, act)
        unless_sent.pop_all()
    return file_answer(content, file.content_type, file.name, is_saved=act == COPY)


@records_bp.get("/<int:record_id>/files/<int:file_id>")
@requires(Permission.FIELD_DECIDE)
def file_again(record_id: int, file_id: int) -> Response:
    """Lead an address that only takes a form back to the record."""
    record_file(current_user, record_id, file_id)
    return redirect(url_for("field_records.show", record_id=record_id))


@records_bp.get("/<int:record_id>/files/<int:file_id>/small")
@requires(Permission.FIELD_DECIDE)
def small(record_id: int, file_id: int) -> Response:
    """Send a small picture without EXIF, as the page of the record shows it."""
    file = record_file(current_user, record_id, file_id)
    return small_answer(file.sha256, file.content_type)


@records_bp.post("/<int:record_id>/take")
@requires(Permission.FIELD_DECIDE)
def take(record_id: int) -> Response:
    """Apply the record to the case as it is now."""
    get_record(current_user, record_id)
    form = DecisionForm()
    if not form.validate_on_submit():
        return make_response(_page(record_id, form), 422)
    decider = current_user._get_current_object()
    try:
        with unit_of_work():
            deciding.take_now(record_id, decider, version=form.version.data, words=form.words.data)
    except CaseflowError as error:
        return _refused(record_id, form, error)
    flash(_("The record was taken."), "success")
    return redirect(url_for("field_records.show", record_id=record_id), 303)


@records_bp.post("/<int:record_id>/settle")
@requires(Permission.FIELD_DECIDE)
def settle(record_id: int) -> Response:
    """Settle the record without applying it."""
    get_record(current_user, record_id)
    form = DecisionForm()
    if not form.validate_on_submit():
        return make_response(_page(record_id, form), 422)
    try:
        with unit_of_work():
            deciding.settle(record_id, current_user._get_current_object(), words=form.words.data)
    except Refused as error:
        return _refused(record_id, form, error)
    flash(_("The record is settled; it stays kept as it came."), "success")
    return redirect(url_for("field_records.show", record_id=record_id), 303)


def _refused(record_id: int, form: DecisionForm, error: CaseflowError) -> Response:
    """Show the page again with what stands in the way, on top of the newest version of the case."""
    db.session.expire_all()
    form.form_errors = list(error.reasons) if isinstance(error, Refused) else [str(error)]
    if isinstance(error, StaleCase):
        form.form_errors.append(_("What changed stands below; decide again."))
    form.version.raw_data = form.version.data = None
    return make_response(_page(record_id, form), error.status)


def _page(record_id: int, form: DecisionForm | None = None) -> str:
    view = record_page(current_user, record_id)
    form = form or DecisionForm(formdata=None)
    if form.version.data is None:
        form.version.data = view.case.version if view.case else 0
    return render_template("records/show.html", view=view, form=form)


@records_bp.route("/copies", methods=["GET", "POST"])
@requires(Permission.FIELD_DECIDE)
def copies() -> Response:
    """Bring in a copy that a tablet saved because it could not send."""
    form, outcome = CopyForm(), None
    if form.validate_on_submit():
        outcome = _brought_in(form)
    status = 200 if outcome or not form.is_submitted() else 422
    return make_response(render_template("records/copies.html", form=form, outcome=outcome), status)


def _brought_in(form: CopyForm) -> Outcome | None:
    try:
        return import_copy(form.file.data.stream, current_user._get_current_object())
    except BadInput as error:
        form.form_errors.append(str(error))
        return None
