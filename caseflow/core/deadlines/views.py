"""The working calendar with its lists, and the terms with the bureau's own figures."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.deadlines.actions import set_term
from caseflow.core.deadlines.calendar_data import BadList, read_list
from caseflow.core.deadlines.forms import ApplyListForm, CalendarListForm, TermForm
from caseflow.core.deadlines.importing import Plan, import_calendar, plan_import, shown_moves
from caseflow.core.deadlines.queries import (
    calendar_years,
    lists_taken,
    missing_year,
    term_decisions,
    term_row,
    term_rows,
)
from caseflow.core.deadlines.rules import (
    APPROVER_LABELS,
    SUSPENSIONS,
    UNIT_LABELS,
    DayUnit,
    settable_units,
)
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import may, requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("calendar", __name__, url_prefix="/calendar")
terms_bp = Blueprint("terms", __name__, url_prefix="/terms")
LARGEST = 1_000_000
"""Bytes of a list: a year's takes a few thousand."""


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.CALENDAR_MANAGE)
def index() -> Response:
    """Show the years; read a list and show which open deadlines it would move."""
    form = CalendarListForm()
    if form.validate_on_submit():
        raw = form.file.data.read(LARGEST)
        try:
            year, days = read_list(raw)
        except BadList as error:
            form.file.errors = [_(error.msgid, **error.facts)]
        else:
            return _preview(plan_import(year, days, raw), raw)
    page = render_template(
        "calendar/index.html", form=form, years=calendar_years(), taken=lists_taken()
    )
    return make_response(page, 422 if form.is_submitted() else 200)


def _preview(plan: Plan, raw: bytes, reason: str = "") -> Response:
    form = ApplyListForm(formdata=None, body=b64encode(raw).decode(), key=plan.key)
    page = render_template(
        "calendar/preview.html",
        form=form,
        plan=plan,
        moves=shown_moves(plan),
        reason=reason,
        may_open=may(Permission.CASE_VIEW),
    )
    return make_response(page, 409 if reason else 200)


@bp.post("/apply")
@requires(Permission.CALENDAR_MANAGE)
def apply() -> Response:
    """Take in the list that was looked at, if it would still move the same deadlines."""
    form = ApplyListForm()
    try:
        raw = b64decode(str(form.body.data or ""), validate=True)
        year, days = read_list(raw)
    except binascii.Error:
        flash(_("The page is incomplete: choose the file again."), "error")
        return redirect(url_for("calendar.index"), 303)
    except BadList as error:
        flash(_(error.msgid, **error.facts), "error")
        return redirect(url_for("calendar.index"), 303)
    with unit_of_work():
        plan = plan_import(year, days, raw)
        if plan.key == form.key.data:
            moved = len(import_calendar(year, days, current_user.id, raw))
            words = _("The list of %(year)s is taken in: %(count)s open deadlines moved.",
                      year=year, count=moved)  # fmt: skip
            flash(words)
            return redirect(url_for("calendar.index"), 303)
    return _preview(plan, raw, _("Deadlines have changed since you looked: look again."))


@bp.app_template_global()
def missing_calendar_year() -> int | None:
    """Return the year whose list should be here and is not, for the banner."""
    return missing_year()


@terms_bp.get("/", endpoint="index")
@requires(Permission.TERM_VIEW)
def index_of_terms() -> str:
    """List every term with its figure, source and whether the text was read."""
    return render_template(
        "terms/index.html",
        rows=term_rows(),
        units=UNIT_LABELS,
        approvers=APPROVER_LABELS,
        suspensions=SUSPENSIONS,
    )


@terms_bp.route("/<rule_id>", methods=["GET", "POST"])
@requires(Permission.TERM_MANAGE)
def edit(rule_id: str) -> Response:
    """Set the bureau's own figure for a term of practice; a term of the law has no such page."""
    row = term_row(rule_id)
    if row is None or not settable_units(row.rule):
        abort(404)
    form = TermForm(amount=row.rule.amount, unit=row.rule.unit, valid_from=clock.today())
    form.unit.choices = [(unit, _(UNIT_LABELS[unit])) for unit in settable_units(row.rule)]
    if form.validate_on_submit() and _take_term(form, rule_id):
        return redirect(url_for("terms.index"), 303)
    page = render_template(
        "terms/edit.html", form=form, row=row, units=UNIT_LABELS, past=term_decisions(rule_id)
    )
    return make_response(page, 422 if form.is_submitted() else 200)


def _take_term(form: TermForm, rule_id: str) -> bool:
    amount, valid_from = form.amount.data, form.valid_from.data
    assert amount is not None, "a valid form has a number"
    assert valid_from is not None, "a valid form has a day"
    try:
        with unit_of_work():
            set_term(
                rule_id,
                amount,
                DayUnit(form.unit.data),
                valid_from,
                form.basis.data,
                current_user.id,
                is_confirmed=bool(form.is_confirmed.data),
            )
    except BadInput as error:
        form.form_errors.append(str(error))
        return False
    flash(_("The figure is saved."))
    return True
