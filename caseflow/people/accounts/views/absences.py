"""Who is away and who stands in: list, enter, take away."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions.absences import add_absence, remove_absence
from caseflow.people.accounts.forms import AbsenceForm
from caseflow.people.accounts.queries import absences, get_absence, person_choices
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("absences", __name__, url_prefix="/absences")
MANAGE = Permission.ACCOUNT_MANAGE


@bp.route("/", methods=["GET", "POST"])
@requires(MANAGE)
def index() -> Response:
    """List absences and enter one."""
    form: Any = AbsenceForm()
    form.user_id.choices = form.stand_in_id.choices = person_choices()
    if form.validate_on_submit():
        try:
            with unit_of_work():
                add_absence(
                    form.user_id.data,
                    form.from_on.data,
                    form.to_on.data,
                    form.stand_in_id.data,
                    current_user,
                )
        except BadInput as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The absence is entered."))
            return redirect(url_for("absences.index"), 303)
    with_past = "past" in request.args
    page = render_template(
        "accounts/absences.html", form=form, rows=absences(with_past=with_past), with_past=with_past
    )
    return make_response(page, 422 if form.is_submitted() else 200)


@bp.post("/<int:absence_id>/remove")
@requires(MANAGE)
def remove(absence_id: int) -> Response:
    absence = get_absence(absence_id)
    with unit_of_work():
        remove_absence(absence, current_user)
    flash(_("The absence is removed."))
    return redirect(url_for("absences.index"), 303)
