"""Sentences for codes of pure files, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from caseflow.ground.i18n import N_

HORN_FAULTS: dict[str, str] = {
    "empty": N_("The table holds no rows."),
    "missing": N_("The column %(detail)s is missing."),
    "unknown": N_("The column %(detail)s is not known here, or stands there twice."),
    "personal": N_(
        "The column %(detail)s names persons: it is taken only with a stated legal basis."
    ),
    "many": N_("The table has more than %(detail)s rows."),
    "gap": N_("Line %(detail)s has empty or superfluous cells."),
    "unreadable": N_("This is no CSV table, or one of its cells is far too long."),
    "long": N_("A cell of line %(detail)s is too long."),
}


def horn_fault(code: str, detail: str) -> str:
    """Return a fault of a horn table as a sentence."""
    return str(_(HORN_FAULTS[code], detail=detail))
