"""The page of likely duplicates of an import, and merging what was ticked there."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.desk.imports import queries as run_queries
from caseflow.desk.imports.actions import runs
from caseflow.desk.imports.likely import actions, queries
from caseflow.desk.imports.likely.forms import MergeForm
from caseflow.desk.imports.models import ImportRun
from caseflow.ground.errors import CaseflowError
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("import_likely", __name__, url_prefix="/desk/imports")


@bp.get("/<int:run_id>/likely")
@requires(Permission.PETITION_IMPORT)
def show(run_id: int) -> str:
    """List the new cases of an import with what each may belong to."""
    run = runs.get_run(run_id)
    usual = _("Same matter, found among the likely duplicates of import %(run)s.", run=run_id)
    return _page(run, MergeForm(reason=usual))


def _page(run: ImportRun, form: MergeForm) -> str:
    return render_template(
        "imports/likely.html",
        run=run_queries.run_row(run),
        search=queries.search_of(run.id),
        page=queries.likely_rows(run.id, current_user, request.args.get("page")),
        form=form,
        ticked=set(form.tick.data or ()),
        may_merge=may(Permission.CASE_MERGE),
    )


@bp.post("/<int:run_id>/likely")
@requires(Permission.CASE_MERGE)
def merge(run_id: int) -> Response:
    """Merge what was ticked, each by itself; what is refused says so at its row."""
    run, form = runs.get_run(run_id), MergeForm()
    if not form.validate_on_submit():
        return make_response(_page(run, form), 422)
    for likely_id, _version in form.to_command():
        actions.get_likely(run_id, likely_id)
    merged = refused = 0
    for likely_id, version in form.to_command():
        if _merge(run_id, likely_id, version, str(form.reason.data).strip()):
            merged += 1
        else:
            refused += 1
    if merged:
        flash(_("Merged: %(count)s.", count=merged))
    if refused:
        flash(_("Not merged: %(count)s. Their rows say why.", count=refused), "warning")
    return redirect(
        url_for("import_likely.show", run_id=run_id, page=request.args.get("page")), 303
    )


def _merge(run_id: int, likely_id: int, version: int, reason: str) -> bool:
    """Merge one suggestion in a transaction of its own, or keep why it was refused."""
    try:
        with unit_of_work():
            likely = actions.get_likely(run_id, likely_id)
            actions.merge_likely(likely, version, reason, current_user)
    except CaseflowError as error:
        with unit_of_work():
            actions.note_refusal(actions.get_likely(run_id, likely_id), str(error), current_user)
        return False
    return True


@bp.get("/<int:run_id>/likely/progress")
@requires(Permission.PETITION_IMPORT)
def progress(run_id: int) -> Response:
    """Return the part of the page that moves while the search goes on."""
    run = runs.get_run(run_id)
    page = render_template(
        "imports/_search.html", run=run_queries.run_row(run), search=queries.search_of(run.id)
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
