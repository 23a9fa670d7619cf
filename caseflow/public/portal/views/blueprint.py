"""The blueprints of the portal and how often one address may ask."""

from __future__ import annotations

from flask import Blueprint, Response

from caseflow.ground.extensions import limiter

bp = Blueprint("portal", __name__)
old_bp = Blueprint("portal_before", __name__, url_prefix="/public")

FAILURES_PER_ADDRESS = "10 per minute; 60 per hour"
"""Wrong numbers and codes; right answers do not count against an address that many share."""

guessing = limiter.shared_limit(
    FAILURES_PER_ADDRESS,
    scope="guessing",
    methods=["POST"],
    deduct_when=lambda response: response.status_code == 422,
)
"""Limits wrong numbers and codes over all pages that take them, so that none gives more tries."""

QUESTIONS_PER_ADDRESS = "60 per minute"
STEPS_PER_ADDRESS = "120 per hour"
PETITIONS_PER_ADDRESS = "20 per hour; 60 per day"
"""Many share an address behind a provider's gateway, so it is a wide limit."""
CODES_PER_ADDRESS = "5 per hour; 15 per day"
RATINGS_PER_ADDRESS = "20 per hour"


@bp.after_request
def ask_again(response: Response) -> Response:
    """Let nobody keep a page without asking: a withdrawal holds at once for everybody."""
    response.headers.setdefault("Cache-Control", "no-cache, private")
    return response


def unkept(response: Response) -> Response:
    """Return the response as one that nobody keeps, on the way or in the browser."""
    response.headers["Cache-Control"] = "no-store"
    return response
