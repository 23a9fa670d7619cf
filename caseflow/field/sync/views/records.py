"""The desk's pages of records that need attention, and of saved copies."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.field.sync.actions import deciding
from caseflow.field.sync.actions.copies import Outcome, import_copy
from caseflow.field.sync.forms import CopyForm, DecisionForm
from caseflow.field.sync.queries import get_record, record_page, record_rows
from caseflow.ground.errors import BadInput, CaseflowError, Refused, StaleCase
from caseflow.ground.extensions import db
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
