"""Form fields that know what they ask for, so that their errors say “Enter a phone number.”

Every field takes, beside WTForms' own arguments:
  thing         what is asked for, with its article: _l("a phone number")
  required      whether it must be given (default no; the label then says “optional”)
  hint          a sentence under the label
  autocomplete, inputmode, placeholder, rows, width ("xs" "sm" "md" "lg" "full")
  keep          a key: what is typed survives an idle sign-out in this browser tab.
                Never for words of or about a complainant.
Choices may be given as (value, label) pairs; options of PinyinChoiceField carry how they are typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField as WtfFileField
from flask_wtf.file import MultipleFileField as WtfMultipleFileField
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms import (
    EmailField as WtfEmailField,
)
from wtforms import (
    PasswordField as WtfPasswordField,
)
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.validators import Length, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput

from caseflow.ground import clock
from caseflow.ground.pinyin import full_pinyin, pinyin_initials
from caseflow.ground.plain_text import without_controls
from caseflow.ground.typed_time import NotAMoment, read_day

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class Given:
    """Stop with “Enter …” or “Select …” when a field is left empty."""

    field_flags = {"required": True}  # noqa: RUF012

    def __init__(self, sentence: Any, thing: Any) -> None:
        self.sentence, self.thing = sentence, thing

    def __call__(self, form: Any, field: Any) -> None:
        if field.errors:
            raise StopValidation
        value = stripped(field.data)
        if value is None or value is False or value in ("", [], ()):
            raise StopValidation(str(self.sentence) % {"thing": str(self.thing)})


class Thing:
    """What our fields add to WTForms' own; see the head of this file."""

    empty_sentence: Any = _l("Enter %(thing)s.")
    longest: int | None = None

    def __init__(
        self,
        label: Any = None,
        validators: Iterable[Any] = (),
        *,
        thing: Any = None,
        required: bool = False,
        hint: Any = "",
        autocomplete: str = "",
        inputmode: str = "",
        placeholder: Any = "",
        rows: int = 0,
        width: str = "",
        keep: str = "",
        **kwargs: Any,
    ) -> None:
        given = {
            "autocomplete": autocomplete,
            "inputmode": inputmode,
            "placeholder": placeholder,
            "rows": rows,
            "data-keep": keep,
        }
        attributes = {name: value for name, value in given.items() if value}
        kwargs["render_kw"] = {**attributes, **(kwargs.get("render_kw") or {})}
        first = Given(self.empty_sentence, thing or _l("this")) if required else Optional()
        rules = [first, *validators]
        if self.longest and not any(isinstance(rule, Length) for rule in rules):
            rules.append(Length(max=self.longest, message=_l("Enter at most %(max)d characters.")))
        super().__init__(label, rules, **kwargs)  # type: ignore[call-arg]
        self.thing, self.hint, self.width = thing, hint, width
        self.is_optional = not required

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was sent without control characters, which no database need take."""
        plain = [without_controls(one) if isinstance(one, str) else one for one in valuelist]
        super().process_formdata(plain)  # type: ignore[misc]


def stripped(value: Any) -> Any:
    """Return text without the blanks at its ends."""
    return value.strip() if isinstance(value, str) else value


class TextField(Thing, StringField):
    """One line of text; the blanks at its ends are dropped."""

    longest = 200
    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = stripped(self.data)


class LongTextField(Thing, TextAreaField):
    """Text of many lines."""

    longest = 20_000
    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = stripped(self.data)


class PhoneField(Thing, TelField):
    """A telephone number as people write it; the domain takes its digits."""

    longest = 40


class EmailField(Thing, WtfEmailField):
    """An e-mail address."""

    longest = 254

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.data and not self.errors and not _ADDRESS.fullmatch(self.data.strip()):
            raise ValidationError(_("Enter an e-mail address such as name@example.com."))


class PasswordField(Thing, WtfPasswordField):
    """A secret: never shown again, never trimmed."""

    longest = 200

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = valuelist[0]


class WholeNumberField(Thing, IntegerField):
    """A whole number, full-width digits welcome."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("inputmode", "numeric")
        kwargs.setdefault("width", "xs")
        super().__init__(*args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if text:
            try:
                self.data = int(text)
            except ValueError as error:
                raise ValueError(_("Enter a whole number.")) from error


class DayField(Thing, StringField):
    """A day typed freely (2026-09-24, 9-24, 今天); `data` is a date or None.

    A month and day without a year mean the latest such day; with `is_ahead`, the next one.
    """

    def __init__(self, *args: Any, is_ahead: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("width", "sm")
        super().__init__(*args, **kwargs)
        self.is_ahead = is_ahead

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if text:
            try:
                self.data = self._read(text)
            except NotAMoment as error:
                raise ValueError(_(str(error))) from error

    def _read(self, text: str) -> date:
        today = clock.today()
        found = read_day(text, today)
        has_year = re.search(r"\d{4}|[年周天日]", unicodedata.normalize("NFKC", text))
        if self.is_ahead and found < today and not has_year:
            return read_day(f"{found.year + 1}-{found.month}-{found.day}", today)
        return found


class YesField(Thing, BooleanField):
    """One box to tick."""

    empty_sentence = _l("Tick the box to confirm %(thing)s.")


class UploadField(Thing, WtfFileField):
    """One file."""

    empty_sentence = _l("Choose %(thing)s.")


def choices_of(choices: Any) -> Any:
    """Return (value, label) pairs as WTForms' options; anything else as it is."""
    if choices is None or callable(choices) or isinstance(choices, dict):
        return choices
    return [SelectChoice(*each) if isinstance(each, tuple) else each for each in choices]


class Choosing(Thing):
    """A field whose value is one of, or some of, its choices."""

    empty_sentence = _l("Select %(thing)s.")

    def __init__(self, *args: Any, choices: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("invalid_choice_message", _l("Select one of the choices shown."))
        super().__init__(*args, choices=choices_of(choices), **kwargs)


class SelectOneField(Choosing, SelectField):
    """One of many, as a list that opens. `empty` is the label of the choice of nothing."""

    data: Any

    def __init__(self, *args: Any, empty: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty = empty

    def iter_choices(self) -> list[Any]:
        found = list(super().iter_choices())
        needs_nothing = self.is_optional or self.empty or self.data is None
        if needs_nothing and not any(choice.value == "" for choice in found):
            label = str(self.empty or _l("Please select"))
            found.insert(0, Choice("", label, self.data is None, {}))
        return found

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and valuelist[0] == "":
            self.data = None
            return
        super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None:
            super().pre_validate(form)


class PinyinChoiceField(SelectOneField):
    """A list narrowed by typing characters, pinyin or initials; an ordinary list without JS."""

    is_combobox = True

    def iter_choices(self) -> list[Any]:
        return [self._typeable(choice) for choice in super().iter_choices()]

    def _typeable(self, choice: Any) -> Any:
        label = str(choice.label)
        typed = {"data-pinyin": full_pinyin(label), "data-initials": pinyin_initials(label)}
        return choice._replace(render_kw={**typed, **(choice.render_kw or {})})


class OneOfField(Choosing, RadioField):
    """One of a few, all of them in sight."""

    def pre_validate(self, form: Any) -> None:
        if self.data is not None:
            super().pre_validate(form)


class ChecksField(Choosing, SelectMultipleField):
    """Any number of a few, all of them in sight."""

    empty_sentence = _l("Select at least one of %(thing)s.")
    option_widget = CheckboxInput()


class FilesField(Thing, WtfMultipleFileField):
    """Files to send with the form; `accept` as HTML has it ("image/*")."""

    empty_sentence = _l("Choose %(thing)s.")

    def __init__(self, *args: Any, accept: str = "", **kwargs: Any) -> None:
        if accept:
            kwargs["render_kw"] = {"accept": accept, **(kwargs.get("render_kw") or {})}
        super().__init__(*args, **kwargs)
