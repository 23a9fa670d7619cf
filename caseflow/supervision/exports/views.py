"""Pages of exports: ask for one, follow one's own, cancel, ask again, fetch; and the log."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from caseflow.core.cases.queries.filters import read_filter
from caseflow.core.cases.queries.lists import case_count, count_words
from caseflow.ground import clock
from caseflow.ground.errors import Refused
from caseflow.ground.spreadsheets import XLSX_TYPE
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission
from caseflow.supervision.exports import queries
from caseflow.supervision.exports.actions import asking
from caseflow.supervision.exports.forms import ExportForm, export_form
from caseflow.supervision.exports.rows import arguments_of
from caseflow.supervision.exports.wording import filter_words

bp = Blueprint("exports", __name__, url_prefix="/supervision/exports")

TYPES = {"xlsx": XLSX_TYPE, "csv": "text/csv; charset=utf-8"}


def _list() -> dict[str, Any]:
    exports = queries.own_exports(current_user)
    return {"exports": exports, "is_going": any(export.is_going for export in exports)}


@bp.get("/")
@requires(Permission.EXPORT_MAKE)
def index() -> str:
    """Show the person's exports: how far each is, and what can be done with it."""
    return render_template("exports/index.html", **_list())


@bp.get("/progress")
@requires(Permission.EXPORT_MAKE)
def progress() -> Response:
    """Return the part of the page that moves."""
    response = make_response(render_template("exports/_exports.html", **_list()))
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/new")
@requires(Permission.EXPORT_MAKE)
def new() -> str:
    """Show what a list would come to as a file; `q` is its query string."""
    return _ask_page(_form(asking.clean_query(request.args.get("q", ""))))


def _form(query: str) -> ExportForm:
    return export_form(query, may_see_complainants=may(Permission.COMPLAINANT_VIEW))


def _ask_page(form: ExportForm) -> str:
    query = asking.clean_query(form.query.data or "")
    wanted = read_filter(arguments_of(query), current_user)
    return render_template(
        "exports/new.html",
        form=form,
        words=filter_words(query, current_user),
        count=count_words(case_count(wanted, current_user)),
        back=url_for("cases.index") + (f"?{query}" if query else ""),
    )


@bp.post("/")
@requires(Permission.EXPORT_MAKE)
def ask() -> BaseResponse:
    """Ask for an export and lead to the list of one's own."""
    form = _form("")
    if not form.validate_on_submit():
        return make_response(_ask_page(form), 422)
    try:
        with unit_of_work():
            asking.ask_for(form.to_command(), current_user)
    except Refused as error:
        form.form_errors.append(str(error))
        return make_response(_ask_page(form), 409)
    flash(
        _("The export is being written. You may leave the page: a message comes when it is ready.")
    )
    return redirect(url_for("exports.index"), 303)


@bp.post("/<int:export_id>/cancel")
@requires(Permission.EXPORT_MAKE)
def cancel(export_id: int) -> BaseResponse:
    """Stop an export."""
    with unit_of_work():
        was_going = asking.cancel(asking.own_export(export_id, current_user), current_user)
    if was_going:
        flash(_("The export was cancelled. Nothing of it is kept."))
    else:
        flash(_("The export had ended already."), "warning")
    return redirect(url_for("exports.index"), 303)


@bp.post("/<int:export_id>/again")
@requires(Permission.EXPORT_MAKE)
def again(export_id: int) -> BaseResponse:
    """Ask for the same export once more."""
    try:
        with unit_of_work():
            asking.ask_again(asking.own_export(export_id, current_user), current_user)
        flash(_("The export was asked for again."))
    except Refused as error:
        flash(str(error), "warning")
    return redirect(url_for("exports.index"), 303)


@bp.post("/<int:export_id>/file")
@requires(Permission.EXPORT_MAKE)
def download(export_id: int) -> Response:
    """Send the file to its owner; the log says so before the first byte goes."""
    with unit_of_work():
        export = asking.own_export(export_id, current_user)
        pieces = asking.fetch(export, current_user)
        form, size, at = export.form, export.byte_count, export.asked_at
    response = Response(pieces, content_type=TYPES[form])
    name = f"cases-{clock.local_date(at):%Y%m%d}-{export_id}.{form}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Content-Length"] = str(size)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/log")
@requires(Permission.EXPORT_VIEW_LOG)
def show_log() -> str:
    """Show what was taken out, by whom and what for."""
    return render_template("exports/log.html", page=queries.log_page(request.args.get("page")))
