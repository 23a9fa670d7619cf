"""Forms around a publication: replies, demands, pictures, criteria, a day to look back to."""

from __future__ import annotations

import math
import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, NumberRange, ValidationError

from caseflow.ground.web.base_form import BaseForm, VersionedForm
from caseflow.ground.web.fields import (
    DayField,
    LongTextField,
    SelectOneField,
    TextField,
    WholeNumberField,
    YesField,
)

_TOO_LONG = _l("Enter at most %(max)d characters.")
MOST_REGIONS = 60
DECIMALS = 4
"""To which a side is kept, of a whole of 1: a hundredth of a percent."""


class _Typed(VersionedForm):
    """A form whose inputs can be shown beside what others did since."""

    def typed(self) -> list[tuple[str, str, str]]:
        """Return (name, label, text as typed) of every input."""
        fields = [field for field in self if field.name not in {"version", "csrf_token"}]
        return [(f.name, str(f.label.text), _as_text(f)) for f in fields]


def _as_text(field: Any) -> str:
    if field.raw_data:
        return str(field.raw_data[0])
    return str(field.data) if field.data is not None else ""


class NoticeForm(_Typed):
    """A site was told that it is to be named."""

    noticed_on = DayField(_l("Told on"), thing=_l("the day"), required=True)
    way = TextField(
        _l("How, and to whom"),
        [Length(max=100, message=_TOO_LONG)],
        thing=_l("how it was told"),
        required=True,
        width="full",
        hint=_l("Such as: written notice with its number, served on the site’s manager."),
    )
    answer_by = DayField(
        _l("It may answer until"), thing=_l("the last day"), required=True, is_ahead=True
    )


class AnswerForm(_Typed):
    """What a site answered."""

    answered_on = DayField(_l("Answered on"), thing=_l("the day"), required=True)
    answer = LongTextField(
        _l("Answer"), thing=_l("the answer"), required=True, rows=5, width="full"
    )


class ConsiderForm(_Typed):
    """What was decided on an answer."""

    considered = LongTextField(
        _l("What was decided on it, and why"),
        [Length(max=300, message=_TOO_LONG)],
        thing=_l("what was decided"),
        required=True,
        rows=3,
        width="full",
    )


class DemandForm(_Typed):
    """A ground to withdraw a published page."""

    known_on = DayField(
        _l("Known since"),
        thing=_l("the day"),
        required=True,
        hint=_l("The term of three working days counts from here."),
    )
    ground = LongTextField(
        _l("Ground"),
        [Length(max=300, message=_TOO_LONG)],
        thing=_l("the ground"),
        required=True,
        rows=3,
        width="full",
        hint=_l("Such as: the decision was annulled by a judgment, with its number."),
    )


class StayForm(_Typed):
    """Why a page may stay although a ground was recorded."""

    reason = LongTextField(
        _l("Reason"),
        [Length(max=300, message=_TOO_LONG)],
        thing=_l("a reason"),
        required=True,
        rows=3,
        width="full",
    )


class ChoosePictureForm(_Typed):
    """A picture of the evidence."""

    evidence = SelectOneField(
        _l("Picture"), thing=_l("a picture"), required=True, coerce=int, width="full"
    )
    caption = TextField(
        _l("What it shows"),
        [Length(max=200, message=_TOO_LONG)],
        thing=_l("what it shows"),
        required=True,
        width="full",
        hint=_l("The public reads it below the picture, and hears it in place of it."),
    )


class BrushForm(_Typed):
    """What is covered in a picture."""

    caption = TextField(
        _l("What it shows"),
        [Length(max=200, message=_TOO_LONG)],
        thing=_l("what it shows"),
        required=True,
        width="full",
    )
    regions = LongTextField(
        _l("Covered rectangles"),
        [Length(max=4000, message=_TOO_LONG)],
        rows=4,
        width="full",
        hint=_l(
            "One on each line: left, top, width, height in percent of the picture, such as "
            "12 30 8 10."
        ),
    )
    is_covered = YesField(_l("Faces, plates and door numbers are covered"))

    def validate_regions(self, field: Any) -> None:
        """Refuse lines that are no rectangles, and too many of them."""
        try:
            read_regions(field.data or "")
        except ValueError as error:
            raise ValidationError(str(error)) from error

    @property
    def rectangles(self) -> list[list[float]]:
        return read_regions(self.regions.data or "")


def read_regions(lines: str) -> list[list[float]]:
    """Return rectangles as parts of the whole from typed percents. Raises ValueError, in words."""
    typed = [(number, line) for number, line in enumerate(lines.splitlines(), 1) if line.strip()]
    found = [_rectangle(number, line.strip()) for number, line in typed]
    if len(found) > MOST_REGIONS:
        raise ValueError(_("At most %(count)s rectangles.", count=MOST_REGIONS))
    return found


def _rectangle(number: int, line: str) -> list[float]:
    """Return the rectangle of a line that holds something."""
    try:
        sides = [round(float(one) / 100, DECIMALS) for one in re.split(r"[\s,，]+", line)]
        left, top, width, height = sides
    except ValueError as error:
        raise ValueError(_("Line %(line)s is no rectangle.", line=number)) from error
    if not all(map(math.isfinite, sides)):
        raise ValueError(_("Line %(line)s is no rectangle.", line=number))
    if min(width, height) <= 0:
        raise ValueError(
            _("The rectangle of line %(line)s has no size: give 0.01 or more.", line=number)
        )
    if min(left, top) < 0 or max(left + width, top + height) > 1.001:
        raise ValueError(_("The rectangle of line %(line)s leaves the picture.", line=number))
    return sides


def as_percents(regions: Any) -> str:
    """Return rectangles as lines of percents, as they are typed."""
    return "\n".join(" ".join(f"{side * 100:g}" for side in sides) for sides in regions)


class CriterionForm(BaseForm):
    """The bureau's own figure for a criterion, from a day on."""

    amount = WholeNumberField(_l("Figure"), thing=_l("a figure"), required=True)
    valid_from = DayField(_l("Holds from"), thing=_l("the day"), required=True, is_ahead=True)
    basis = TextField(
        _l("Decided by"),
        thing=_l("the document or decision"),
        required=True,
        width="full",
        hint=_l("The document or decision, with its number or day."),
    )


def criterion_form(least: int, most: int) -> CriterionForm:
    """Return the form of a figure between two limits."""
    sentence = _("Enter a number from %(least)s to %(most)s.", least=least, most=most)
    field = WholeNumberField(
        _l("Figure"),
        [NumberRange(least, most, message=sentence)],
        thing=_l("a figure"),
        required=True,
    )
    form: CriterionForm = type("OneCriterionForm", (CriterionForm,), {"amount": field})()
    return form


class LookBackForm(BaseForm):
    """The day of which is asked what was public."""

    class Meta:
        csrf = False

    day = DayField(_l("Day"), thing=_l("a day"), required=True)
