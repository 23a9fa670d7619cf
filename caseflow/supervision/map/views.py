"""The map of cases with its table, and the points and the boundary that its script draws."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from caseflow.core.cases.queries.filters import filter_choices
from caseflow.ground.config import settings
from caseflow.ground.regions.boundary import boundary
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.supervision.map import queries
from caseflow.supervision.map.rules import (
    MARKS,
    MOST_POINTS,
    PERIODS,
    POINTS_A_PAGE,
    TILE_HOSTS,
    tile_addresses,
)

bp = Blueprint("map", __name__, url_prefix="/supervision/map")
ROWS = 25


@bp.get("/")
@requires(Permission.SUPERVISION_VIEW)
def index() -> str:
    """Show the map and, below it, the same cases as a table."""
    wanted, period = queries.map_filter(request.args, current_user)
    tiles = tile_addresses(settings().tianditu_key)
    if tiles:
        g.csp_more = {"img-src": TILE_HOSTS}
    given: dict[str, Any] = {k: v for k, v in request.args.items() if v and k != "page"}
    return render_template(
        "map/index.html",
        wanted=wanted,
        period=period,
        periods=[(key, _(label)) for key, (label, _days) in PERIODS.items()],
        choices=filter_choices(current_user),
        counts=queries.counts(wanted, current_user),
        page=queries.points(wanted, current_user, request.args.get("page"), ROWS),
        marks=MARKS,
        most=MOST_POINTS,
        tiles=tiles,
        has_boundary=bool(boundary()),
        points_href=url_for("map.points", **given),
    )


@bp.get("/points.json")
@requires(Permission.SUPERVISION_VIEW)
def points() -> Response:
    """Return a page of points as GeoJSON, within the person's reach."""
    wanted, _period = queries.map_filter(request.args, current_user)
    page = queries.points(wanted, current_user, request.args.get("page"), POINTS_A_PAGE)
    given: dict[str, Any] = {k: v for k, v in request.args.items() if v and k != "page"}
    following = url_for("map.points", **given, page=page.next_cursor) if page.next_cursor else None
    return jsonify(queries.as_geojson(page, following))


@bp.get("/boundary.json")
@requires(Permission.SUPERVISION_VIEW)
def county() -> Response:
    """Return the rings of the county's boundary, none if none was brought in."""
    return jsonify({"rings": boundary() or []})
