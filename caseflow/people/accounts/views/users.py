"""The people of the office: list, new, change, close, new password, sign out everywhere."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.navigation import link_to
from caseflow.people.accounts.actions import users
from caseflow.people.accounts.errors import StaleRecord
from caseflow.people.accounts.events import ACTS
from caseflow.people.accounts.forms import NewUserForm, UserFilterForm, UserForm
from caseflow.people.accounts.models import User
from caseflow.people.accounts.queries import (
    UserFilter,
    events_page,
    get_unit,
    get_user,
    live_sessions,
    unit_choices,
    users_page,
)
from caseflow.people.accounts.ties import StillHeld
from caseflow.people.accounts.views.blueprint import bp
from caseflow.people.accounts.views.own import browser_words
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import ROLE_LABELS, Permission, Role

MANAGE = Permission.ACCOUNT_MANAGE


def role_choices() -> list[tuple[str, str]]:
    """Return (role, its name in the language of the page)."""
    return [(role.value, _(label)) for role, label in ROLE_LABELS.items()]


def _choices(form: UserForm, present_unit_id: int | None = None) -> None:
    form.role.choices = role_choices()
    form.unit_id.choices = unit_choices(present_unit_id)


@bp.get("/people")
@requires(MANAGE)
def index() -> str:
    form = UserFilterForm(request.args)
    form.role.choices = role_choices()
    form.unit.choices = unit_choices()
    form.validate()
    wanted = UserFilter(
        words=form.q.data or "",
        role=form.role.data if form.role.data and form.role.data in set(Role) else "",
        unit_id=form.unit.data if not form.unit.errors else None,
        with_closed=bool(form.closed.data),
    )
    page = users_page(wanted, request.args.get("page"))
    return render_template(
        "accounts/index.html",
        filters=form,
        page=page,
        roles=dict(role_choices()),
        is_narrowed=wanted != UserFilter(),
    )


@bp.route("/people/new", methods=["GET", "POST"])
@requires(MANAGE)
def new_user() -> Response:
    """Add an account with a random first password, shown once on the answer."""
    form = NewUserForm(version=1)
    _choices(form)
    if form.validate_on_submit():
        password = users.new_password()
        try:
            with unit_of_work():
                user = users.create_user(
                    form.username.data,
                    form.to_command(),
                    password,
                    current_user,
                    must_change_password=True,
                )
        except BadInput as error:
            form.form_errors.append(str(error))
        else:
            return _password_once(user, password, is_new=True)
    page = render_template("accounts/new_user.html", form=form)
    return make_response(page, 422 if form.is_submitted() else 200)


def _password_once(user: User, password: str, *, is_new: bool) -> Response:
    page = render_template(
        "accounts/password_once.html", user=user, password=password, is_new=is_new
    )
    return make_response(page)


@bp.route("/people/<int:user_id>", methods=["GET", "POST"])
@requires(MANAGE)
def edit_user(user_id: int) -> Response:
    """Show an account and change it; a change made meanwhile is shown beside what was typed."""
    user = get_user(user_id)
    form = UserForm(obj=user)
    _choices(form, user.unit_id)
    theirs: list[tuple[str, Any]] = []
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with unit_of_work():
                users.change_user(user, form.to_command(), form.version.data, current_user)
        except BadInput as error:
            form.form_errors.append(str(error))
        except StaleRecord as error:
            form.form_errors.append(str(error))
            theirs, status = present_values(user), 409
            form.on_top_of(user.version)
        else:
            flash(_("The account is saved."))
            return redirect(url_for("accounts.edit_user", user_id=user_id), 303)
    return make_response(_user_page(user, form, theirs), status)


def present_values(user: User) -> list[tuple[str, Any]]:
    """Return what the account holds now, for the page that shows both versions."""
    return [
        (_("Name"), user.display_name),
        (_("Role"), _(ROLE_LABELS[Role(user.role)])),
        (_("Unit"), get_unit(user.unit_id).name),
        (_("E-mail address"), user.email),
        (_("Telephone for text messages"), user.phone),
        (_("Enforcement certificate"), user.certificate_number),
        (_("Certificate valid until"), user.certificate_valid_until),
        (_("On duty"), _("yes") if user.is_on_duty else _("no")),
    ]


def _user_page(user: User, form: UserForm, theirs: list[tuple[str, Any]]) -> str:
    until = user.locked_until_at
    return render_template(
        "accounts/user.html",
        user=user,
        form=form,
        theirs=theirs,
        sessions=[(row, browser_words(row.browser)) for row in live_sessions(user.id)],
        events=events_page(None, user.id).items[:20],
        locked_until=until if until is not None and until > clock.now() else None,
        is_self=user.id == current_user.id,
        acts=ACTS,
    )


def _back(user_id: int) -> Response:
    return redirect(url_for("accounts.edit_user", user_id=user_id), 303)


@bp.post("/people/<int:user_id>/close")
@requires(MANAGE)
def close_user(user_id: int) -> Response:
    """Close an account; while the person holds anything, lead to the page of handing it over."""
    user = get_user(user_id)
    try:
        with unit_of_work():
            users.close_user(user, current_user)
    except StillHeld as error:
        flash(str(error), "warning")
        return redirect(link_to("handover.show", user_id=user_id), 303)
    flash(_("The account is closed and signed out everywhere."))
    return _back(user_id)


@bp.post("/people/<int:user_id>/reopen")
@requires(MANAGE)
def reopen_user(user_id: int) -> Response:
    user = get_user(user_id)
    with unit_of_work():
        users.reopen_user(user, current_user)
    flash(_("The account is open again."))
    return _back(user_id)


@bp.post("/people/<int:user_id>/unlock")
@requires(MANAGE)
def unlock_user(user_id: int) -> Response:
    user = get_user(user_id)
    with unit_of_work():
        users.unlock_user(user, current_user)
    flash(_("The account is unlocked."))
    return _back(user_id)


@bp.post("/people/<int:user_id>/end-sessions")
@requires(MANAGE)
def end_sessions(user_id: int) -> Response:
    user = get_user(user_id)
    with unit_of_work():
        users.end_sessions(user, current_user)
    flash(_("This person is signed out everywhere."))
    return _back(user_id)


@bp.post("/people/<int:user_id>/reset-password")
@requires(MANAGE)
def reset_password(user_id: int) -> Response:
    """Give the account a random password, shown once on the answer."""
    user = get_user(user_id)
    with unit_of_work():
        password = users.reset_password(user, current_user)
    return _password_once(user, password, is_new=False)
