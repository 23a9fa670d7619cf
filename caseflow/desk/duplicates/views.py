"""The panel of likely duplicates, asked for while one types."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.desk.duplicates.queries import Probe, likely_duplicates
from caseflow.ground.regions.queries import match_township, meant_township
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("duplicates", __name__, url_prefix="/desk/duplicates")

LONGEST = {"subject": 300, "body": 10_000, "address_text": 300, "respondent": 300, "phone": 30}
"""Characters taken of each field, as the registration page takes them."""


@bp.post("/")
@requires(Permission.CASE_REGISTER)
def panel() -> Response:
    """Answer with the cases that what was typed may repeat; a POST, so that no word is in a URL."""
    found = likely_duplicates(_probe(), current_user)
    response = make_response(render_template("duplicates/_panel.html", suggestions=found))
    response.headers["Cache-Control"] = "no-store"
    return response


def _probe() -> Probe:
    """Return what was typed in the fields of the registration page; what makes no sense is left."""
    typed = {name: request.form.get(name, "")[:most].strip() for name, most in LONGEST.items()}
    township = request.form.get("township", "")[:60]
    place = meant_township(township) if township else match_township(typed["address_text"])
    longitude, latitude = _degrees("longitude", 180), _degrees("latitude", 90)
    return Probe(
        subject=typed["subject"],
        body=typed["body"],
        address_text=typed["address_text"],
        respondent_words=typed["respondent"],
        township_code=place.code if place else None,
        source_id=request.form.get("source_id", type=int),
        category_codes=tuple(request.form.getlist("categories")[:20]),
        longitude=longitude if latitude is not None else None,
        latitude=latitude if longitude is not None else None,
        phone=typed["phone"],
        exclude_case_id=request.form.get("case_id", type=int),
    )


def _degrees(name: str, most: int) -> float | None:
    value = request.form.get(name, type=float)
    return value if value is not None and -most <= value <= most else None
