"""The period of a page, read from its address."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext as _

from caseflow.ground import clock
from caseflow.ground.i18n import N_
from caseflow.supervision.reports.periods import Period, read_period

BY: dict[str, str] = {
    "year": N_("year"),
    "quarter": N_("quarter"),
    "month": N_("month"),
    "range": N_("from – to"),
}


def asked_period() -> Period:
    """Return the period of the query string; what cannot be read is said."""
    period, is_read = read_period(request.args, clock.today())
    if not is_read:
        flash(
            _("This is not a period: give months such as 2026-03, the first not after the last, "
              "at most ten years. The year so far is shown."),
            "warning",
        )  # fmt: skip
    return period
