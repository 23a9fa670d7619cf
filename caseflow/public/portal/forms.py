"""The forms of “where is my petition”, of a lost code and of further words."""

from __future__ import annotations

import uuid
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import Length, Regexp, ValidationError

from caseflow.core.petitions.complainants import normal_phone
from caseflow.core.replies.rules import SATISFACTION
from caseflow.ground.plain_text import close_set
from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import (
    LongTextField,
    OneOfField,
    PhoneField,
    TextField,
    choices_of,
)
from caseflow.public.portal.rules import LONGEST_WORDS
from caseflow.public.portal.tokens import normal_receipt

UUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z"


def number_of(typed: str) -> str:
    """Return a number as it is kept; one that ends in its figures gets its closing word."""
    number = close_set(typed)
    if normal_receipt(number):
        return normal_receipt(number)
    return number + "号" if number[-1:].isdigit() else number


class LookupForm(BaseForm):
    """Number and lookup code, as given at registration."""

    number = TextField(
        _l("Petition number"),
        thing=_l("the petition number"),
        required=True,
        autocomplete="off",
        width="md",
    )
    code = TextField(
        _l("Lookup code"),
        thing=_l("the lookup code"),
        required=True,
        hint=_l("Eight letters and digits; capital or small letters are the same."),
        autocomplete="off",
        width="sm",
    )

    def to_command(self) -> tuple[str, str]:
        """Return number and code."""
        return number_of(self.number.data), close_set(self.code.data)


class RequestForm(BaseForm):
    """A form that puts a request in: its id makes a second sending the same request."""

    request_id = HiddenField(validators=[Regexp(UUID)])
    website = StringField(_l("Leave this field empty"))

    def begin(self) -> None:
        """Give the form its id; what was sent keeps the one it came with."""
        self.request_id.data = self.request_id.data or str(uuid.uuid4())

    def validate_website(self, field: StringField) -> None:
        if field.data:
            raise ValidationError(
                _("A field that people do not see was filled in. Empty it, or call 12345 or 12369.")
            )


class CodeForm(RequestForm):
    """Number and telephone of a petition whose code was lost."""

    number = TextField(
        _l("Petition number"),
        thing=_l("the petition number"),
        required=True,
        autocomplete="off",
        width="md",
    )
    phone = PhoneField(
        _l("Telephone with which you reported"),
        thing=_l("the telephone number"),
        required=True,
        autocomplete="tel",
        inputmode="tel",
        width="md",
    )

    def validate_phone(self, field: PhoneField) -> None:
        if not 7 <= len(normal_phone(field.data or "")) <= 15:
            raise ValidationError(_("Enter a telephone number of 7 to 15 digits."))

    def to_command(self) -> dict[str, str]:
        """Return what the worker compares."""
        return {"number": number_of(self.number.data), "phone": normal_phone(self.phone.data)}


class RatingForm(RequestForm):
    """Whether it is solved and how satisfied somebody is, by number and code or by a link."""

    number = HiddenField(validators=[Length(max=60)])
    code = HiddenField(validators=[Length(max=40)])
    solved = OneOfField(
        _l("Is the problem solved?"),
        thing=_l("whether the problem is solved"),
        required=True,
        choices=[("yes", _l("Yes, it is solved")), ("no", _l("No, it is not solved"))],
    )
    satisfaction = OneOfField(
        _l("Are you satisfied with how it was handled?"),
        thing=_l("how satisfied you are"),
        required=True,
    )
    words = LongTextField(
        _l("What do you want to say about it?"),
        [Length(max=LONGEST_WORDS, message=_l("Enter at most %(max)d characters."))],
        hint=_l("If it is not solved: what is still there?"),
        rows=4,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="rating-", **kwargs)
        self.satisfaction.choices = choices_of(
            [(code, _(words)) for code, words in SATISFACTION.items()]
        )

    def to_command(self) -> dict[str, Any]:
        """Return the rating with number and code, which the worker looks at again."""
        return {
            "number": self.number.data or "",
            "code": self.code.data or "",
            "solved": self.solved.data == "yes",
            "satisfaction": self.satisfaction.data,
            "words": self.words.data or "",
        }


class WordsForm(RequestForm):
    """Further words or a question, by whoever holds number and code."""

    number = HiddenField(validators=[Length(max=60)])
    code = HiddenField(validators=[Length(max=40)])
    words = LongTextField(
        _l("What do you want to add or ask?"),
        [Length(max=LONGEST_WORDS, message=_l("Enter at most %(max)d characters."))],
        thing=_l("what you want to add or ask"),
        required=True,
        rows=4,
    )

    def to_command(self) -> dict[str, str]:
        """Return the words with number and code, which the worker looks at again."""
        return {
            "number": self.number.data or "",
            "code": self.code.data or "",
            "words": self.words.data,
        }
