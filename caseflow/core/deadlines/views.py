"""The working calendar: which years are official, and taking in the list of a new one."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.core.deadlines.actions import import_calendar
from caseflow.core.deadlines.calendar_data import BadList, read_list
from caseflow.core.deadlines.forms import CalendarListForm
from caseflow.core.deadlines.queries import calendar_years
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission

bp = Blueprint("calendar", __name__, url_prefix="/calendar")
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
