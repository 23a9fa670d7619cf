"""Pages of imports: upload, look over, start, follow, report."""

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

from caseflow.desk.imports import queries, report
from caseflow.desk.imports.actions import runs
from caseflow.desk.imports.columns import FIELDS
from caseflow.desk.imports.forms import RunForm, run_form, upload_form
from caseflow.desk.imports.models import ImportRun
from caseflow.desk.imports.reading import Table, Unreadable
from caseflow.desk.imports.saved import actions as saved
from caseflow.desk.imports.saved.forms import use_form
from caseflow.desk.imports.saved.queries import applied_to, fitting, get_saved, saved_choices
from caseflow.desk.imports.undo.queries import after_of
from caseflow.desk.imports.wording import in_words
from caseflow.ground.errors import NotVisible
from caseflow.ground.spreadsheets import XLSX_TYPE
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.filters import is_chinese
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("imports", __name__, url_prefix="/desk/imports")


@bp.get("/")
@requires(Permission.PETITION_IMPORT)
def index() -> str:
    """Show the upload and the newest runs."""
    return render_template("imports/index.html", form=upload_form(saved_choices()), **_list())


def _list() -> dict[str, Any]:
    return {
        "runs": queries.run_rows(),
        "saved_count": len(saved_choices()),
    }


@bp.post("/")
@requires(Permission.PETITION_IMPORT)
def upload() -> BaseResponse:
    """Keep a file that can be read and lead to its page."""
    form = upload_form(saved_choices())
    if form.validate_on_submit():
        sent = form.file.data
        try:
            with unit_of_work():
                run = runs.keep_upload(sent.read(), sent.filename or "", current_user)
                _map(run, form.saved.data or "")
            return redirect(url_for("imports.page", run_id=run.id), 303)
        except Unreadable as error:
            form.file.errors = [in_words(error.problem)]
    return make_response(render_template("imports/index.html", form=form, **_list()), 422)


def _map(run: ImportRun, chosen: str) -> None:
    """Map a file as a saved mapping says: the one chosen, or the one that its headers name."""
    headers = runs.table_of_run(run).headers
    found = [get_saved(int(chosen))] if chosen else fitting(headers)
    if len(found) == 1:
        saved.use(run, found[0], headers)


@bp.get("/<int:run_id>")
@requires(Permission.PETITION_IMPORT)
def page(run_id: int) -> str:
    """Show a run: what its file holds, how far it is, or what became of it."""
    run = runs.get_run(run_id)
    if run.state == "uploaded":
        table = runs.table_of_run(run)
        return _check_page(run, table, _form(run, table))
    return render_template("imports/run.html", **_progress(run), problems=queries.problems_of(run))


def _form(run: ImportRun, table: Table) -> RunForm:
    return run_form(run, table.headers, queries.channel_choices(is_chinese()))


def _check_page(run: ImportRun, table: Table, form: RunForm) -> str:
    """Show the columns, and the look over the rows if every needed column is chosen."""
    try:
        preview = queries.preview(run, table)
    except Unreadable:
        preview = None
    return render_template(
        "imports/check.html",
        run=queries.run_row(run),
        form=form,
        preview=preview,
        unused=form.unused(table.headers),
        most=queries.SHOWN_PROBLEMS,
        fields=FIELDS,
        **_saved(run, table),
    )


def _saved(run: ImportRun, table: Table) -> dict[str, Any]:
    """Return by which saved mapping the file is read, and by which it could be."""
    applied = applied_to(run, table.headers)
    return {
        "applied": applied,
        "candidates": [] if applied else [one.name for one in fitting(table.headers)],
        "use_form": use_form(saved_choices()),
    }


@bp.post("/<int:run_id>")
@requires(Permission.PETITION_IMPORT)
def describe(run_id: int) -> BaseResponse:
    """Take over the columns; start the run if that was the button."""
    run = runs.get_run(run_id)
    if run.state != "uploaded":
        flash(_("This import was started already."), "warning")
        return redirect(url_for("imports.page", run_id=run_id), 303)
    table = runs.table_of_run(run)
    form = _form(run, table)
    if not form.validate_on_submit():
        return make_response(_check_page(run, table, form), 422)
    with unit_of_work():
        runs.describe_run(run, form.to_command(), form.mapping)
        if request.form.get("do") == "start":
            runs.start_run(run)
            saved.remember(run, table.headers, current_user)
    return redirect(url_for("imports.page", run_id=run_id), 303)


def _progress(run: ImportRun) -> dict[str, Any]:
    return {
        "run": queries.run_row(run),
        "most": queries.SHOWN_PROBLEMS,
        "after": after_of(run, current_user),
    }


@bp.get("/<int:run_id>/progress")
@requires(Permission.PETITION_IMPORT)
def progress(run_id: int) -> Response:
    """Return the part of the page that moves; its header says whether it still does."""
    run = runs.get_run(run_id)
    response = make_response(render_template("imports/_progress.html", **_progress(run)))
    response.headers["Cache-Control"] = "no-store"
    return response


REPORTS = {"csv": (report.csv_report, "text/csv"), "xlsx": (report.xlsx_report, XLSX_TYPE)}


@bp.get("/<int:run_id>/report.<kind>")
@requires(Permission.PETITION_IMPORT)
def download(run_id: int, kind: str) -> Response:
    """Return what became of every row, as CSV or a spreadsheet."""
    run = runs.get_run(run_id)
    if kind not in REPORTS or run.state not in {"done", "undoing", "undone"}:
        raise NotVisible(_("There is no such report."))
    write, content_type = REPORTS[kind]
    response = make_response(write(queries.report_rows(run, runs.table_of_run(run))))
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = f"attachment; filename=import-{run.id}.{kind}"
    response.headers["Cache-Control"] = "no-store"
    return response
