"""The pages on which all that a person or a unit holds goes to others, in one recorded act."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.desk.handover.actions import hand_everything_over, merge_unit
from caseflow.desk.handover.forms import UNIT_DECIDES, HandoverForm, MergeForm
from caseflow.desk.handover.queries import holding_of_unit, holding_of_user, receivers
from caseflow.ground.errors import BadInput, Refused, StaleCase
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.errors import StaleRecord
from caseflow.people.accounts.models import Unit, User
from caseflow.people.accounts.queries import get_unit, get_user, unit_choices
from caseflow.people.accounts.ties import held_by_unit, held_by_user
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("handover", __name__, url_prefix="/handover")


@bp.route("/<int:user_id>", methods=["GET", "POST"])
@requires(Permission.CASE_HAND_OVER)
def show(user_id: int) -> Response:
    """Show what somebody holds, and give it to others."""
    leaver = get_user(user_id)
    form = HandoverForm()
    choices = [(UNIT_DECIDES, _("The unit decides; its head is told")), *receivers(leaver)]
    form.to_id.choices = choices
    if form.validate_on_submit() and _handed_over(leaver, form):
        return redirect(url_for("handover.show", user_id=user_id), 303)
    page = render_template(
        "handover/show.html",
        leaver=leaver,
        form=form,
        held=held_by_user(user_id),
        holding=holding_of_user(leaver),
        choices=choices,
        typed=request.form,
    )
    return make_response(page, 422 if form.is_submitted() else 200)


def _handed_over(leaver: User, form: HandoverForm) -> bool:
    try:
        with unit_of_work():
            count = hand_everything_over(leaver, form.command_of(request.form), current_user)
    except (Refused, BadInput, StaleCase, StaleRecord) as error:
        form.form_errors += getattr(error, "reasons", None) or [str(error)]
        return False
    flash(_("Handed over: %(count)s. Nothing is left with %(name)s.",
            count=count, name=leaver.display_name), "success")  # fmt: skip
    return True


@bp.route("/units/<int:unit_id>", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def merge(unit_id: int) -> Response:
    """Show what a unit holds, and merge it into another."""
    unit = get_unit(unit_id)
    form = MergeForm()
    form.successor_id.choices = [(key, name) for key, name in unit_choices() if key != unit_id]
    if form.validate_on_submit() and _merged(unit, form):
        return redirect(url_for("units.index"), 303)
    page = render_template(
        "handover/merge.html",
        unit=unit,
        form=form,
        held=held_by_unit(unit_id),
        holding=holding_of_unit(unit),
    )
    return make_response(page, 422 if form.is_submitted() else 200)


def _merged(unit: Unit, form: MergeForm) -> bool:
    successor_id = form.successor_id.data
    assert successor_id is not None, "a valid form has a unit"
    try:
        with unit_of_work():
            merge_unit(unit, get_unit(successor_id), form.reason.data, current_user)
    except (Refused, BadInput, StaleCase, StaleRecord) as error:
        form.form_errors += getattr(error, "reasons", None) or [str(error)]
        return False
    flash(_("%(name)s is closed; all it held has gone over.", name=unit.name), "success")
    return True
