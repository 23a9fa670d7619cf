"""Rating a reply: from the page of the petition, or by the link in a message."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from caseflow.core.replies.rating_link import named_in_token
from caseflow.core.replies.rules import SATISFACTION
from caseflow.ground import clock
from caseflow.ground.extensions import limiter
from caseflow.ground.i18n import N_
from caseflow.people.permissions.decorators import public
from caseflow.public.portal.actions.handing_in import ask
from caseflow.public.portal.forms import RatingForm
from caseflow.public.portal.queries import Rating, rating_of, status_of
from caseflow.public.portal.rules import LONGEST_WORDS
from caseflow.public.portal.views.asking import not_taken_page, status_page
from caseflow.public.portal.views.blueprint import RATINGS_PER_ADDRESS, bp, unkept


@bp.post("/lookup/rating")
@public
@limiter.limit(RATINGS_PER_ADDRESS)
def rate() -> Response:
    """Take the rating of whoever holds number and code."""
    form = RatingForm()
    is_valid = form.validate_on_submit()
    number, code = form.number.data or "", form.code.data or ""
    status = status_of(number, code)
    if status is None or status.rating is None:
        return make_response(redirect(url_for("portal.lookup"), 303))
    if not status.rating.can_be_given(clock.now()):
        typed = (form.words.data or "")[:LONGEST_WORDS]
        return not_taken_page(status, number, code, typed, not_rated(status.rating))
    if not is_valid:
        return status_page(status, number, code, rating=form, answer=422)
    ask("rating", form.request_id.data or "", form.to_command())
    return _thanks(form)


@bp.route("/rate/<token>", methods=["GET", "POST"])
@public
@limiter.limit(RATINGS_PER_ADDRESS, methods=["POST"])
def rate_by_link(token: str) -> Response:
    """Take a rating by the signed link of a message; it shows nothing of the petition."""
    named = named_in_token(token)
    rating = rating_of(*named) if named else None
    if named is None or rating is None:
        raise NotFound
    form = RatingForm()
    can_rate = rating.can_be_given(clock.now())
    if can_rate and request.method == "POST" and form.validate_on_submit():
        ask("rating", form.request_id.data or "", {**form.to_command(), "token": token})
        return _thanks(form)
    form.begin()
    is_refused = bool(form.errors) or (request.method == "POST" and not can_rate)
    page = render_template(
        "public/rate.html",
        form=form,
        number=named[1],
        rating=rating,
        can_rate=can_rate,
        reason=not_rated(rating),
        unsent=(form.words.data or "")[:LONGEST_WORDS],
        satisfaction=SATISFACTION,
    )
    return unkept(make_response(page, 422 if is_refused else 200))


def not_rated(rating: Rating) -> str:
    """Return why a rating is not taken now."""
    reason = N_(
        "It cannot be rated now: it is not answered yet, or the time to change the rating is over."
    )
    if rating.is_of_reopened:
        reason = N_(
            "It cannot be rated now: the matter is being handled again. Rate it when that is done; "
            "until then you can add words under “Where is my petition?”, with number and lookup "
            "code."
        )
    return str(_(reason))


def _thanks(form: RatingForm) -> Response:
    page = render_template("public/rated.html", is_solved=form.solved.data == "yes")
    return unkept(make_response(page))
