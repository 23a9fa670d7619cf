"""The hot spots of the county in words, and each with the cases behind it."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.supervision.hotspots import queries
from caseflow.supervision.hotspots.rules import LEAST_COMPLAINTS, MOST_CHANCE

bp = Blueprint("hotspots", __name__, url_prefix="/supervision/hot-spots")


@bp.get("/")
@requires(Permission.SUPERVISION_VIEW)
def index() -> str:
    """Show where complaints rise beyond chance, and where they did."""
    return render_template(
        "hotspots/index.html",
        spots=queries.hot_spots(),
        least=LEAST_COMPLAINTS,
        rise=queries.least_rise(),
        scans=f"{1 / MOST_CHANCE:,.0f}",
    )


@bp.get("/<int:spot_id>")
@requires(Permission.SUPERVISION_VIEW)
def page(spot_id: int) -> str:
    """Show one hot spot, its fortnights and its cases."""
    return render_template(
        "hotspots/page.html",
        spot=queries.hot_spot(spot_id),
        cases=queries.cases_behind(spot_id, current_user),
    )
