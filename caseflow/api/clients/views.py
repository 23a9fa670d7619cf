"""The administrator's pages of clients and tokens."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.api.clients import actions
from caseflow.api.clients.forms import ClientForm, TokenForm
from caseflow.api.clients.models import ApiClient
from caseflow.api.clients.queries import (
    channel_choices,
    client_rows,
    get_client,
    get_token,
    token_rows,
)
from caseflow.api.clients.rules import CLIENT_ROLES, PROPOSED_DAYS, SCOPE_LABELS
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.queries import get_user, unit_choices
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import ROLE_LABELS, Permission, Role

bp = Blueprint("api_clients", __name__, url_prefix="/people/api-clients")
MANAGE = Permission.ACCOUNT_MANAGE


@bp.get("/")
@requires(MANAGE)
def index() -> str:
    """Show every client, with how many good tokens it has and when it last called."""
    return render_template("api/clients.html", clients=client_rows(), roles=ROLE_LABELS)


@bp.route("/new", methods=["GET", "POST"])
@requires(MANAGE)
def new() -> Response:
    """Make a client; its token is made on its own page."""
    form = ClientForm(role=Role.OPERATOR.value)
    form.channel_code.choices = channel_choices()
    form.role.choices = [(role.value, _(ROLE_LABELS[role])) for role in CLIENT_ROLES]
    form.unit_id.choices = unit_choices()
    if form.validate_on_submit():
        try:
            with unit_of_work():
                client = actions.create_client(form.to_command(), current_user)
        except BadInput as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The client is made. It needs a token to call."))
            return _to(client)
    page = render_template("api/new_client.html", form=form)
    return make_response(page, 422 if form.is_submitted() else 200)


@bp.route("/<int:client_id>", methods=["GET", "POST"])
@requires(MANAGE)
def show(client_id: int) -> Response:
    """Show a client and its tokens; make a token, which is shown this once."""
    client = get_client(client_id)
    form = TokenForm(last_day=clock.today() + timedelta(days=PROPOSED_DAYS))
    form.scopes.choices = [(scope.value, _(label)) for scope, label in SCOPE_LABELS.items()]
    if form.validate_on_submit():
        assert form.last_day.data is not None
        try:
            with unit_of_work():
                _token, clear = actions.create_token(
                    client, form.chosen(), form.last_day.data, current_user
                )
        except BadInput as error:
            form.form_errors.append(str(error))
        else:
            return _shown_once(client, clear)
    page = render_template(
        "api/client.html",
        client=client,
        account=get_user(client.user_id),
        roles=ROLE_LABELS,
        channels=dict(channel_choices()),
        tokens=token_rows(client.id),
        scopes={scope.value: label for scope, label in SCOPE_LABELS.items()},
        form=form,
    )
    return make_response(page, 422 if form.is_submitted() else 200)


@bp.post("/<int:client_id>/tokens/<int:token_id>/revoke")
@requires(MANAGE)
def revoke(client_id: int, token_id: int) -> Response:
    """End a token at once."""
    client, token = get_client(client_id), get_token(client_id, token_id)
    with unit_of_work():
        was_good = actions.revoke_token(token, current_user)
    flash(_("The token opens nothing any more.") if was_good else _("It was revoked before."))
    return _to(client)


def _shown_once(client: ApiClient, clear: str) -> Response:
    response = make_response(render_template("api/token_once.html", client=client, token=clear))
    response.headers["Cache-Control"] = "no-store"
    return response


def _to(client: ApiClient) -> Response:
    return redirect(url_for("api_clients.show", client_id=client.id), 303)
