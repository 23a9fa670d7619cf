"""Pages of a decision on many cases: chosen, looked over, done, taken back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from caseflow.core.cases.forms import StepForm, step_form
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.queries.filters import parse_query, plain_query
from caseflow.core.cases.queries.options import handing_options
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.ground.web.locale import local_path
from caseflow.people.permissions.decorators import by_itself, ensure, may, requires
from caseflow.people.permissions.policy import Permission
from caseflow.supervision.bulk.actions.choosing import choose, read_picked
from caseflow.supervision.bulk.actions.rehearsing import rehearse
from caseflow.supervision.bulk.actions.undoing import undo
from caseflow.supervision.bulk.actions.working import start, work_off
from caseflow.supervision.bulk.models import BulkRun
from caseflow.supervision.bulk.queries import get_run, own_runs, run_view
from caseflow.supervision.bulk.rules import ACTS, CHOSEN, MOST, BulkAct
from caseflow.supervision.lists.boards import WATCH_LISTS

bp = Blueprint("bulk", __name__, url_prefix="/supervision/bulk")


@bp.app_context_processor
def offered() -> dict[str, Any]:
    """Let lists offer what the person may decide on many cases at once."""
    return {"bulk_acts": _offered, "bulk_most": MOST}


def _offered() -> list[BulkAct]:
    if not may(Permission.CASE_BULK):
        return []
    return [one for one in CHOSEN if may(one.permission)]


@bp.get("/")
@requires(Permission.CASE_BULK)
def index() -> str:
    """Show the person's own decisions, newest first."""
    return render_template("bulk/index.html", runs=own_runs(current_user))


@bp.post("/")
@requires(Permission.CASE_BULK)
def begin() -> Response:
    """Take the ticked cases, or all of the list, and lead to the look over them."""
    act = ACTS.get(request.form.get("act", ""))
    if act not in CHOSEN:
        raise NotFound
    ensure(Permission(act.permission))
    query = plain_query(parse_query(request.form.get("query", "")))
    is_all = request.form.get("scope") == "all"
    picked = None if is_all else read_picked(request.form.getlist("case"))
    try:
        with unit_of_work():
            run = choose(act, current_user, picked, query)
    except BadInput as error:
        flash(str(error), "warning")
        return redirect(local_path(request.form.get("back")), 303)
    return redirect(url_for("bulk.page", run_id=run.id), 303)


@bp.get("/<int:run_id>")
@requires(Permission.CASE_BULK)
def page(run_id: int) -> str:
    """Show a decision: the look over its cases with the form, or what became of each."""
    run = get_run(run_id, current_user)
    return _preview(run, _form(run)) if run.state == "draft" else _result(run)


@bp.post("/<int:run_id>")
@requires(Permission.CASE_BULK)
def do(run_id: int) -> Any:
    """Do the decision with every case with which it can be done."""
    run = get_run(run_id, current_user)
    form = _form(run)
    if run.state == "draft" and not form.validate_on_submit():
        return _preview(run, form), 422
    given = form.to_given()
    if run.state == "draft" and (refused := rehearse(run_id, current_user.id, given)):
        flash(
            _("With what you typed it cannot be done with %(count)s more of the cases: change it, "
              "or send it once more to do it with the others.", count=refused),
            "warning",
        )  # fmt: skip
        return _preview(run, form), 422
    try:
        with unit_of_work():
            start(run, given)
    except Refused as error:
        flash(str(error), "warning")
        return redirect(url_for("bulk.page", run_id=run_id), 303)
    return _carried_on(run)


@bp.post("/<int:run_id>/undo")
@requires(Permission.CASE_BULK)
def take_back(run_id: int) -> Response:
    """Take a decision back where its cases are as it left them."""
    run = get_run(run_id, current_user)
    try:
        with unit_of_work():
            back = undo(run, current_user)
    except Refused as error:
        flash(str(error), "warning")
        return redirect(url_for("bulk.page", run_id=run_id), 303)
    return _carried_on(back)


@bp.get("/<int:run_id>/progress")
@by_itself
@requires(Permission.CASE_BULK)
def progress(run_id: int) -> Response:
    """Return the part of the page that moves; it says itself whether it still does."""
    run = get_run(run_id, current_user)
    answer = make_response(render_template("bulk/_progress.html", run=run_view(run, current_user)))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _carried_on(run: BulkRun) -> Response:
    """Do a small decision now; a larger one is a worker's. Then to what became of it."""
    run_id = run.id
    if not run.is_job:
        work_off(run_id)
    return redirect(url_for("bulk.page", run_id=run_id), 303)


def _form(run: BulkRun) -> StepForm:
    form = step_form(TRANSITIONS[ACTS[run.act].asks_as], 0, handing_options())
    if "deadline_id" in form:
        del form.deadline_id  # Each case has its own: the handling deadline is meant.
        form.asked = tuple(one for one in form.asked if one.name != "deadline_id")
    return form


def _preview(run: BulkRun, form: StepForm) -> str:
    view = run_view(run, current_user)
    return render_template("bulk/preview.html", run=view, form=form, back=_back(run))


def _result(run: BulkRun) -> str:
    view = run_view(run, current_user)
    return render_template("bulk/result.html", run=view, back=_back(run))


def _back(run: BulkRun) -> dict[str, str]:
    """Return where a decision began: a ready-made list of supervision, else the cases."""
    for one in WATCH_LISTS if may(Permission.SUPERVISION_VIEW) else ():
        if plain_query(dict(one.query)) == run.query:
            href = url_for("supervision.index", list=one.key)
            return {"href": href, "label": _("Supervision")}
    arguments: dict[str, Any] = parse_query(run.query)
    return {"href": url_for("cases.index", **arguments), "label": _("Cases")}
