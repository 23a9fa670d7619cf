"""The forms of the steps of a petition: a few plain questions each."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import HiddenField, StringField
from wtforms.validators import Length, ValidationError

from caseflow.core.petitions.complainants import normal_phone
from caseflow.ground.errors import BadInput
from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import (
    ChecksField,
    FilesField,
    LongTextField,
    OneOfField,
    PhoneField,
    SelectOneField,
    TextField,
    YesField,
    choices_of,
)
from caseflow.ground.web.filters import is_chinese
from caseflow.public.portal.actions.drafts import Draft
from caseflow.public.portal.actions.pictures import add_picture
from caseflow.public.portal.places import townships_offered
from caseflow.public.portal.rules import (
    KINDS,
    LONGEST_BODY,
    MOST_PICTURE_MB,
    MOST_PICTURES,
    ONLY_HERE,
    WAYS,
)

Answers = dict[str, Any]


def at_most(count: int) -> list[Length]:
    """Return the rule on the length of what is typed."""
    return [Length(max=count, message=_l("Enter at most %(max)d characters."))]


class StepForm(BaseForm):
    """One step: it is filled from the draft, and gives its answers back to it."""

    def fill(self, answers: Answers) -> None:
        """Show what was answered before."""
        for name, value in answers.items():
            if name in self:
                self[name].data = value

    def answers(self) -> Answers:
        """Return what was typed, to be kept in the draft. Call it on a valid form."""
        kept = {name: field.data for name, field in self._fields.items()}
        kept.pop("csrf_token", None)
        return kept


class KindForm(StepForm):
    """What it is about."""

    kinds = ChecksField(_l("What is it about?"), thing=_l("the kinds"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = Markup("{}<small>{}</small>")
        self.kinds.choices = choices_of(
            [(kind.code, words.format(_(kind.label), _(kind.examples))) for kind in KINDS]
        )


class PlaceForm(StepForm):
    """Where it is."""

    township = SelectOneField(
        _l("Township or subdistrict"), thing=_l("a township"), empty=_l("I do not know"), width="md"
    )
    address = LongTextField(
        _l("Road, number, landmark"),
        at_most(300),
        thing=_l("where it is"),
        hint=_l("For example: beside the market in Guoyuan Road, the site with two cranes."),
        rows=3,
    )
    longitude = HiddenField()
    latitude = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.township.is_optional = self.address.is_optional = False  # One of the two is needed.
        self.township.choices = choices_of(
            [(one.code, one.name if is_chinese() else one.name_en) for one in townships_offered()]
        )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid: bool = super().validate(extra_validators)
        if is_valid and not self.township.data and not self.address.data:
            self.address.errors = [_("Choose a township or describe where it is.")]
            return False
        return is_valid

    def answers(self) -> Answers:
        """Return place and, if the browser gave one, a point in degrees (WGS 84)."""
        kept = super().answers()
        try:
            point = (float(kept["longitude"]), float(kept["latitude"]))
        except (TypeError, ValueError):
            return {**kept, "longitude": None, "latitude": None}
        return {**kept, "longitude": point[0], "latitude": point[1]}


class WordsForm(StepForm):
    """What happened, when, and what is asked for."""

    body = LongTextField(
        _l("What happened?"),
        at_most(LONGEST_BODY),
        thing=_l("what happened"),
        required=True,
        hint=_l("What do you hear, smell or see? Who or what causes it?"),
        rows=8,
    )
    when = TextField(_l("When?"), hint=_l("For example: every night after eleven, since the 20th."))
    respondent = TextField(_l("Who causes it, if you know"))
    request = LongTextField(_l("What do you ask for?"), at_most(1000), rows=3)


class PicturesForm(StepForm):
    """Pictures: sent with this page, kept when the page comes back."""

    files = FilesField(
        _l("Choose pictures"),
        thing=_l("a picture"),
        accept="image/jpeg,image/png,image/webp",
        hint=_l(
            "Up to %(most)s pictures of at most %(mb)s MB each: JPEG, PNG or WebP.",
            most=MOST_PICTURES,
            mb=MOST_PICTURE_MB,
        ),
    )

    def take(self, draft: Draft) -> bool:
        """Keep the pictures that came with the page; False if one was refused, with its reason."""
        sentences = []
        for upload in self.files.data or ():
            if not getattr(upload, "filename", ""):
                continue
            try:
                add_picture(draft, upload.stream, upload.filename)
            except BadInput as error:
                sentences.append(f"{upload.filename[-60:]}: {error}")
            finally:
                upload.close()
        self.files.errors = sentences
        return not sentences

    def answers(self) -> Answers:
        """Return nothing: the pictures stand in the draft beside the answers."""
        return {}


class PersonForm(StepForm):
    """Who hands it in, and how the answer reaches them."""

    identity = OneOfField(
        _l("Do you give your name?"),
        thing=_l("whether you give your name"),
        required=True,
        choices=[
            ("named", _l("With my name: I get a personal answer")),
            ("anonymous", _l("Without my name")),
        ],
    )
    name = TextField(
        _l("Name"),
        at_most(60),
        hint=_l("Needed if you give your name."),
        autocomplete="name",
        width="md",
    )
    phone = PhoneField(
        _l("Telephone"),
        hint=_l(
            "Needed if you give your name: for questions of the officers, and to get a lost code "
            "again."
        ),
        autocomplete="tel",
        inputmode="tel",
        width="md",
    )
    address = TextField(
        _l("Address"),
        hint=_l("Only with your name: without it nothing typed here is kept."),
        autocomplete="street-address",
    )
    reply_way = OneOfField(
        _l("How shall we answer?"),
        thing=_l("how we shall answer"),
        required=True,
        hint=_l("Without a telephone number: only on this site."),
    )
    wants_confidentiality = YesField(_l("Keep who I am from everybody but those who handle this"))
    website = StringField(_l("Leave this field empty"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reply_way.choices = choices_of([(code, _(words)) for code, words in WAYS.items()])
        self.name.is_optional = self.phone.is_optional = False  # It hangs on the answer before.

    def validate_phone(self, field: Any) -> None:
        if not 7 <= len(normal_phone(field.data)) <= 15:
            raise ValidationError(_("Enter a telephone number of 7 to 15 digits."))

    def validate_reply_way(self, field: Any) -> None:
        if field.data in ("phone", "sms") and not (self.phone.data or "").strip():
            raise ValidationError(_("An answer by this way needs a telephone number."))

    def validate(self, extra_validators: Any = None) -> bool:
        is_nameless = self.identity.data == "anonymous"
        if is_nameless and not (self.phone.data or "").strip() and not self.reply_way.data:
            self.reply_way.process_data(ONLY_HERE)  # There is no other way to choose.
        is_valid: bool = super().validate(extra_validators)
        if self.identity.data != "named":
            return is_valid
        if not self.name.data and not self.name.errors:
            self.name.errors = [_("Enter your name, or choose “Without my name”.")]
        if not (self.phone.data or "").strip() and not self.phone.errors:
            self.phone.errors = [_("Enter your telephone number, or choose “Without my name”.")]
        return is_valid and not (self.name.errors or self.phone.errors)

    def validate_website(self, field: Any) -> None:
        if field.data:
            raise ValidationError(
                _("A field that people do not see was filled in. Empty it, or call 12345 or 12369.")
            )

    def answers(self) -> Answers:
        """Return who it is; what was typed beside “without my name” is not kept."""
        kept = super().answers()
        kept.pop("website")
        if kept["identity"] == "anonymous":
            kept |= {"name": "", "address": ""}
        return kept


FORMS: dict[str, type[StepForm]] = {
    "kind": KindForm,
    "place": PlaceForm,
    "words": WordsForm,
    "pictures": PicturesForm,
    "person": PersonForm,
}
"""Step → its form."""


class EmptyForm(BaseForm):
    """A page that only asks to go on."""
