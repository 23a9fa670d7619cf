"""One form with every kind of field, and one that is always sent back with errors."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from caseflow.ground.web.base_form import VersionedForm
from caseflow.ground.web.fields import (
    ChecksField,
    DayField,
    FilesField,
    LongTextField,
    OneOfField,
    PhoneField,
    PinyinChoiceField,
    SelectOneField,
    TextField,
    WholeNumberField,
    YesField,
)

TOWNSHIPS = ("忠州街道", "白公街道", "新生街道", "汝溪镇", "拔山镇", "石宝镇", "乌杨街道", "洋渡镇")


class SampleForm(VersionedForm):
    """Every kind of field."""

    phone = PhoneField(
        _l("Telephone"),
        thing=_l("a telephone number"),
        required=True,
        hint=_l("With area code, or a mobile number. Blanks and dashes are welcome."),
        autocomplete="off",
        inputmode="tel",
        width="md",
    )
    subject = TextField(_l("Subject"), thing=_l("a subject"), required=True)
    township = PinyinChoiceField(
        _l("Township"),
        thing=_l("a township"),
        required=True,
        hint=_l("Type characters, pinyin or initials."),
        choices=[(name, name) for name in TOWNSHIPS],
        width="md",
    )
    reason = SelectOneField(
        _l("Reason"),
        thing=_l("a reason"),
        choices=[("competence", _l("Not our competence")), ("place", _l("Outside the county"))],
        width="md",
    )
    kind = OneOfField(
        _l("Kind"),
        thing=_l("a kind"),
        required=True,
        choices=[("report", _l("Report of a violation")), ("consultation", _l("Consultation"))],
    )
    pollution = ChecksField(
        _l("Pollution"),
        thing=_l("the kinds of pollution"),
        choices=[("noise", _l("Noise")), ("air", _l("Air")), ("water", _l("Water"))],
    )
    due_on = DayField(_l("Put right by"), thing=_l("a day"), is_ahead=True, required=True)
    days = WholeNumberField(_l("Working days"), thing=_l("a number of days"))
    words = LongTextField(
        _l("What happened"), thing=_l("what happened"), required=True, rows=4, keep="styleguide"
    )
    files = FilesField(_l("Evidence"), thing=_l("at least one picture"), accept="image/*")
    is_urgent = YesField(_l("Urgent"), thing=_l("that it is urgent"))
