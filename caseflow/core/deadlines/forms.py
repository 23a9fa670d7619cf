"""The inputs of the calendar pages (lists, special periods, schools) and of a term's page."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length, NumberRange, ValidationError

from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import (
    DayField,
    OneOfField,
    PinyinChoiceField,
    TextField,
    UploadField,
    WholeNumberField,
    YesField,
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


class ApplyListForm(BaseForm):
    """A list that was looked at, as it was sent (Base64), and the key of what it would move."""

    body = HiddenField()
    key = HiddenField()


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
    is_confirmed = YesField(
        _l("This is our own rule"),
        hint=_l("Ticked, the figure counts as confirmed and is no example any more."),
    )


class PeriodForm(BaseForm):
    """An examination period, or another occasion for quiet near schools."""

    name = TextField(
        _l("Name of the period"),
        [Length(max=60, message=_l("Enter at most %(max)d characters."))],
        thing=_l("a name"),
        required=True,
        hint=_l("As the flag of a case says it, such as 2027年高考."),
    )
    kind = OneOfField(_l("Occasion"), thing=_l("an occasion"), required=True)
    first_on = DayField(_l("First day"), thing=_l("the first day"), required=True, is_ahead=True)
    last_on = DayField(_l("Last day"), thing=_l("the last day"), required=True, is_ahead=True)
    hours = TextField(
        _l("Hours"),
        [Length(max=100, message=_l("Enter at most %(max)d characters."))],
        hint=_l("In words, such as 22:00–06:00 and the hours of the papers."),
    )
    basis = TextField(
        _l("Basis"),
        [Length(max=200, message=_l("Enter at most %(max)d characters."))],
        thing=_l("the decision or document"),
        required=True,
        hint=_l("Such as the number of the notice."),
    )
    is_active = YesField(_l("In use"))

    def validate_last_on(self, field: DayField) -> None:
        if field.data and self.first_on.data and field.data < self.first_on.data:
            raise ValidationError(_("The last day lies before the first."))

    def to_command(self) -> dict[str, Any]:
        names = ("name", "kind", "first_on", "last_on", "hours", "basis", "is_active")
        return {name: self[name].data for name in names}


class PlaceForm(BaseForm):
    """A school that is to have its quiet: known by a point with a radius, or by words."""

    name = TextField(
        _l("Name of the school"),
        [Length(min=2, max=60, message=_l("Enter %(min)d to %(max)d characters."))],
        thing=_l("a name"),
        required=True,
        hint=_l("A petition that names it lies near it."),
    )
    township_code = PinyinChoiceField(_l("Township"), width="md")
    address_words = TextField(
        _l("Words of addresses around it"),
        [Length(max=200, message=_l("Enter at most %(max)d characters."))],
        hint=_l("Streets and compounds, parted by spaces."),
        width="lg",
    )
    point = TextField(
        _l("Point"),
        hint=_l("Longitude and latitude, such as 108.038,30.301."),
    )
    radius_m = WholeNumberField(
        _l("Radius in metres"),
        thing=_l("a radius"),
        required=True,
        validators=[NumberRange(50, 5000, _l("Enter a number from 50 to 5000."))],
    )
    is_active = YesField(_l("In use"))

    def validate_point(self, field: TextField) -> None:
        if field.data and _point(field.data) is None:
            raise ValidationError(_("Enter longitude and latitude, such as 108.038,30.301."))

    def to_command(self) -> dict[str, Any]:
        longitude, latitude = _point(self.point.data or "") or (None, None)
        return {
            "name": self.name.data,
            "township_code": self.township_code.data or None,
            "address_words": " ".join((self.address_words.data or "").split()),
            "longitude": longitude,
            "latitude": latitude,
            "radius_m": self.radius_m.data,
            "is_active": bool(self.is_active.data),
        }


def _point(text: str) -> tuple[float, float] | None:
    """Return longitude and latitude in China, or None: full-width signs and spaces are welcome."""
    parts = unicodedata.normalize("NFKC", text).replace("，", ",").replace("、", ",").split(",")
    try:
        longitude, latitude = (float(part) for part in parts)
    except ValueError:
        return None
    return (longitude, latitude) if 73 < longitude < 136 and 3 < latitude < 54 else None
