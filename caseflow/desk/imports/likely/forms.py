"""Which suggestions are merged, and why."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import StopValidation

from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import LongTextField

LONGEST_REASON = 500
MOST_TICKED = 200


class MergeForm(BaseForm):
    """Ticks of the page: each the suggestion's id and the case's version as the page shows it."""

    tick = SelectMultipleField(_l("Suggestions"), validate_choice=False)
    reason = LongTextField(
        _l("Reason"),
        thing=_l("a reason"),
        required=True,
        hint=_l("It stands in the history of every case that is merged."),
    )

    def validate_tick(self, field: Any) -> None:
        if not field.data:
            raise StopValidation(_("Tick at least one suggestion."))
        if len(field.data) > MOST_TICKED:
            raise StopValidation(_("Tick at most %(most)s suggestions.", most=MOST_TICKED))
        if not all(re.fullmatch(r"[0-9]{1,18}\.[0-9]{1,9}", tick) for tick in field.data):
            raise StopValidation(_("The page is incomplete: reload it and try again."))

    def validate_reason(self, field: Any) -> None:
        if len(field.data) > LONGEST_REASON:
            raise StopValidation(_("Enter at most %(most)s characters.", most=LONGEST_REASON))

    def to_command(self) -> list[tuple[int, int]]:
        """Return (suggestion, version of its case) for each tick."""
        pairs = [tick.split(".") for tick in self.tick.data or ()]
        return [(int(likely_id), int(version)) for likely_id, version in pairs]
