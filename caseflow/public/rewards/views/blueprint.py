"""The blueprint of rewards, and what its pages share."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_login import current_user

from caseflow.ground import clock
from caseflow.public.rewards.models import Reward
from caseflow.public.rewards.queries.page import RewardPage, reward_page

bp = Blueprint("rewards", __name__, url_prefix="/rewards")


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """Let no browser and no proxy keep a page of rewards."""
    response.headers["Cache-Control"] = "no-store"
    return response


def url_of(row: Reward) -> str:
    """Return the address of a reward's page."""
    return url_for("rewards.show", reward_id=row.id)


def view_of(row: Reward) -> RewardPage:
    """Return the page of a reward as the person signed in may act on it."""
    return reward_page(row, current_user, clock.today())
