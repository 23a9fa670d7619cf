"""Words that the templates of cases ask for: clocks, and the steps of a deadline's explanation."""

from __future__ import annotations

from flask_babel import gettext as _

from caseflow.core.cases.views.blueprint import bp
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.ground.i18n import N_

STEP_KINDS: dict[str, str] = {
    "start": N_("Starts; this day is not counted"),
    "skipped": N_("Not counted"),
    "made_up": N_("Counted: a weekend day worked instead"),
    "suspended": N_("Not counted: suspended"),
    "pausing": N_("Suspended from this day on; the due day moves when it is resumed"),
    "fixed": N_("The day was set"),
    "rolled": N_("Moved to the next working day"),
    "provisional": N_("Provisional: the holidays of that year are not published yet"),
    "due": N_("Due"),
}


@bp.app_template_global()
def clock_name(clock: str) -> str:
    """Return a clock's name in the language of the page."""
    return str(_(CLOCK_LABELS[clock]))


@bp.app_template_global()
def step_kind(kind: str, amount: int) -> str:
    """Return what a step of an explanation did."""
    if kind == "extended":
        return str(_("Extended by %(amount)s days", amount=amount))
    return str(_(STEP_KINDS[kind]))


@bp.app_template_global()
def step_reason(reason: str) -> str:
    """Return why: a msgid of the calendar (“weekend”), a holiday's name, or words typed."""
    return str(_(reason))
