"""The working calendar with its lists, and the terms with the bureau's own figures."""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.deadlines.actions import import_calendar, set_term
from caseflow.core.deadlines.calendar_data import BadList, read_list
from caseflow.core.deadlines.forms import CalendarListForm, TermForm
from caseflow.core.deadlines.queries import (
    calendar_years,
    term_decisions,
    term_row,
    term_rows,
)
from caseflow.core.deadlines.rules import UNIT_LABELS, DayUnit, settable_units
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("calendar", __name__, url_prefix="/calendar")
terms_bp = Blueprint("terms", __name__, url_prefix="/terms")
LARGEST = 1_000_000
"""Bytes of a list: a year's takes a few thousand."""


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.CALENDAR_MANAGE)
def index() -> Response:
    """Show the years; take in a list and tell how many open deadlines moved."""
    form = CalendarListForm()
    if form.validate_on_submit():
        try:
            year, days = read_list(form.file.data.read(LARGEST))
            with unit_of_work():
                moved = len(import_calendar(year, days, current_user.id))
        except BadList as error:
            form.file.errors = [_(error.msgid, **error.facts)]
        else:
            words = _("The list of %(year)s is taken in: %(count)s open deadlines moved.",
                      year=year, count=moved)  # fmt: skip
            flash(words)
            return redirect(url_for("calendar.index"), 303)
    page = render_template("calendar/index.html", form=form, years=calendar_years())
    return make_response(page, 422 if form.is_submitted() else 200)


@terms_bp.get("/", endpoint="index")
@requires(Permission.TERM_VIEW)
def index_of_terms() -> str:
    """List every term with its figure, source and whether the text was read."""
    return render_template("terms/index.html", rows=term_rows(), units=UNIT_LABELS)


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
            )
    except BadInput as error:
        form.form_errors.append(str(error))
        return False
    flash(_("The figure is saved."))
    return True
