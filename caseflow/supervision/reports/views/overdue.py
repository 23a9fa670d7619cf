"""The overdue report over answered petitions."""

from __future__ import annotations

from flask import render_template, request
from flask_login import current_user

from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.supervision.reports.queries.dashboard import freshness
from caseflow.supervision.reports.queries.names import key_names
from caseflow.supervision.reports.queries.overdue import (
    LIMITS,
    clauses,
    origins,
    overdue_report,
    slow_answers,
)
from caseflow.supervision.reports.reach import reach_of
from caseflow.supervision.reports.views import bp
from caseflow.supervision.reports.views.period import BY, asked_period


@bp.get("/overdue")
@requires(Permission.FIGURES_VIEW)
def overdue() -> str:
    """Show how long answered petitions took, and those over a limit."""
    reach, origin = reach_of(current_user), request.args.get("origin", "")
    is_dated = bool(request.args.get("from") or request.args.get("by"))
    period = asked_period() if is_dated else None
    first, last = (period.first, period.last) if period else ("", "")
    over = request.args.get("over", "")
    over = over if over in LIMITS else ""
    where = clauses(reach, origin, first, last, over)
    return render_template(
        "figures/overdue.html",
        report=overdue_report(reach, origin=origin, first=first, last=last),
        limits=LIMITS,
        over=over,
        origin=origin,
        origins=origins(reach),
        period=period,
        by=BY,
        names=key_names(),
        page=slow_answers(where, current_user, request.args.get("page")),
        fresh=freshness(),
    )
