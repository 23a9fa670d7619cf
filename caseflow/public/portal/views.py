"""Pages for everybody. They know published pages, and one petition to whoever holds its code."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from caseflow.core.cases.states import PUBLIC_STATUS
from caseflow.core.petitions.queries import PetitionStatus, petition_for_lookup
from caseflow.ground.config import settings
from caseflow.ground.extensions import limiter
from caseflow.people.permissions.decorators import public
from caseflow.public.portal.forms import LookupForm
from caseflow.public.portal.rules import course_of
from caseflow.public.published.queries import published_rows

bp = Blueprint("portal", __name__)
old_bp = Blueprint("portal_before", __name__, url_prefix="/public")

NEWEST = 3
FAILURES_PER_ADDRESS = "10 per minute; 60 per hour"
"""Wrong numbers and codes; right answers do not count against an address that many share."""

QUESTIONS_PER_ADDRESS = "60 per minute"


@bp.after_request
def ask_again(response: Response) -> Response:
    """Let nobody keep a page without asking: a withdrawal holds at once for everybody."""
    response.headers.setdefault("Cache-Control", "no-cache, private")
    return response


@bp.get("/")
@public
def home() -> Any:
    """Show what the public can do here, and what was published last; people at work go on."""
    if current_user.is_authenticated:
        return redirect(url_for("home.index"))
    return render_template(
        "public/home.html", newest=published_rows(None, NEWEST).items, form=_empty_form()
    )


@bp.route("/lookup", methods=["GET", "POST"])
@public
@limiter.limit(QUESTIONS_PER_ADDRESS, methods=["POST"])
@limiter.limit(
    FAILURES_PER_ADDRESS,
    methods=["POST"],
    deduct_when=lambda response: response.status_code == 422,
)
def lookup() -> Response:
    """Tell where a petition is to whoever knows its number and its code; nothing is kept."""
    form = LookupForm()
    if request.method == "GET":
        return _answer(form, None, 200)
    if not form.validate_on_submit():
        return _answer(form, None, 422)
    status = petition_for_lookup(*form.to_command())
    if status is None:
        form.form_errors.append(
            _("No petition fits this number and this code. Check both and try again.")
        )
        return _answer(form, None, 422)
    return _answer(form, status, 200)


def _answer(form: LookupForm, status: PetitionStatus | None, code: int) -> Response:
    page = render_template(
        "public/lookup.html",
        form=form,
        status=status,
        words=_(PUBLIC_STATUS[status.state]) if status else "",
        course=[(_(label), place, "") for label, place in course_of(status.state)]
        if status
        else [],
        example=f"{settings().number_prefix}访〔2026〕128号",
    )
    response = make_response(page, code)
    response.headers["Cache-Control"] = "no-store"
    return response


@old_bp.get("/", defaults={"rest": ""})
@old_bp.get("/<path:rest>")
@public
def moved(rest: str) -> Response:
    """Lead the addresses of before to where the same pages are now."""
    response = redirect(f"/{rest}", 301)
    assert isinstance(response, Response)
    return response


def _empty_form() -> LookupForm:
    return LookupForm(formdata=None)
