"""The form of a canned text, and the check that nothing marked is sent. Shape and wording only."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, ValidationError

from caseflow.core.texts.actions import TextCommand
from caseflow.core.texts.rules import PLACES, VARIABLES, as_written, left_to_fill, unknown_variables
from caseflow.ground.web.base_form import VersionedForm
from caseflow.ground.web.fields import (
    ChecksField,
    DayField,
    LongTextField,
    PinyinChoiceField,
    TextField,
)


class NothingLeftToFill:
    """Refuse words in which a mark of a canned text still stands."""

    def __call__(self, form: Any, field: Any) -> None:
        left = left_to_fill(field.data or "")
        if left:
            raise ValidationError(
                _("Fill in or remove what is marked: %(marks)s", marks=" ".join(left[:3]))
            )


class TextForm(VersionedForm):
    """One canned text. `reason` is asked for when there is a version before."""

    keywords = TextField(
        _l("Keywords"),
        thing=_l("a keyword"),
        required=True,
        hint=_l("Separated by blanks; the first is its short name. Pinyin initials find them too."),
        width="lg",
    )
    title = TextField(
        _l("Title"),
        [Length(max=100, message=_l("Enter at most %(max)d characters."))],
        thing=_l("a title"),
        required=True,
        width="lg",
    )
    body = LongTextField(
        _l("Words"),
        thing=_l("the words"),
        required=True,
        hint=_l("Variables are listed below. Write [请填写…] where a person is to fill in."),
        rows=8,
        width="full",
    )
    places = ChecksField(_l("Offered in"), thing=_l("the places"), required=True)
    unit_id = PinyinChoiceField(_l("For"), coerce=int, empty=_l("Everybody"), width="md")
    valid_from = DayField(_l("First day"), thing=_l("a day"), required=True)
    valid_until = DayField(
        _l("Last day"),
        is_ahead=True,
        hint=_l("The last day on which it is offered; empty: until it is changed."),
    )
    reason = TextField(_l("Why it is changed"), thing=_l("a reason"), width="lg")

    def prepare(self, units: list[tuple[int, str]], *, is_new: bool) -> None:
        """Set the choices; a new text needs no reason."""
        self.places.choices = [(code, _(label)) for code, label in PLACES.items()]
        self.unit_id.choices = units
        if is_new:
            del self.reason

    def validate_body(self, field: Any) -> None:
        unknown = unknown_variables(field.data or "")
        if unknown:
            known = " ".join(as_written(name) for name in VARIABLES)
            raise ValidationError(
                _("There is no variable named %(name)s. There are: %(known)s",
                  name=as_written(unknown[0]), known=known)
            )  # fmt: skip

    def validate_valid_until(self, field: Any) -> None:
        first = self.valid_from.data
        if field.data is not None and first is not None and field.data < first:
            raise ValidationError(_("The last day lies before the first."))

    def to_command(self) -> TextCommand:
        assert self.valid_from.data is not None, "a valid form has a day"
        return TextCommand(
            keywords=self.keywords.data,
            title=self.title.data,
            body=self.body.data,
            places=tuple(self.places.data or ()),
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
            unit_id=self.unit_id.data,
            reason=(self.reason.data or "") if "reason" in self else "",
        )
