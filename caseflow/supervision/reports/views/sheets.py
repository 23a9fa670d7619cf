"""Sheets of a period: assessment of townships, three lists in one table, problem ledger."""

from __future__ import annotations

import structlog
from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.supervision.reports.actions.freezing import CHINESE
from caseflow.supervision.reports.actions.weights import set_weights
from caseflow.supervision.reports.assessment import WEIGHABLE
from caseflow.supervision.reports.forms import WeightsForm
from caseflow.supervision.reports.measures import MEASURES
from caseflow.supervision.reports.papers import PAPERS, Asked
from caseflow.supervision.reports.queries.dashboard import freshness
from caseflow.supervision.reports.queries.names import key_names
from caseflow.supervision.reports.queries.sheets import (
    PROBLEM_STATES,
    present_weights,
    problems,
    township_rows,
)
from caseflow.supervision.reports.reach import reach_of
from caseflow.supervision.reports.views import bp
from caseflow.supervision.reports.views.period import BY, asked_period
from caseflow.supervision.reports.writing.paper import DOCX, docx
from caseflow.supervision.reports.writing.workbook import XLSX, xlsx

log = structlog.get_logger()
SHOWN = 200
"""Problems shown on the page; the files hold them all."""


@bp.get("/sheets")
@requires(Permission.FIGURES_VIEW)
def sheets() -> str:
    """Show the sheets of a period, to be looked at before they are taken along."""
    period, reach, names = asked_period(), reach_of(current_user), key_names()
    weights = present_weights()
    return render_template(
        "figures/sheets.html",
        period=period,
        by=BY,
        papers=PAPERS,
        measures=MEASURES,
        weights=weights,
        townships=township_rows(period, reach, weights, names["township"]),
        problems=problems(period, reach, current_user, SHOWN),
        most=SHOWN,
        states=PROBLEM_STATES,
        names=names,
        fresh=freshness(),
    )


@bp.get("/sheets/<kind>.<ending>")
@requires(Permission.FIGURES_VIEW)
def sheet_file(kind: str, ending: str) -> Response:
    """Give a sheet as a file."""
    if kind not in PAPERS or ending not in {"xlsx", "docx"}:
        abort(404)
    period, reach = asked_period(), reach_of(current_user)
    with force_locale(CHINESE):
        sheet = PAPERS[kind].make(Asked(period, reach, current_user, freshness().as_of))
    content = xlsx(sheet) if ending == "xlsx" else docx(sheet)
    log.info("sheet", kind=kind, ending=ending, period=period.key, actor=current_user.id)
    return as_file(content, ending, f"{kind}-{period.key}")


def as_file(content: bytes, ending: str, name: str) -> Response:
    """Return a file to be kept."""
    types = {"xlsx": XLSX, "docx": DOCX, "json": "application/json"}
    response = make_response(content)
    response.headers["Content-Type"] = types[ending]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


@bp.route("/sheets/weights", methods=["GET", "POST"])
@requires(Permission.FIGURES_FREEZE)
def weights() -> Response:
    """Set how much each measure counts in the assessment of townships."""
    present = present_weights()
    filled = {f"weight_{name}": int(present.by_measure.get(name, 0)) for name in WEIGHABLE}
    form = WeightsForm(data=None if request.method == "POST" else filled)
    if form.validate_on_submit():
        if sum(form.weights().values()) == 100:
            with unit_of_work():
                set_weights(form.weights(), form.basis.data, current_user.id)
            flash(_("The weights are saved."))
            return redirect(url_for("figures.sheets"), 303)
        form.form_errors.append(
            _("The weights together must be 100; they are %(sum)s.",
              sum=f"{sum(form.weights().values()):g}")
        )  # fmt: skip
    page = render_template("figures/weights.html", form=form, present=present)
    return make_response(page, 422 if form.is_submitted() else 200)
