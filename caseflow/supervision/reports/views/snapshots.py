"""Frozen periods: freezing one, making it again, and comparing it with today."""

from __future__ import annotations

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.queries import unit_choices
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.supervision.reports.actions.freezing import freeze
from caseflow.supervision.reports.actions.refreshing import refresh_figures
from caseflow.supervision.reports.forms import FreezeForm
from caseflow.supervision.reports.periods import month_before, read_period
from caseflow.supervision.reports.queries.snapshots import (
    FILES,
    compare,
    get_snapshot,
    make_again,
    snapshot_rows,
)
from caseflow.supervision.reports.reach import reach_of
from caseflow.supervision.reports.views import bp
from caseflow.supervision.reports.views.sheets import as_file


@bp.get("/frozen/")
@requires(Permission.FIGURES_VIEW)
def snapshots() -> str:
    """List the frozen periods within reach."""
    return render_template("figures/snapshots.html", rows=snapshot_rows(reach_of(current_user)))


@bp.route("/frozen/new", methods=["GET", "POST"])
@requires(Permission.FIGURES_FREEZE)
def new_snapshot() -> Response:
    """Freeze a period that is over, with the facts made current just before."""
    month = month_before(clock.today())
    form = FreezeForm(
        first=request.args.get("from") or month.first, last=request.args.get("to") or month.last
    )
    form.unit_id.choices = [("", _("the whole county")), *_units()]
    if form.validate_on_submit():
        try:
            return redirect(url_for("figures.snapshot", snapshot_id=_freeze(form)), 303)
        except BadInput as error:
            form.form_errors.append(str(error))
    page = render_template("figures/freeze.html", form=form)
    return make_response(page, 422 if form.is_submitted() else 200)


def _units() -> list[tuple[str, str]]:
    return [(str(unit_id), name) for unit_id, name in unit_choices()]


def _freeze(form: FreezeForm) -> int:
    typed = {"by": "range", "from": form.first.data, "to": form.last.data}
    period, is_read = read_period(typed, clock.today())
    if not is_read:
        raise BadInput(_("The first month must not be after the last, within ten years."))
    refresh_figures()
    with unit_of_work():
        unit_id = int(form.unit_id.data) if form.unit_id.data else None
        row = freeze(period, unit_id, form.reason.data, current_user.id)
        return row.id


@bp.get("/frozen/<int:snapshot_id>")
@requires(Permission.FIGURES_VIEW)
def snapshot(snapshot_id: int) -> str:
    """Show a frozen period made again from its lines, and whether it is as it was."""
    row, shown = get_snapshot(snapshot_id, reach_of(current_user))
    return render_template("figures/snapshot.html", row=shown, made=make_again(row))


@bp.get("/frozen/<int:snapshot_id>.<ending>")
@requires(Permission.FIGURES_VIEW)
def snapshot_file(snapshot_id: int, ending: str) -> Response:
    """Give a frozen period as a file, made again just now."""
    if ending not in FILES:
        abort(404)
    row, shown = get_snapshot(snapshot_id, reach_of(current_user))
    found = make_again(row)
    if found.faults:
        flash(_("This period is not as it was frozen; no file of it is given out."), "error")
        return redirect(url_for("figures.snapshot", snapshot_id=snapshot_id), 303)
    return as_file(found.files[ending], ending, f"figures-{shown.period}-{snapshot_id}")


@bp.get("/frozen/<int:snapshot_id>/today")
@requires(Permission.FIGURES_VIEW)
def snapshot_today(snapshot_id: int) -> str:
    """Show what today's facts would say of a frozen period, and which lines differ."""
    row, shown = get_snapshot(snapshot_id, reach_of(current_user))
    return render_template("figures/compare.html", row=shown, found=compare(row))
