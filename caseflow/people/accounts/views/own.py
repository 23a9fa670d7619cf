"""One's own account: who one is here, language, password, and where one is signed in."""

from __future__ import annotations

import re

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotVisible
from caseflow.ground.extensions import limiter
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.locale import COOKIE, LANGUAGES
from caseflow.people.accounts import sessions
from caseflow.people.accounts.actions import users
from caseflow.people.accounts.actions.record import record
from caseflow.people.accounts.forms import NewPasswordForm
from caseflow.people.accounts.queries import get_unit, get_user, live_sessions
from caseflow.people.accounts.views.blueprint import bp
from caseflow.people.accounts.views.signing_in import start_page
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import ROLE_LABELS, Permission, Role

ANYBODY = Permission.INBOX_VIEW
"""Every role holds it: whoever is signed in may look after their own account."""

_BROWSERS = (
    (r"MicroMessenger/(\d+)", "WeChat"),
    (r"Edg/(\d+)", "Edge"),
    (r"Firefox/(\d+)", "Firefox"),
    (r"(?:Chrome|Chromium)/(\d+)", "Chrome"),
    (r"Version/(\d+).*Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_words(agent: str) -> str:
    """Return a browser's name and system (“Chrome 120 · Windows”) from what it says of itself."""
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    for pattern, name in _BROWSERS:
        found = re.search(pattern, agent)
        if found:
            return f"{name} {found[1]}" + (f" · {system}" if system else "")
    return agent.split(" ")[0] or "?"


@bp.get("/account")
@requires(ANYBODY)
def profile() -> str:
    return render_template(
        "accounts/profile.html",
        user=current_user,
        role=ROLE_LABELS[Role(current_user.role)],
        unit=get_unit(current_user.unit_id),
        today=clock.today(),
    )


@bp.post("/account/language")
@requires(ANYBODY)
def set_language() -> Response:
    """Keep the language for the person, wherever they sign in."""
    name = request.form.get("language", "")
    response = redirect(url_for("accounts.profile"), 303)
    if name in LANGUAGES:
        with unit_of_work():
            users.set_locale(current_user, name)
        response.delete_cookie(
            COOKIE,
            secure=bool(current_app.config.get("SESSION_COOKIE_SECURE")),
            httponly=True,
            samesite="Lax",
        )
    return response


@bp.post("/account/keys")
@requires(ANYBODY)
def set_keys() -> Response:
    """Switch single-key shortcuts on or off for the person; a script is answered without a page."""
    is_on = request.form.get("single_keys") == "on"
    with unit_of_work():
        users.set_single_keys(current_user, is_on)
    if request.headers.get("X-Requested-With") == "fetch":
        return Response(status=204)
    flash(_("Single-key shortcuts are on.") if is_on else _("Single-key shortcuts are off."))
    return redirect(url_for("accounts.profile"), 303)


@bp.route("/account/password", methods=["GET", "POST"])
@requires(ANYBODY)
@limiter.limit(
    "10 per minute",
    key_func=lambda: f"{get_remote_address()} {current_user.id}",
    methods=["POST"],
    deduct_when=lambda response: response.status_code == 422,
)
def change_password() -> Response | tuple[str, int]:
    """Choose a new password; other browsers are signed out and this one gets a new session."""
    form = NewPasswordForm()
    user = get_user(current_user.id)  # the row itself: Flask-Login cannot keep its own proxy
    if form.validate_on_submit():
        try:
            with unit_of_work():
                users.change_password(user, form.present.data, form.chosen.data)
                sessions.revoke_all(user.id, clock.now())
                sessions.open_session(user)
        except BadInput as error:
            form.form_errors.append(str(error))
        else:
            flash(_("Your password is changed. Other browsers were signed out."))
            return redirect(start_page(), 303)
    page = render_template("accounts/password.html", form=form, is_due=user.must_change_password)
    return page, 422 if form.is_submitted() else 200


@bp.get("/account/sessions", endpoint="sessions")
@requires(ANYBODY)
def show_sessions() -> str:
    here = sessions.find_session()
    rows = [(row, browser_words(row.browser)) for row in live_sessions(current_user.id)]
    return render_template(
        "accounts/sessions.html", rows=rows, here_id=here.id if here is not None else None
    )


@bp.post("/account/sessions/<int:session_id>/end")
@requires(ANYBODY)
def end_session(session_id: int) -> Response:
    """Sign one of one's own browsers out."""
    if session_id not in {row.id for row in live_sessions(current_user.id)}:
        raise NotVisible(_("This session has already ended."))
    with unit_of_work():
        sessions.revoke(session_id, clock.now())
        record("session_ended", current_user, user_id=current_user.id)
    flash(_("That browser is signed out."))
    return redirect(url_for("accounts.sessions"), 303)


@bp.post("/account/sessions/end-others")
@requires(ANYBODY)
def end_other_sessions() -> Response:
    """Sign out everywhere but here."""
    here = sessions.find_session()
    assert here is not None
    with unit_of_work():
        count = sessions.revoke_all(current_user.id, clock.now(), keep_id=here.id)
        record("sessions_ended", current_user, user_id=current_user.id, words=str(count))
    flash(_("All other browsers are signed out."))
    return redirect(url_for("accounts.sessions"), 303)
