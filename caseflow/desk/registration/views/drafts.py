"""Keeping what is typed, throwing it away, and handing it over at the end of a shift."""

from __future__ import annotations

from flask import flash, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.desk.registration.actions import drafts
from caseflow.desk.registration.rules import has_content
from caseflow.desk.registration.views.blueprint import REGISTER, bp
from caseflow.desk.registration.views.page import form_of, page_of
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, CaseflowError
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires

NOT_KEPT = {"csrf_token", "action", "page_key", "triage_shown"}


@bp.post("/draft")
@requires(REGISTER)
def save_draft() -> Response:
    """Keep what is being typed, sealed, and answer when it was kept.

    A page with nothing typed and no call is not kept. The page's script asks for JSON; its
    button without scripts leads back to the draft.
    """
    fields = {
        name: values
        for name, values in request.form.lists()
        if name not in NOT_KEPT and any(values)
    }
    if not has_content(fields):
        return _nothing_to_keep(request.form.get("page_key", ""))
    try:
        with unit_of_work():
            at = drafts.save_draft(request.form.get("page_key", ""), fields, current_user)
    except CaseflowError as error:
        return _not_kept(error)
    words = _("Saved %(time)s", time=f"{clock.local(at):%H:%M}")
    if _is_script():
        return jsonify(words=words)
    flash(words)
    return redirect(url_for("registration.new", page_key=request.form["page_key"]), 303)


def _nothing_to_keep(page_key: str) -> Response:
    """Keep no page without a word on it: what was kept of it before is thrown away too."""
    with unit_of_work():
        drafts.discard_draft(page_key, current_user)
    words = _("Nothing is typed yet.")
    if _is_script():
        return jsonify(words=words)
    flash(words)
    return redirect(url_for("registration.new"), 303)


def _is_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _not_kept(error: CaseflowError) -> Response:
    """Answer why nothing was kept, with what was typed still on the page."""
    if _is_script():
        return make_response(jsonify(detail=str(error)), error.status)
    form = form_of()
    form.form_errors.append(str(error))
    return page_of(form, error.status, with_history=True)


@bp.post("/draft/discard")
@requires(REGISTER)
def discard_draft() -> Response:
    """Throw one of the person's own drafts away."""
    with unit_of_work():
        drafts.discard_draft(request.form.get("page_key", ""), current_user)
    flash(_("The draft was thrown away."))
    return redirect(url_for("registration.new"), 303)


@bp.post("/drafts/hand-over")
@requires(REGISTER)
def hand_over() -> Response:
    """Hand the drafts ticked over to a colleague; says how many went, or what is wrong."""
    keys = request.form.getlist("page_keys")
    try:
        with unit_of_work():
            count = drafts.hand_over(keys, request.form.get("to", 0, type=int), current_user)
    except BadInput as error:
        flash(str(error), "warning")
    else:
        if count:
            flash(_("%(count)s unfinished calls were handed over.", count=count))
        else:
            flash(_("Tick the calls to be handed over."), "warning")
    return redirect(url_for("work.index"), 303)
