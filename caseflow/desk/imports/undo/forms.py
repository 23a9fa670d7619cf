"""Why an import is taken back."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import LongTextField

LONGEST_REASON = 500


class UndoForm(BaseForm):
    """The reason stands in the history of every case and in the list of void numbers."""

    reason = LongTextField(
        _l("Reason"),
        thing=_l("a reason"),
        required=True,
        hint=_l("It stands in the history of every case and in the list of void numbers."),
    )

    def validate_reason(self, field: Any) -> None:
        if len(field.data) > LONGEST_REASON:
            raise StopValidation(_("Enter at most %(most)s characters.", most=LONGEST_REASON))

    def to_command(self) -> str:
        """Return the reason."""
        return str(self.reason.data).strip()
