"""The inputs of freezing a period, and of weighting the assessment of townships."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange, Regexp

from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import SelectOneField, TextField, WholeNumberField
from caseflow.supervision.reports.assessment import WEIGHABLE
from caseflow.supervision.reports.measures import MEASURES

MONTH = r"^\s*\d{4}-(0[1-9]|1[0-2])\s*$"


class FreezeForm(BaseForm):
    """A period that is over, whose figures it is, and why they are frozen."""

    first = TextField(
        _l("From month"),
        thing=_l("a month"),
        required=True,
        validators=[Regexp(MONTH, message=_l("Enter a month such as 2026-03."))],
        hint=_l("A month such as 2026-03."),
        width="sm",
    )
    last = TextField(
        _l("To month"),
        thing=_l("a month"),
        required=True,
        validators=[Regexp(MONTH, message=_l("Enter a month such as 2026-03."))],
        hint=_l("The same month again for a single one."),
        width="sm",
    )
    unit_id = SelectOneField(_l("Whose figures"), thing=_l("whose figures"), coerce=str)
    reason = TextField(
        _l("What for"),
        thing=_l("what they are frozen for"),
        required=True,
        hint=_l("Such as: report of the third quarter."),
    )


class WeightsForm(BaseForm):
    """Points of a hundred for each measure, and the decision they rest on."""

    basis = TextField(
        _l("Basis"),
        thing=_l("the decision or document"),
        required=True,
        hint=_l("Such as the number of the document."),
    )

    def weights(self) -> dict[str, float]:
        """Return the points typed, by measure."""
        return {name: float(self[f"weight_{name}"].data or 0) for name in WEIGHABLE}

    def measured(self) -> list[object]:
        """Return the fields of the weights in the order of the table."""
        return [self[f"weight_{name}"] for name in WEIGHABLE]


for _name in WEIGHABLE:
    setattr(
        WeightsForm,
        f"weight_{_name}",
        WholeNumberField(
            _l(MEASURES[_name].label),
            thing=_l("a number"),
            width="xs",
            validators=[NumberRange(0, 100, _l("Enter a number from 0 to 100."))],
        ),
    )
