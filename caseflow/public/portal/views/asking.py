"""Where is my petition: looked up by number and code; a lost code; further words."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from caseflow.core.cases.states import PUBLIC_STATUS
from caseflow.core.replies.rules import SATISFACTION
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import limiter
from caseflow.ground.i18n import N_
from caseflow.people.permissions.decorators import public
from caseflow.public.portal.actions.handing_in import ask
from caseflow.public.portal.forms import CodeForm, LookupForm, RatingForm, WordsForm
from caseflow.public.portal.queries import Status, status_of
from caseflow.public.portal.rules import NOTICES, course_of
from caseflow.public.portal.views.blueprint import (
    CODES_PER_ADDRESS,
    QUESTIONS_PER_ADDRESS,
    RATINGS_PER_ADDRESS,
    bp,
    guessing,
    unkept,
)


@bp.route("/lookup", methods=["GET", "POST"])
@public
@limiter.limit(QUESTIONS_PER_ADDRESS, methods=["POST"])
@guessing
def lookup() -> Response:
    """Tell where a petition is to whoever knows its number and its code; nothing is kept."""
    form = LookupForm()
    if request.method == "GET":
        return _lookup_page(form, 200)
    if not form.validate_on_submit():
        return _lookup_page(form, 422)
    number, code = form.to_command()
    status = status_of(number, code)
    if status is None:
        form.form_errors.append(
            _("No petition fits this number and this code. Check both and try again.")
        )
        return _lookup_page(form, 422)
    return status_page(status, number, code)


def _lookup_page(form: LookupForm, code: int) -> Response:
    example = f"{settings().number_prefix}访〔2026〕128号"
    page = render_template("public/lookup.html", form=form, example=example)
    return unkept(make_response(page, code))


def status_page(
    status: Status,
    number: str,
    code: str,
    *,
    words: WordsForm | None = None,
    rating: RatingForm | None = None,
    unsent: str = "",
    answer: int = 200,
) -> Response:
    """Return the page of a petition, with a form for further words and one to rate the reply.

    `unsent`: what was typed and is not taken; it is shown where there is no form that holds it.
    """
    main = words or rating
    words, rating = words or WordsForm(formdata=None), rating or RatingForm(formdata=None)
    for form in (words, rating):
        form.number.data, form.code.data = number, code
        form.begin()
    given = status.rating
    page = render_template(
        "public/status.html",
        form=main,
        words_form=words,
        rating_form=rating,
        rating=given,
        can_rate=given is not None and given.can_be_given(clock.now()),
        satisfaction=SATISFACTION,
        status=status,
        words=_(PUBLIC_STATUS[status.state])
        if status.number
        else _("Received; it is being registered"),
        course=[(_(label), place, "") for label, place in course_of(status.state)],
        notices=[(_(NOTICES.get(said.kind, "Notice")), said) for said in status.notices],
        can_add=status.can_be_added_to,
        unsent=unsent,
    )
    return unkept(make_response(page, answer))


def not_taken_page(status: Status, number: str, code: str, unsent: str, reason: str) -> Response:
    """Return the page with why words are not taken; they stand in the forms that there are."""
    words, rating = WordsForm(formdata=None), RatingForm(formdata=None)
    words.words.data = rating.words.data = unsent
    words.form_errors.append(reason)
    return status_page(status, number, code, words=words, rating=rating, unsent=unsent, answer=422)


@bp.post("/lookup/words")
@public
@limiter.limit(RATINGS_PER_ADDRESS)
def add_words() -> Response:
    """Take further words or a question for whoever holds number and code."""
    form = WordsForm()
    is_valid = form.validate_on_submit()
    number, code = form.number.data or "", form.code.data or ""
    status = status_of(number, code)
    if status is None:
        return make_response(redirect(url_for("portal.lookup"), 303))
    if not is_valid:
        return status_page(status, number, code, words=form, answer=422)
    if not status.can_be_added_to:
        return not_taken_page(status, number, code, form.words.data, _not_added(status))
    ask("words", form.request_id.data or "", form.to_command())
    flash(_("Your words were taken in and go to whoever handles your petition."))
    return status_page(status, number, code)


def _not_added(status: Status) -> str:
    """Return why further words are not taken now."""
    reason = N_(
        "Nothing was added: your petition has ended and takes no further words. Call 12345 or "
        "12369, or hand in a new petition."
    )
    if status.number is None:
        reason = N_(
            "Nothing was added: your petition is being registered. Try again in some minutes."
        )
    elif status.rating is not None and status.rating.can_be_given(clock.now()):
        reason = N_(
            "Nothing was added: your petition has been answered. If something is still there, say "
            "so with the rating below."
        )
    return str(_(reason))


@bp.route("/lookup/code", methods=["GET", "POST"])
@public
@limiter.limit(CODES_PER_ADDRESS, methods=["POST"])
def lost_code() -> Response:
    """Send a new code to the telephone of a petition; the answer is the same if it is not that."""
    form = CodeForm()
    can_send = settings().sms_url is not None
    if request.method == "POST" and can_send and form.validate_on_submit():
        ask("code", form.request_id.data or "", form.to_command())
        return unkept(make_response(render_template("public/code_sent.html")))
    form.begin()
    page = render_template("public/code.html", form=form, can_send=can_send)
    return unkept(make_response(page, 422 if form.errors else 200))
