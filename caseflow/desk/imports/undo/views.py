"""Pages of taking an import back: what will happen, the act itself, and the void numbers."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.desk.imports import queries as run_queries
from caseflow.desk.imports.actions import runs
from caseflow.desk.imports.models import ImportRun
from caseflow.desk.imports.undo import actions, queries
from caseflow.desk.imports.undo.forms import UndoForm
from caseflow.ground.errors import Refused
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("import_undo", __name__, url_prefix="/desk/imports")


@bp.get("/<int:run_id>/undo")
@requires(Permission.IMPORT_UNDO)
def show(run_id: int) -> str:
    """Say what taking an import back will do, or how far it is."""
    run = runs.get_run(run_id)
    actions.ensure_may_undo(run, current_user)
    return _page(run, UndoForm())


def _page(run: ImportRun, form: UndoForm) -> str:
    return render_template(
        "imports/undo.html",
        run=run_queries.run_row(run),
        form=form,
        outlook=queries.outlook(run) if queries.is_undoable(run) else None,
        state=queries.undo_state(run.id),
        shown=queries.SHOWN_TOUCHED,
    )


@bp.post("/<int:run_id>/undo")
@requires(Permission.IMPORT_UNDO)
def undo(run_id: int) -> Response:
    """Have a worker take the import back; refused as a whole if a case was worked on."""
    run, form = runs.get_run(run_id), UndoForm()
    actions.ensure_may_undo(run, current_user)
    if not form.validate_on_submit():
        return make_response(_page(run, form), 422)
    try:
        with unit_of_work():
            actions.ask_to_undo(run, current_user, form.to_command())
    except Refused as error:
        form.form_errors = list(error.reasons)
        return make_response(_page(run, form), 409)
    flash(_("The import is being taken back. You may leave this page: it goes on without you."))
    return redirect(url_for("import_undo.show", run_id=run_id), 303)


@bp.post("/<int:run_id>/undo/resume")
@requires(Permission.IMPORT_UNDO)
def resume(run_id: int) -> Response:
    """Let a half taken back import go on."""
    run = runs.get_run(run_id)
    with unit_of_work():
        actions.resume_undo(run, current_user)
    return redirect(url_for("import_undo.show", run_id=run_id), 303)


@bp.get("/<int:run_id>/undo/progress")
@requires(Permission.IMPORT_UNDO)
def progress(run_id: int) -> Response:
    """Return the part of the page that moves."""
    run = runs.get_run(run_id)
    actions.ensure_may_undo(run, current_user)
    page = render_template(
        "imports/_undo_progress.html",
        run=run_queries.run_row(run),
        state=queries.undo_state(run_id),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/void")
@requires(Permission.IMPORT_VIEW)
def void_numbers() -> str:
    """List the void numbers: when, who, why, by which import; and what may still be taken back."""
    run_id = request.args.get("run", type=int)
    return render_template(
        "imports/void.html",
        page=queries.void_rows(request.args.get("page"), run_id),
        run_id=run_id,
        runs=run_queries.run_rows() if may(Permission.IMPORT_UNDO) and run_id is None else [],
        may_open=may(Permission.PETITION_IMPORT),
    )
