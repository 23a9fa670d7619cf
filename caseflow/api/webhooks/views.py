"""Web hooks: the list, one with its delivery log, setting up, changing, trying out, mending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.api.webhooks import actions, queries
from caseflow.api.webhooks.forms import (
    EVENT_STATES,
    EventFilterForm,
    RotateForm,
    SkipForm,
    SubscriptionForm,
)
from caseflow.core.messages.platform.catalogue import KINDS
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.webhooks.events import PING
from caseflow.ground.webhooks.models import HookSubscription
from caseflow.people.accounts.errors import StaleRecord
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("hooks", __name__, url_prefix="/hooks")
CONFIGURE = Permission.SYSTEM_CONFIGURE


def kind_words() -> dict[str, str]:
    """Return every kind of event with its name, the trial one too."""
    return {**{kind: _(label) for kind, label in KINDS.items()}, PING: _("Trial")}


def _with_kinds(form: SubscriptionForm) -> SubscriptionForm:
    form.kinds.choices = [(kind, _(label)) for kind, label in KINDS.items()]
    return form


@bp.get("/")
@requires(CONFIGURE)
def index() -> str:
    return render_template("hooks/index.html", rows=queries.subscription_rows(clock.now()))


@bp.route("/new", methods=["GET", "POST"])
@requires(CONFIGURE)
def new() -> Response:
    """Set a web hook up; its secret is shown once, on the answer."""
    form = _with_kinds(SubscriptionForm(version=1, kinds=list(KINDS)))
    if form.validate_on_submit():
        try:
            with unit_of_work():
                made, secret = actions.create(form.to_command(), current_user)
        except BadInput as error:
            form.url.errors = [*form.url.errors, str(error)]
        else:
            return _secret_once(made, secret, is_new=True)
    page = render_template("hooks/edit.html", form=form, hook=None, theirs=[])
    return make_response(page, 422 if form.is_submitted() else 200)


def _secret_once(hook: HookSubscription, secret: str, *, is_new: bool) -> Response:
    answer = make_response(
        render_template("hooks/secret_once.html", hook=hook, secret=secret, is_new=is_new)
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/<int:hook_id>")
@requires(CONFIGURE)
def show(hook_id: int) -> str:
    """Show a web hook with what became of each of its events."""
    hook = actions.get_subscription(hook_id)
    return _page(hook, RotateForm())


def _page(hook: HookSubscription, form: RotateForm) -> str:
    filters, now = EventFilterForm(request.args), clock.now()
    stream, state = filters.petition.data or "", filters.state.data or ""
    page = queries.event_page(hook.id, stream, state, request.args.get("page"))
    return render_template(
        "hooks/show.html",
        form=form,
        hook=hook,
        state=queries.state_of(hook, now),
        old_secret_until=queries.old_secret_until(hook.id, now),
        filters=filters,
        is_narrowed=bool(stream or state),
        page=page,
        kinds=kind_words(),
        states=EVENT_STATES,
    )


@bp.route("/<int:hook_id>/edit", methods=["GET", "POST"])
@requires(CONFIGURE)
def edit(hook_id: int) -> Response:
    """Change a web hook; a change made meanwhile is shown beside what was typed."""
    hook = actions.get_subscription(hook_id)
    form = _with_kinds(SubscriptionForm(obj=hook))
    theirs: list[tuple[str, Any]] = []
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with unit_of_work():
                actions.change(hook, form.to_command(), form.version.data, current_user)
        except BadInput as error:
            form.url.errors = [*form.url.errors, str(error)]
        except StaleRecord as error:
            form.form_errors.append(str(error))
            theirs, status = _present_values(hook), 409
            form.on_top_of(hook.version)
        else:
            flash(_("The web hook is saved."))
            return redirect(url_for("hooks.show", hook_id=hook_id), 303)
    page = render_template("hooks/edit.html", form=form, hook=hook, theirs=theirs)
    return make_response(page, status)


def _present_values(hook: HookSubscription) -> list[tuple[str, Any]]:
    return [
        (_("Sending system"), hook.origin_system),
        (_("Address"), hook.url),
        (_("Events"), ", ".join(kind_words().get(kind, kind) for kind in hook.kinds)),
    ]


def _do(hook_id: int, act: Callable[[HookSubscription], object], said: str) -> Response:
    """Do something with a web hook and go back to its page."""
    hook = actions.get_subscription(hook_id)
    with unit_of_work():
        act(hook)
    flash(said)
    return redirect(url_for("hooks.show", hook_id=hook_id), 303)


@bp.post("/<int:hook_id>/pause")
@requires(CONFIGURE)
def pause(hook_id: int) -> Response:
    said = _("The web hook is paused; its events are kept.")
    return _do(hook_id, lambda hook: actions.set_active(hook, False, current_user), said)


@bp.post("/<int:hook_id>/resume")
@requires(CONFIGURE)
def resume(hook_id: int) -> Response:
    said = _("The web hook runs again; what was kept is being sent.")
    return _do(hook_id, lambda hook: actions.set_active(hook, True, current_user), said)


@bp.post("/<int:hook_id>/end")
@requires(CONFIGURE)
def end(hook_id: int) -> Response:
    said = _("The web hook has ended.")
    return _do(hook_id, lambda hook: actions.end(hook, current_user), said)


@bp.post("/<int:hook_id>/ping")
@requires(CONFIGURE)
def ping(hook_id: int) -> Response:
    said = _("A trial event is being sent. Reload the page to see what came of it.")
    return _do(hook_id, actions.ping, said)


@bp.post("/<int:hook_id>/secret")
@requires(CONFIGURE)
def rotate(hook_id: int) -> Response:
    """Replace the secret; the new one is shown once, on the answer."""
    hook = actions.get_subscription(hook_id)
    form = RotateForm()
    if not form.validate_on_submit():
        return make_response(_page(hook, form), 422)
    hours = form.overlap_hours.data
    assert hours is not None, "a valid form has a number of hours"
    with unit_of_work():
        secret = actions.rotate(hook, hours, current_user)
    return _secret_once(hook, secret, is_new=False)


@bp.get("/events/<int:event_id>")
@requires(CONFIGURE)
def event(event_id: int) -> str:
    """Show an event with every attempt to deliver it."""
    return _event_page(event_id, SkipForm())


def _event_page(event_id: int, form: SkipForm) -> str:
    found = actions.get_event(event_id)
    return render_template(
        "hooks/event.html",
        form=form,
        hook=actions.get_subscription(found.subscription_id),
        event=queries.event_row(event_id),
        attempts=queries.attempts_of(event_id),
        kinds=kind_words(),
        states=EVENT_STATES,
    )


@bp.post("/events/<int:event_id>/again")
@requires(CONFIGURE)
def send_again(event_id: int) -> Response:
    """Try an event again at once, with fresh patience."""
    found = actions.get_event(event_id)
    with unit_of_work():
        actions.send_again(found, current_user)
    flash(_("The event is being sent again."))
    return redirect(url_for("hooks.event", event_id=event_id), 303)


@bp.post("/events/<int:event_id>/skip")
@requires(CONFIGURE)
def skip(event_id: int) -> Response:
    """Give an event up with a reason, so that those after it may go."""
    found = actions.get_event(event_id)
    form = SkipForm()
    if not form.validate_on_submit():
        return make_response(_event_page(event_id, form), 422)
    with unit_of_work():
        actions.skip(found, form.reason.data, current_user)
    flash(_("The event is skipped; what waited behind it is being sent."))
    return redirect(url_for("hooks.event", event_id=event_id), 303)
