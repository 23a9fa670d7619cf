"""The page of recusals: the list, adding one, ending one."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.field.inspections.plans.forms import RecusalForm
from caseflow.field.inspections.plans.recusals import add_recusal, end_recusal, recusal_rows
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("recusals", __name__, url_prefix="/inspections/recusals")


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.INSPECTION_PLAN)
def index() -> Response:
    """List who is recused from what, and add to it."""
    form = RecusalForm(from_on=clock.today())
    form.prepare()
    if form.validate_on_submit():
        try:
            with unit_of_work():
                add_recusal(form.to_command(), current_user)
        except BadInput as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The recusal is recorded."))
            return redirect(url_for("recusals.index"), 303)
    page = render_template("plans/recusals.html", form=form, rows=recusal_rows())
    return make_response(page, 422 if form.is_submitted() else 200)


@bp.post("/<int:recusal_id>/end")
@requires(Permission.INSPECTION_PLAN)
def end(recusal_id: int) -> Response:
    """End a recusal."""
    with unit_of_work():
        end_recusal(recusal_id)
    flash(_("The recusal has ended."))
    return redirect(url_for("recusals.index"), 303)
