"""The dispatch matrix: everyone at the desk looks, an administrator changes it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.assignments.actions import add_rule, end_rule, replace_rule
from caseflow.core.assignments.forms import TOWNSHIP, EndForm, RuleForm
from caseflow.core.assignments.models import DispatchRule
from caseflow.core.assignments.queries import matrix as queries
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("dispatch", __name__, url_prefix="/desk/dispatch")
MANAGE = Permission.DISPATCH_MANAGE


@bp.get("/")
@requires(Permission.DISPATCH_VIEW)
def index() -> str:
    """List the rows in force and to come (all with `past`), and the latest changes."""
    with_past = "past" in request.args
    return render_template(
        "dispatch/index.html",
        rows=queries.rule_rows(with_past=with_past),
        with_past=with_past,
        changes=queries.changes(),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(MANAGE)
def new() -> Response:
    """Add a row."""
    form = _offered(RuleForm(valid_from=clock.today()))
    if form.validate_on_submit() and _saved(form, None):
        flash(_("The row is added."))
        return redirect(url_for("dispatch.index"), 303)
    page = render_template("dispatch/new.html", form=form)
    return make_response(page, 422 if form.is_submitted() else 200)


@bp.route("/<int:row_id>", methods=["GET", "POST"])
@requires(MANAGE)
def change(row_id: int) -> Response:
    """Show a row; replace it by another that begins on a day of its own."""
    rule = queries.get_rule(row_id)
    form = _offered(RuleForm(**_values(rule)), keep=queries.co_unit_ids(row_id))
    if form.validate_on_submit() and _saved(form, rule):
        flash(_("The old row ends, and the new one begins on its day."))
        return redirect(url_for("dispatch.index"), 303)
    status = 422 if form.is_submitted() else 200
    return _page(row_id, form, EndForm(formdata=None, last_day=clock.today()), status)


@bp.post("/<int:row_id>/end")
@requires(MANAGE)
def end(row_id: int) -> Response:
    """End a row on a day; one that is not yet in force is taken away."""
    rule = queries.get_rule(row_id)
    ending = EndForm()
    if ending.validate_on_submit():
        last_day = ending.last_day.data
        assert last_day is not None, "a valid form has a day"
        try:
            with unit_of_work():
                end_rule(rule, last_day, current_user)
        except BadInput as error:
            ending.last_day.errors = [str(error)]
        else:
            flash(_("The row ends."))
            return redirect(url_for("dispatch.index"), 303)
    form = RuleForm(formdata=None, **_values(rule))
    return _page(row_id, _offered(form, keep=queries.co_unit_ids(row_id)), ending, 422)


def _page(rule_id: int, form: RuleForm, ending: EndForm, status: int) -> Response:
    (row,) = queries.rule_rows(with_past=True, only=rule_id)
    page = render_template("dispatch/change.html", row=row, form=form, ending=ending)
    return make_response(page, status)


def _offered(form: RuleForm, keep: list[int] | None = None) -> RuleForm:
    """Give the form its choices; `keep`: units to offer even though they are closed."""
    units = queries.unit_options(keep or [])
    helpers = [(one.id, one.name) for one in units if one.kind != "township"]
    form.offer(
        queries.category_options(),
        queries.township_options(),
        [(one.id, one.name) for one in units],
        helpers,
    )
    return form


def _values(rule: DispatchRule) -> dict[str, Any]:
    """Return what stands in the form of a row that is to be replaced."""
    today = clock.today()
    return {
        "category_code": rule.category_code,
        "track": rule.track,
        "township_code": rule.township_code,
        "lead": str(rule.lead_unit_id) if rule.lead_unit_id else TOWNSHIP,
        "co_units": [str(one) for one in queries.co_unit_ids(rule.id)],
        "basis": rule.basis,
        "is_verified": rule.is_verified,
        "valid_from": max(today, rule.valid_from),
        "valid_until": rule.valid_until,
    }


def _saved(form: RuleForm, replaced: DispatchRule | None) -> bool:
    """Write what was typed; on a refusal say why at the head of the form."""
    try:
        with unit_of_work():
            if replaced is None:
                add_rule(form.to_command(), current_user)
            else:
                replace_rule(replaced, form.to_command(), current_user)
    except BadInput as error:
        form.form_errors.append(str(error))
        return False
    return True
