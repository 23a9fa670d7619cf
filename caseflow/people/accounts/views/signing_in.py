"""Signing in and out, and going on with a form that the end of a session interrupted."""

from __future__ import annotations

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.ground.config import settings
from caseflow.ground.extensions import limiter
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.locale import local_path
from caseflow.ground.web.navigation import navigation, page_exists
from caseflow.people.accounts.actions.signing_in import (
    Checked,
    check_password,
    note_failure,
    note_success,
)
from caseflow.people.accounts.carried import Carried, open_form
from caseflow.people.accounts.forms import SignInForm
from caseflow.people.accounts.queries import demo_accounts, has_accounts
from caseflow.people.accounts.sessions import close_session, open_session
from caseflow.people.accounts.views.blueprint import bp
from caseflow.people.permissions.decorators import may, public, requires
from caseflow.people.permissions.policy import ROLE_LABELS, Permission, Role

FAILURES_PER_ADDRESS = "20 per minute"


def start_page() -> str:
    """Return the address of the page on which the person's work begins."""
    if page_exists("home.index"):
        return url_for("home.index")
    first = next(navigation("main", may), None)
    return url_for(first[0].endpoint if first else "accounts.profile")


def _target(typed: str | None) -> str:
    """Return the local path to go to after sign-in; never another site, never the sign-in page."""
    path = local_path(typed)
    is_start = path == "/" or path.startswith(url_for("accounts.sign_in"))
    return start_page() if is_start else path


def _page(form: SignInForm, status: int, **more: object) -> Response:
    demo = demo_accounts() if settings().demo else []
    body = render_template(
        "accounts/sign_in.html",
        form=form,
        demo=[(name, ROLE_LABELS[Role(role)]) for name, role in demo],
        is_first_start=not has_accounts(),
        idle_minutes=settings().idle_minutes,
        **more,
    )
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit(
    FAILURES_PER_ADDRESS,
    methods=["POST"],
    deduct_when=lambda response: response.status_code == 422,
)
def sign_in() -> Response:
    """Show the sign-in page; open a session where name and password fit."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_target(request.args.get("next")), 303)
    form = SignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
        form.username.data = request.args.get("username", "")
        return _page(form, 200)
    if form.validate_on_submit():
        checked = check_password(form.username.data.lower(), form.password.data)
        if checked.is_right:
            return _welcome(checked, form)
        if checked.user_id is not None:
            with unit_of_work():
                note_failure(checked.user_id)
        form.form_errors.append(
            _(
                "The user name or the password is not right. After five wrong passwords an account "
                "rests for a minute, then longer each time."
            )
        )
    return _page(form, 422, is_carrying=bool(form.carried.data))


def _welcome(checked: Checked, form: SignInForm) -> Response:
    """Open the session; go on with the interrupted form, or to the page that was asked for."""
    with unit_of_work():
        user = note_success(checked)
        open_session(user)
    if form.carried.data:
        carried = open_form(form.carried.data, current_user.id)
        if carried is not None and not current_user.must_change_password:
            return make_response(_continue_page(carried))
        flash(_("The form that was waiting is not yours or is too old; it was dropped."), "warning")
        return redirect(start_page(), 303)
    return redirect(_target(form.next.data), 303)


def _continue_page(carried: Carried) -> str:
    return render_template("accounts/continue.html", carried=carried, start=start_page())


def expired_page(sealed: str | None, path: str, *, is_too_long: bool) -> Response:
    """Return the sign-in page that answers a form sent after its session ended (401).

    A script gets problem+json: it keeps what it wanted to send and asks the person to sign in.
    """
    if request.is_json or request.accept_mimetypes.best == "application/json":
        words = _("You were signed out. Sign in again; nothing was saved by this step.")
        answer = jsonify(title=_("Sign in"), status=401, detail=words)
        answer.content_type = "application/problem+json"
        answer.status_code = 401
        return answer
    form = SignInForm(formdata=None)
    form.carried.data = sealed or ""
    form.next.data = ""
    return _page(
        form, 401, is_expired=True, is_carrying=sealed is not None, is_too_long=is_too_long
    )


@bp.post("/sign-out")
@requires(Permission.INBOX_VIEW)
def sign_out() -> Response:
    """End this browser's session."""
    with unit_of_work():
        close_session()
    flash(_("You are signed out."))
    return redirect(url_for("accounts.sign_in"), 303)
