"""The panel of suggestions while one types, and the page of the models for the administrator."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.cases.codes import EMERGENCIES
from caseflow.core.petitions.reference import TRACKS
from caseflow.desk.triage import queries
from caseflow.desk.triage.actions.force import switch_off
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.regions.queries import match_township, meant_township
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("triage", __name__, url_prefix="/desk/triage")
LONGEST_TEXT = 25_000


@bp.post("/")
@requires(Permission.CASE_REGISTER)
def suggest() -> Response:
    """Answer with the panel for the words typed so far; nothing is kept of them.

    Takes text, address, township (as typed), track and the categories chosen already.
    """
    text, track = request.form.get("text", ""), request.form.get("track", "report")
    if len(text) > LONGEST_TEXT:
        raise BadInput(_("Enter at most %(max)s characters.", max=f"{LONGEST_TEXT:,}"))
    if track not in TRACKS:
        raise BadInput(_("Select one of the choices shown."))
    place = meant_township(request.form.get("township", "")[:40]) or match_township(
        request.form.get("address", "")[:300]
    )
    names = queries.category_names()
    chosen = tuple(code for code in request.form.getlist("categories") if code in names)
    panel = queries.panel_of(text, track, place.code if place else None, chosen, clock.today())
    response = make_response(
        render_template("triage/_panel.html", panel=panel, tracks=TRACKS, emergencies=EMERGENCIES)
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/models")
@requires(Permission.SYSTEM_CONFIGURE)
def models() -> str:
    """List the trainings with what they measured, and what became of the suggestions."""
    return render_template(
        "triage/models.html",
        rows=queries.training_rows(),
        outcomes=queries.outcomes(),
        days=queries.OUTCOME_DAYS,
    )


@bp.post("/models/<int:model_id>/off")
@requires(Permission.SYSTEM_CONFIGURE)
def turn_off(model_id: int) -> Response:
    """Switch a model off: the keyword table suggests again until a better one is trained."""
    try:
        with unit_of_work():
            switch_off(model_id, current_user)
    except BadInput as error:
        flash(str(error), "error")
    else:
        flash(_("The model is switched off: the keyword table suggests now."))
    return redirect(url_for("triage.models"), 303)
