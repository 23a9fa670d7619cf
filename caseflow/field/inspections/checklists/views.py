"""Pages of the checklists: the list, one with its versions, writing the next version."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.visits.rules import KINDS
from caseflow.field.inspections.checklists.actions import (
    StaleChecklist,
    change_checklist,
    create_checklist,
)
from caseflow.field.inspections.checklists.forms import ChecklistForm
from caseflow.field.inspections.checklists.queries import ListRow, checklist_versions, checklists
from caseflow.field.inspections.checklists.rules import MARKS
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("checklists", __name__, url_prefix="/inspections/checklists")
VIEW, MANAGE = Permission.CHECKLIST_VIEW, Permission.CHECKLIST_MANAGE


@bp.get("/")
@requires(VIEW)
def index() -> str:
    """List the checklists."""
    return render_template("checklists/index.html", rows=checklists(with_retired=True), kinds=KINDS)


@bp.get("/<int:checklist_id>")
@requires(VIEW)
def show(checklist_id: int) -> str:
    """Show a checklist with all its versions."""
    present, *past = checklist_versions(checklist_id)
    return render_template("checklists/show.html", row=present, past=past, kinds=KINDS, marks=MARKS)


@bp.route("/new", methods=["GET", "POST"])
@requires(MANAGE)
def new() -> Response:
    """Write a checklist."""
    form = ChecklistForm(version=1)
    form.prepare(is_new=True)
    if form.validate_on_submit():
        code = form.code.data
        try:
            with unit_of_work():
                command = form.to_version(code, ())
                made = create_checklist(code, form.kind.data, command, current_user).id
        except BadInput as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The checklist is saved."))
            return redirect(url_for("checklists.show", checklist_id=made), 303)
    return _page(form, None, 422)


@bp.route("/<int:checklist_id>/edit", methods=["GET", "POST"])
@requires(MANAGE)
def edit(checklist_id: int) -> Response:
    """Write the next version: words, order, photographs, items left out or added."""
    versions = checklist_versions(checklist_id)
    form = ChecklistForm(**_first_values(versions[0]))
    form.prepare(is_new=False)
    status = 422
    if form.validate_on_submit():
        taken = list(dict.fromkeys(item.code for row in versions for item in row.items))
        command = form.to_version(versions[0].code, taken)
        try:
            with unit_of_work():
                change_checklist(checklist_id, command, form.version.data, current_user)
        except BadInput as error:
            form.form_errors.append(str(error))
        except StaleChecklist as error:
            form.form_errors.append(str(error))
            status, versions = 409, checklist_versions(checklist_id)
            form.on_top_of(versions[0].version)
        else:
            flash(_("The new version is saved."))
            return redirect(url_for("checklists.show", checklist_id=checklist_id), 303)
    return _page(form, versions[0], status)


def _first_values(row: ListRow) -> dict[str, Any]:
    items = [{**item.as_plain(), "place": place} for place, item in enumerate(row.items, start=1)]
    names = ("name", "name_en", "is_retired", "version")
    return {**{name: getattr(row, name) for name in names}, "items": items}


def _page(form: ChecklistForm, row: ListRow | None, refused: int) -> Response:
    page = render_template("checklists/edit.html", form=form, row=row)
    return make_response(page, refused if form.is_submitted() else 200)
