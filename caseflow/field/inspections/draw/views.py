"""Pages of draws: making one under a plan, its result, and its inputs as a file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.cases.queries.filters import category_choices, township_choices
from caseflow.core.sources.reference import RISK_GRADES
from caseflow.field.inspections.draw.actions import WEIGHTS, PoolFilter, make_draw, pools_of
from caseflow.field.inspections.draw.forms import DrawForm
from caseflow.field.inspections.draw.queries import draw_page, draw_rows, get_draw
from caseflow.field.inspections.plans.actions import open_plan
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("draws", __name__, url_prefix="/inspections")


@bp.get("/draws/")
@requires(Permission.INSPECTION_VIEW)
def index() -> str:
    """List the draws."""
    return render_template("draws/index.html", rows=draw_rows())


@bp.get("/draws/<int:draw_id>")
@requires(Permission.INSPECTION_VIEW)
def show(draw_id: int) -> str:
    """Show a draw: result, seed, pools, and when the results are to be published."""
    return render_template(
        "draws/show.html",
        page=draw_page(draw_id),
        townships=dict(township_choices()),
        categories=dict(category_choices()),
        grades=RISK_GRADES,
    )


@bp.get("/draws/<int:draw_id>/inputs.json")
@requires(Permission.INSPECTION_VIEW)
def inputs(draw_id: int) -> Response:
    """Send the inputs as they were hashed, byte for byte."""
    row = get_draw(draw_id)
    answer = make_response(row.inputs.encode())
    answer.headers["Content-Type"] = "application/json; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="draw-{row.id}-inputs.json"'
    return answer


@bp.route("/plans/<int:plan_id>/draw", methods=["GET", "POST"])
@requires(Permission.INSPECTION_PLAN)
def new(plan_id: int) -> Response:
    """Show the pools that a filter gives, and draw from them.

    `intent` look: the filter was changed, and the pools are shown again with what was typed.
    """
    plan = open_plan(plan_id)
    form = DrawForm(object_count=1, **{f"weight_{grade}": w for grade, w in WEIGHTS.items()})
    pools = pools_of(plan, form.pool() if form.is_submitted() else PoolFilter())
    if not form.is_submitted():
        form.officer_ids.data = [str(one.id) for one in pools.officers]
    form.prepare(pools)
    is_looking = request.form.get("intent") == "look"
    if not is_looking and form.validate_on_submit():
        try:
            with unit_of_work():
                draw_id = make_draw(plan_id, form.to_command(), current_user).id
        except (BadInput, Refused) as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The draw is made and its visits are planned."))
            return redirect(url_for("draws.show", draw_id=draw_id), 303)
    shown: dict[str, Any] = {"plan": plan, "pools": pools, "grades": RISK_GRADES}
    status = 422 if form.is_submitted() and not is_looking else 200
    return make_response(render_template("draws/new.html", form=form, **shown), status)
