"""The inputs of the calendar page (a year's list as a file) and of a term's page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange

from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import (
    DayField,
    OneOfField,
    TextField,
    UploadField,
    WholeNumberField,
)


class CalendarListForm(BaseForm):
    """A State Council list in JSON."""

    file = UploadField(
        _l("List of a year"),
        thing=_l("a file"),
        required=True,
        hint=_l("JSON with year, papers and days, as the holiday-cn project writes it."),
        render_kw={"accept": ".json,application/json"},
    )


class TermForm(BaseForm):
    """The bureau's own figure for a term of practice."""

    amount = WholeNumberField(
        _l("How many"),
        thing=_l("a number"),
        required=True,
        validators=[NumberRange(1, 365, _l("Enter a number from 1 to 365."))],
    )
    unit = OneOfField(_l("Counted in"), thing=_l("what it is counted in"), required=True)
    valid_from = DayField(
        _l("For clocks started from"),
        thing=_l("a day"),
        required=True,
        is_ahead=True,
        hint=_l("Today or later. Clocks that run keep the days they were started with."),
    )
    basis = TextField(
        _l("Basis"),
        thing=_l("the decision or document"),
        required=True,
        hint=_l("Such as the number of the document; deadlines name it as their source."),
    )
