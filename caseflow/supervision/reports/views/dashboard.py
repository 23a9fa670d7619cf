"""The dashboard, and the lines behind each of its figures."""

from __future__ import annotations

import structlog
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from redis.exceptions import RedisError
from werkzeug.wrappers import Response

from caseflow.ground.errors import CaseflowError
from caseflow.ground.i18n import N_
from caseflow.ground.jobs.queues import MAINTENANCE, enqueue
from caseflow.ground.unit_of_work import after_commit, unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.supervision.reports import showing
from caseflow.supervision.reports.actions.refreshing import OPEN, ask_for_refresh
from caseflow.supervision.reports.counting import ALL
from caseflow.supervision.reports.measures import KIND_LABELS, MEASURES, STATUS_LABELS
from caseflow.supervision.reports.queries.dashboard import board, freshness, officers_by_unit
from caseflow.supervision.reports.queries.lines import (
    DENOMINATOR,
    EXCLUDED,
    NUMERATOR,
    PARTS,
    UNMET,
    Opened,
    is_known,
    lines_page,
    part_counts,
)
from caseflow.supervision.reports.queries.names import key_names
from caseflow.supervision.reports.reach import reach_of
from caseflow.supervision.reports.views import bp
from caseflow.supervision.reports.views.period import BY, asked_period

log = structlog.get_logger()
PART_LABELS: dict[str, str] = {
    NUMERATOR: N_("In the numerator"),
    UNMET: N_("Not in the numerator"),
    DENOMINATOR: N_("Denominator"),
    EXCLUDED: N_("Left out"),
}
JOB, JOB_LIMIT_S = "workers.jobs.figures.refresh", 14_400


@bp.get("/")
@requires(Permission.FIGURES_VIEW)
def index() -> str:
    """Show the figures of a period within the person's reach."""
    period, reach = asked_period(), reach_of(current_user)
    measure = request.args.get("measure", "received")
    if measure not in MEASURES:
        measure = "received"
    found, names = board(period, reach), key_names()
    return render_template(
        "figures/index.html",
        period=period,
        by=BY,
        measures=MEASURES,
        measure=measure,
        statuses=STATUS_LABELS,
        fresh=freshness(),
        rows=showing.measure_rows(found, period),
        by_dimension=showing.dimension_rows(found, names, measure, period),
        dimension_labels=showing.DIMENSION_LABELS,
        key_labels=showing.KEY_LABELS,
        ages=showing.age_rows(found, names, period),
        workload=showing.workload_rows(found, names, officers_by_unit(), period),
        months=found.by_month,
        volume=showing.volume_chart(found),
        rates=showing.rate_chart(found),
        trend_rates=showing.TREND_RATES,
        is_county=reach.units is None,
    )


@bp.post("/refresh")
@requires(Permission.FIGURES_VIEW)
def refresh() -> Response:
    """Ask a worker to count now."""
    with unit_of_work():
        ask_for_refresh()
        after_commit("figures", wake)
    flash(_("The figures are being counted anew; look again in a moment."))
    return redirect(request.referrer or url_for("figures.index"), 303)


def wake() -> None:
    """Ask a worker to look now; with Redis away the periodic job does it."""
    try:
        enqueue(MAINTENANCE, JOB, limit_s=JOB_LIMIT_S)
    except (RedisError, CaseflowError) as error:
        log.warning("figures not woken, the periodic job will", error=type(error).__name__)


def _opened() -> Opened:
    """Return the figure named in the query string; 404 where there is none such."""
    args, period = request.args, asked_period()
    opened = Opened(
        args.get("measure", ""),
        args.get("part", NUMERATOR),
        period,
        args.get("dimension", ALL),
        args.get("key", ""),
    )
    if not is_known(opened):
        abort(404)
    return opened


@bp.get("/lines")
@requires(Permission.FIGURES_VIEW)
def lines() -> str:
    """List the lines behind a figure."""
    opened, reach = _opened(), reach_of(current_user)
    names = key_names()
    measure = MEASURES.get(opened.measure)
    tabs, counts = [], part_counts(opened, reach)
    if measure is not None:
        for part in PARTS:
            one = Opened(opened.measure, part, opened.period, opened.dimension, opened.key)
            if is_known(one):
                href = showing.lines_href(one.measure, part, one.period, one.dimension, one.key)
                tabs.append((_(PART_LABELS[part]), href, part == opened.part, counts[part]))
    return render_template(
        "figures/lines.html",
        opened=opened,
        measure=measure,
        is_open_figure=opened.measure == OPEN,
        kinds=KIND_LABELS,
        statuses=STATUS_LABELS,
        tabs=tabs,
        count=counts[opened.part],
        page=lines_page(opened, reach, current_user, request.args.get("page")),
        names=names,
        key_name=names.get(opened.dimension, {}).get(opened.key, opened.key),
        fresh=freshness(),
    )
