"""The feed for calendar programs, and the page on which a person gets or revokes its address."""

from __future__ import annotations

import hashlib

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from caseflow.api.feeds import actions
from caseflow.api.feeds.queries import due_events, feed_rows
from caseflow.api.feeds.rules import AHEAD_DAYS, FRESH_S, PER_ADDRESS, calendar_text
from caseflow.core.messages.rendering import DEFAULT_LOCALE, base_url
from caseflow.ground.config import settings
from caseflow.ground.extensions import limiter
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.people.permissions.decorators import public, requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("calendar_feed", __name__)


@bp.get("/calendar-feed/<token>.ics")
@public
@limiter.limit(PER_ADDRESS)
def feed(token: str) -> Response:
    """Answer a calendar program: the token in the address is the right, and nothing else is."""
    found = actions.known_feed(token)
    if found is None:
        return _nothing(404)
    if found.user is None:
        return _nothing(410)
    response = _calendar(found.user)
    if found.is_to_be_touched:
        with unit_of_work():
            actions.touch(found.id)
    return response


def _calendar(user: User) -> Response:
    with force_locale(user.locale or DEFAULT_LOCALE):
        name = _("Due days of %(person)s", person=user.display_name)
        domain = base_url(settings()).partition("://")[2].partition(":")[0].partition("/")[0]
        text = calendar_text(name, domain, due_events(user))
    response = make_response(text)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = "inline; filename=caseflow.ics"
    response.headers["Cache-Control"] = f"private, max-age={FRESH_S}"
    response.set_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
    response.make_conditional(request)
    return response


def _nothing(status: int) -> Response:
    response = make_response(_("There is no such calendar.") if status == 404 else _("Revoked."))
    response.status_code = status
    response.headers["Content-Type"] = "text/plain; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/account/calendar/")
@requires(Permission.CASE_VIEW)
def show() -> str:
    """Show whether an address was given out, when it was used last, and what the feed holds."""
    return render_template(
        "feeds/index.html", feeds=feed_rows(current_user), days=AHEAD_DAYS, address=None
    )


@bp.post("/account/calendar/")
@requires(Permission.CASE_VIEW)
def make() -> Response:
    """Make a new address, shown this once; the earlier one opens nothing any more."""
    with unit_of_work():
        token = actions.make_address(current_user)
    address = base_url(settings()) + url_for("calendar_feed.feed", token=token)
    page = render_template(
        "feeds/index.html", feeds=feed_rows(current_user), days=AHEAD_DAYS, address=address
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/account/calendar/revoke")
@requires(Permission.CASE_VIEW)
def revoke() -> BaseResponse:
    """End the present address at once."""
    with unit_of_work():
        count = actions.revoke_all(current_user)
    flash(_("The address opens nothing any more.") if count else _("There was no address."))
    return redirect(url_for("calendar_feed.show"), 303)
