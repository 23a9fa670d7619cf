"""Special periods and the schools they protect: list, enter, change."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.deadlines.forms import PeriodForm, PlaceForm
from caseflow.core.deadlines.models import QuietPlace, SpecialPeriod
from caseflow.core.deadlines.periods import KINDS
from caseflow.core.deadlines.special import all_periods, all_places, saved
from caseflow.ground.extensions import db
from caseflow.ground.regions.queries import townships
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("special", __name__, url_prefix="/calendar/special")
MANAGE = Permission.CALENDAR_MANAGE
PERIOD_AT_FIRST: dict[str, Any] = {"is_active": True}
PLACE_AT_FIRST: dict[str, Any] = {"is_active": True, "radius_m": 500}


@bp.get("/")
@requires(MANAGE)
def index() -> str:
    """List the periods and the schools."""
    return render_template(
        "calendar/special.html", periods=all_periods(), places=all_places(), kinds=KINDS
    )


@bp.route("/periods/new", methods=["GET", "POST"])
@bp.route("/periods/<int:period_id>", methods=["GET", "POST"])
@requires(MANAGE)
def period(period_id: int | None = None) -> Response:
    """Enter a period, or change one."""
    row = _row(SpecialPeriod, period_id)
    form = PeriodForm(data=PERIOD_AT_FIRST if period_id is None else vars(row))
    form.kind.choices = [(code, _(label)) for code, label in KINDS.items()]
    return _edited(form, row, _("Special period"))


@bp.route("/places/new", methods=["GET", "POST"])
@bp.route("/places/<int:place_id>", methods=["GET", "POST"])
@requires(MANAGE)
def place(place_id: int | None = None) -> Response:
    """Enter a school, or change one."""
    row = _row(QuietPlace, place_id)
    point = f"{row.longitude},{row.latitude}" if row.longitude is not None else ""
    form = PlaceForm(data=PLACE_AT_FIRST if place_id is None else {**vars(row), "point": point})
    form.township_code.choices = [(row.code, row.name) for row in townships()]
    return _edited(form, row, _("School"))


def _row(model: type[Any], row_id: int | None) -> Any:
    """Return the row of an address, or a new one; 404 if there is none."""
    if row_id is None:
        return model()
    return db.session.get(model, row_id) or abort(404)


def _edited(form: PeriodForm | PlaceForm, row: Any, title: str) -> Response:
    if form.validate_on_submit():
        with unit_of_work():
            saved(row, form.to_command(), current_user.id)
        flash(_("Saved. Petitions registered from now on go by it."))
        return redirect(url_for("special.index"), 303)
    page = render_template("calendar/special_edit.html", form=form, title=title)
    return make_response(page, 422 if form.is_submitted() else 200)
