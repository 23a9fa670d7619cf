"""The tree of units: list, new, change."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.actions.units import change_unit, create_unit
from caseflow.people.accounts.errors import StaleRecord
from caseflow.people.accounts.forms import NewUnitForm, UnitForm
from caseflow.people.accounts.models import Unit
from caseflow.people.accounts.queries import (
    get_unit,
    get_user,
    person_choices,
    unit_choices,
    unit_tree,
)
from caseflow.people.accounts.reference import UNIT_KINDS
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("units", __name__, url_prefix="/units")
MANAGE = Permission.ACCOUNT_MANAGE


def _choices(form: UnitForm, unit: Unit | None = None) -> None:
    form.kind.choices = [(kind, _(label)) for kind, label in UNIT_KINDS.items()]
    units = unit_choices(unit.parent_id if unit else None)
    form.parent_id.choices = [(key, name) for key, name in units if not unit or key != unit.id]
    people = person_choices()
    if unit is not None and unit.head_id and unit.head_id not in dict(people):
        people.append((unit.head_id, get_user(unit.head_id).display_name))
    form.head_id.choices = people


@bp.get("/")
@requires(MANAGE)
def index() -> str:
    return render_template("accounts/units.html", units=unit_tree(), kinds=UNIT_KINDS)


@bp.route("/new", methods=["GET", "POST"])
@requires(MANAGE)
def new() -> Response:
    form = NewUnitForm(version=1, is_active=True)
    _choices(form)
    if form.validate_on_submit():
        try:
            with unit_of_work():
                create_unit(form.code.data, form.to_command(), current_user)
        except BadInput as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The unit is saved."))
            return redirect(url_for("units.index"), 303)
    page = render_template("accounts/unit.html", form=form, unit=None, theirs=[])
    return make_response(page, 422 if form.is_submitted() else 200)


@bp.route("/<int:unit_id>", methods=["GET", "POST"])
@requires(MANAGE)
def edit(unit_id: int) -> Response:
    """Show a unit and change it; a change made meanwhile is shown beside what was typed."""
    unit = get_unit(unit_id)
    form = UnitForm(obj=unit)
    _choices(form, unit)
    theirs: list[tuple[str, Any]] = []
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with unit_of_work():
                change_unit(unit, form.to_command(), form.version.data, current_user)
        except BadInput as error:
            form.form_errors.append(str(error))
        except StaleRecord as error:
            form.form_errors.append(str(error))
            theirs, status = _present_values(unit), 409
            form.on_top_of(unit.version)
        else:
            flash(_("The unit is saved."))
            return redirect(url_for("units.index"), 303)
    page = render_template("accounts/unit.html", form=form, unit=unit, theirs=theirs)
    return make_response(page, status)


def _present_values(unit: Unit) -> list[tuple[str, Any]]:
    return [
        (_("Name in Chinese"), unit.name),
        (_("Name in English"), unit.name_en),
        (_("Kind"), _(UNIT_KINDS[unit.kind])),
        (_("Stands under"), get_unit(unit.parent_id).name if unit.parent_id else None),
        (_("Head"), get_user(unit.head_id).display_name if unit.head_id else None),
        (_("Cases can be assigned to it"), _("yes") if unit.is_active else _("no")),
    ]
