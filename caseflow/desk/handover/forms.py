"""The forms of handing over: to whom, why, and single cases to somebody of their own."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from caseflow.desk.handover.actions import HandoverCommand
from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import LongTextField, PinyinChoiceField

UNIT_DECIDES = 0
"""Chosen instead of a person: the unit keeps it and its head is told."""

_LONG = Length(max=500, message=_l("Enter at most %(max)d characters."))


class HandoverForm(BaseForm):
    """Everything of one person to one colleague, single cases to others."""

    to_id = PinyinChoiceField(
        _l("To whom"),
        thing=_l("to whom"),
        required=True,
        coerce=int,
        hint=_l("Only people who may do the same work and are there today."),
    )
    reason = LongTextField(
        _l("Reason"),
        [_LONG],
        thing=_l("a reason"),
        required=True,
        rows=2,
        hint=_l("It stands in the history of every case, such as transfer to another office."),
    )

    def command_of(self, typed: Mapping[str, str]) -> HandoverCommand:
        """Return the command; `typed`: the form as sent, with `case-<id>` for single cases."""
        by_case = {
            int(name.removeprefix("case-")): int(value) or None
            for name, value in typed.items()
            if name.startswith("case-") and name[5:].isdecimal() and value.isdecimal()
        }
        return HandoverCommand(self.to_id.data or None, self.reason.data, by_case)


class MergeForm(BaseForm):
    """Everything of one unit to another, which is then closed."""

    successor_id = PinyinChoiceField(
        _l("Into which unit"), thing=_l("a unit"), required=True, coerce=int
    )
    reason = LongTextField(
        _l("Reason"),
        [_LONG],
        thing=_l("a reason"),
        required=True,
        rows=2,
        hint=_l("The decision it rests on; it stands in the history of every case."),
    )
