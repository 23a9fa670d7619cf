"""The public page of rewards: number and lookup code tell of a reward and lead to a claim code.

Addresses hold neither number nor code. Whoever holds only one of them gets the answer of all.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import Refused, StaleCase
from caseflow.ground.extensions import limiter
from caseflow.ground.sealing import CannotUnseal, current_sealer
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import public
from caseflow.public.portal.forms import LookupForm
from caseflow.public.portal.views.blueprint import QUESTIONS_PER_ADDRESS, guessing
from caseflow.public.rewards.actions.claiming import make_code
from caseflow.public.rewards.actions.steps import get_reward
from caseflow.public.rewards.forms import CodeForm
from caseflow.public.rewards.queries.claiming import OpenReward, open_reward, reward_for_lookup

bp = Blueprint("reward_claim", __name__, url_prefix="/reward")

CONTEXT = "reward_claim.ticket"
TICKET_LASTS = timedelta(minutes=10)
CODES_PER_ADDRESS = "10 per hour"


@bp.after_request
def keep_nothing(response: Response) -> Response:
    """Let no browser and no proxy keep a page of rewards."""
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/", methods=["GET", "POST"], strict_slashes=False)
@public
@limiter.limit(QUESTIONS_PER_ADDRESS, methods=["POST"])
@guessing
def ask() -> Response:
    """Tell of a reward to whoever knows the petition's number and its lookup code."""
    form = LookupForm()
    if request.method == "GET":
        return _page(form, 200)
    if not form.validate_on_submit():
        return _page(form, 422)
    found = reward_for_lookup(*form.to_command())
    if found is None:
        return _nothing(form)
    return _page(form, 200, found)


@bp.post("/code")
@public
@limiter.limit(CODES_PER_ADDRESS)
def code() -> Response:
    """Make a claim code and show it this once; an earlier one holds no more."""
    form = CodeForm()
    found = _of_ticket(form.ticket.data or "") if form.validate_on_submit() else None
    if found is None:
        return _nothing(LookupForm(formdata=None))
    try:
        with unit_of_work():
            made = make_code(get_reward(found.id))
    except (Refused, StaleCase):
        return _nothing(LookupForm(formdata=None))
    page = render_template("public/reward_code.html", reward=found, code=made)
    return make_response(page, 200)


def _nothing(form: LookupForm) -> Response:
    """Answer alike to a wrong number, a wrong code, and a report without a reward to be claimed."""
    form.form_errors.append(
        _("No reward waits for this number and this code. Check both and try again.")
    )
    return _page(form, 422)


def _page(form: LookupForm, status: int, found: OpenReward | None = None) -> Response:
    page = render_template(
        "public/reward.html",
        form=form,
        reward=found,
        asking=CodeForm(formdata=None, data={"ticket": _ticket(found)}) if found else None,
        example=f"{settings().number_prefix}访〔2026〕128号",
    )
    return make_response(page, status)


def _ticket(found: OpenReward) -> str:
    until = clock.now() + TICKET_LASTS
    return current_sealer().seal(f"{found.id} {until.isoformat()}", CONTEXT)


def _of_ticket(ticket: str) -> OpenReward | None:
    try:
        reward_id, until = current_sealer().unseal(ticket, CONTEXT).split()
    except CannotUnseal:
        return None
    if datetime.fromisoformat(until) < clock.now():
        return None
    return open_reward(int(reward_id))
