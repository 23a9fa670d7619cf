"""Pages of the saved mappings: the list, one of them, its name, its end; and using one."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from caseflow.desk.imports.actions import runs
from caseflow.desk.imports.saved import actions, queries
from caseflow.desk.imports.saved.forms import RenameForm, use_form
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("import_mappings", __name__, url_prefix="/desk/imports")


@bp.get("/mappings")
@requires(Permission.PETITION_IMPORT)
def index() -> str:
    """List the saved mappings: whose files, which columns, who confirmed them and when."""
    return render_template("imports/mappings.html", rows=queries.saved_rows())


@bp.get("/mappings/<int:saved_id>")
@requires(Permission.PETITION_IMPORT)
def show(saved_id: int) -> str:
    """Show one saved mapping with its columns, to be renamed or deleted."""
    row = queries.saved_row(saved_id)
    return render_template("imports/mapping.html", row=row, form=RenameForm(name=row.name))


@bp.post("/mappings/<int:saved_id>")
@requires(Permission.PETITION_IMPORT)
def rename(saved_id: int) -> Response:
    """Give a saved mapping another name."""
    form, saved = RenameForm(), queries.get_saved(saved_id)
    if form.validate_on_submit():
        try:
            with unit_of_work():
                actions.rename(saved, form.to_command())
            flash(_("The saved mapping was renamed."))
            return redirect(url_for("import_mappings.index"), 303)
        except Refused as error:
            form.name.errors = error.reasons
    row = queries.saved_row(saved_id)
    return make_response(render_template("imports/mapping.html", row=row, form=form), 422)


@bp.post("/mappings/<int:saved_id>/delete")
@requires(Permission.PETITION_IMPORT)
def delete(saved_id: int) -> Response:
    """Forget a saved mapping."""
    saved = queries.get_saved(saved_id)
    with unit_of_work():
        actions.forget(saved)
    flash(_("The saved mapping was deleted. Imports that were made by it stay as they are."))
    return redirect(url_for("import_mappings.index"), 303)


@bp.post("/<int:run_id>/mapping")
@requires(Permission.PETITION_IMPORT)
def use(run_id: int) -> Response:
    """Map an uploaded file as a saved mapping says."""
    run = runs.get_run(run_id)
    form = use_form(queries.saved_choices())
    if not form.validate_on_submit():
        raise BadInput(_("Select a saved mapping."))
    saved = queries.get_saved(int(str(form.saved.data)))
    headers = runs.table_of_run(run).headers
    with unit_of_work():
        actions.use(run, saved, headers)
    return redirect(url_for("imports.page", run_id=run_id), 303)
