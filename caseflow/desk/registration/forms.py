"""The registration page's input, in the order of the talk, and its way to the domain's types."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Regexp, ValidationError

from caseflow.core.cases.codes import EMERGENCIES
from caseflow.core.petitions.actions import PetitionCommand
from caseflow.core.petitions.complainants import Person, normal_phone, sealer
from caseflow.core.petitions.reference import REPLY_WAYS, TRACKS
from caseflow.core.petitions.subjects import proposed_subject
from caseflow.core.texts.forms import NothingLeftToFill
from caseflow.desk.registration.actions.registering import PageEntry
from caseflow.desk.registration.rules import (
    MATTERS,
    REPLY_NEEDS,
    TALK_TRACKS,
    is_phone,
)
from caseflow.ground import clock
from caseflow.ground.regions.matching import TownshipChoice, suggestions
from caseflow.ground.regions.queries import match_township, meant_township, townships
from caseflow.ground.typed_time import NotAMoment, read_moment
from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import PinyinChoiceField, choices_of
from caseflow.people.accounts.models import User

AHEAD = timedelta(minutes=10)
"""How far a caller's clock may run ahead of ours."""

LONGEST_BODY = 20_000
BODY_TOO_LONG = _l("Enter at most 20,000 characters.")


def new_page_key() -> str:
    """Return a random key for a page about to be served."""
    return secrets.token_urlsafe(18)


def is_id(typed: str) -> bool:
    """Return whether this can be the id of a row."""
    return typed.isascii() and typed.isdecimal() and len(typed) < 10


def call_page_key(call_id: str, user: User) -> str:
    """Return the key of the page on which `user` takes this call: the same call, the same page."""
    return sealer().digest(f"{user.id}:{call_id}", "call")[:40]


def read_typed_moment(typed: str) -> datetime:
    """Return the instant typed; raises ValidationError with a sentence for the person typing."""
    now = clock.now()
    try:
        moment = read_moment(typed, now)
    except NotAMoment as error:
        raise ValidationError(_(str(error))) from error
    if moment > now + AHEAD:
        raise ValidationError(_("This lies in the future."))
    if moment.year < 2000:
        raise ValidationError(_("Enter a day after the year 2000."))
    return moment


def read_township(typed: str) -> TownshipChoice | None:
    """Return the township typed, None for nothing; raises ValidationError naming what may fit."""
    if not typed.strip():
        return None
    found = meant_township(typed)
    if found is not None:
        return found
    likely = suggestions(typed, townships())[:4]
    if not likely:
        raise ValidationError(_("No township fits “%(typed)s”.", typed=typed.strip()[:20]))
    names = _(", ").join(choice.name for choice in likely)
    raise ValidationError(_("Several townships fit: %(names)s.", names=names))


class PlaceMixin:
    """A township typed in any way, and an address text that may name it."""

    township: Any
    address_text: Any
    meant: TownshipChoice | None = None

    def validate_township(self, field: Any) -> None:
        self.meant = read_township(field.data or "")

    @property
    def township_code(self) -> str | None:
        """Return the township typed or, failing that, the one named in the address."""
        found = self.meant or match_township(self.address_text.data or "")
        return found.code if found else None


class RegistrationForm(PlaceMixin, BaseForm):
    """One petition, as it is told on the telephone."""

    page_key = HiddenField(validators=[Regexp(r"^[A-Za-z0-9_-]{16,40}$")])
    phone = StringField(_l("Telephone"), validators=[Length(max=40)])
    name = StringField(_l("Name"), validators=[Length(max=60)])
    person_address = StringField(_l("Postal or e-mail address"), validators=[Length(max=200)])
    identity = RadioField(
        _l("The caller"),
        choices=choices_of(
            [("named", _l("Gives their name")), ("anonymous", _l("Stays anonymous"))]
        ),
        default="named",
    )
    wants_confidentiality = BooleanField(_l("Asks for confidentiality"))
    reply_way = PinyinChoiceField(_l("Reply"), thing=_l("a way"), required=True, default="phone")
    track = RadioField(_l("Kind"), default="report")
    body = TextAreaField(
        _l("What happened"),
        validators=[Length(0, LONGEST_BODY, BODY_TOO_LONG), NothingLeftToFill()],
    )
    request = StringField(
        _l("What the caller asks for"), validators=[Length(max=1000), NothingLeftToFill()]
    )
    subject = StringField(_l("Subject"), validators=[Length(max=200)])
    categories = SelectMultipleField(_l("Pollution"))
    township = StringField(_l("Township"), validators=[Length(max=40)])
    address_text = StringField(_l("Place"), validators=[Length(max=300)])
    respondent = StringField(_l("Who is complained of"), validators=[Length(max=200)])
    source_id = HiddenField()
    new_source = BooleanField(_l("Open a file for this name"))
    channel = PinyinChoiceField(_l("Channel"), thing=_l("a channel"), required=True)
    origin_reference = StringField(_l("Origin reference number"), validators=[Length(max=120)])
    submitted = StringField(_l("Submitted at"), validators=[Length(max=60)])
    is_urgent = BooleanField(_l("Urgent handling"))
    emergency = SelectField(_l("Emergency"), default="")
    on_behalf_of = StringField(_l("Speaks for somebody else"), validators=[Length(max=100)])
    call_reference = HiddenField(validators=[Length(max=120)])
    joins = HiddenField(validators=[Length(max=60)])
    reply_words = TextAreaField(
        _l("Answer given on the call"), validators=[Length(max=20_000), NothingLeftToFill()]
    )

    submitted_at: datetime

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.track.choices = choices_of([(code, _(TRACKS[code])) for code in TALK_TRACKS])
        ways = [(code, _(words)) for code, words in REPLY_WAYS.items()]
        self.reply_way.choices = choices_of(ways)
        kinds = [("", _("none")), *((code, _(words)) for code, words in EMERGENCIES.items())]
        self.emergency.choices = choices_of(kinds)

    @property
    def is_matter(self) -> bool:
        """Return whether the track is about something somewhere."""
        return self.track.data in MATTERS

    @property
    def digits(self) -> str:
        return normal_phone(self.phone.data or "")

    def validate_phone(self, field: Any) -> None:
        if field.data and not is_phone(self.digits):
            raise ValidationError(_("Enter a telephone number of 7 to 15 digits."))

    def validate_name(self, field: Any) -> None:
        if self.identity.data == "named" and not (field.data or "").strip():
            raise ValidationError(_("Enter the caller's name, or choose “Stays anonymous”."))

    def validate_reply_way(self, field: Any) -> None:
        needed = REPLY_NEEDS.get(field.data)
        if needed == "phone" and not self.digits:
            raise ValidationError(_("A reply by this way needs a telephone number."))
        if needed == "person_address" and not (self.person_address.data or "").strip():
            raise ValidationError(_("A reply by this way needs an address."))

    def validate_body(self, field: Any) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("Enter what the caller says."))

    def validate_categories(self, field: Any) -> None:
        if self.is_matter and not field.data:
            raise ValidationError(_("Select at least one kind of pollution."))

    def validate_address_text(self, field: Any) -> None:
        typed = (field.data or "").strip() or (self.township.data or "").strip()
        if self.is_matter and not typed:
            raise ValidationError(_("Enter where it is: a township, an address or both."))

    def validate_respondent(self, field: Any) -> None:
        if self.new_source.data and not (field.data or "").strip():
            raise ValidationError(_("Enter the name for the new file."))

    def validate_submitted(self, field: Any) -> None:
        self.submitted_at = read_typed_moment(field.data or "")

    def require_answer(self) -> bool:
        """Check what answering at once needs beside the rest; errors stand at their fields."""
        if self.track.data != "consultation":
            self.track.errors = [_("Only a consultation can be answered at once.")]
        elif not (self.reply_words.data or "").strip():
            self.reply_words.errors = [_("Enter the answer that was given.")]
        elif self.joins.data:
            self.reply_words.errors = [_("What joins a case is answered with that case.")]
        return not (self.track.errors or self.reply_words.errors)

    @property
    def person(self) -> Person:
        return Person(
            name=(self.name.data or "").strip(),
            phone=self.digits,
            address=(self.person_address.data or "").strip(),
            on_behalf_of=(self.on_behalf_of.data or "").strip(),
        )

    def to_entry(self, *, with_answer: bool) -> PageEntry:
        """Return what was typed as the domain takes it. Call it on a valid form."""
        body = self.body.data.strip()
        respondent = (self.respondent.data or "").strip()
        command = PetitionCommand(
            channel_code=self.channel.data,
            track=self.track.data,
            subject=(self.subject.data or "").strip() or proposed_subject(body, respondent),
            body=body,
            request=(self.request.data or "").strip(),
            submitted_at=self.submitted_at,
            person=self.person,
            is_anonymous=self.identity.data == "anonymous",
            wants_confidentiality=self.wants_confidentiality.data,
            reply_way=self.reply_way.data,
            category_codes=tuple(self.categories.data or ()),
            respondent_words=respondent,
            source_id=int(self.source_id.data) if is_id(self.source_id.data or "") else None,
            township_code=self.township_code,
            address_text=(self.address_text.data or "").strip(),
            origin_reference=(self.origin_reference.data or "").strip() or None,
            is_urgent=self.is_urgent.data,
            emergency_kind=self.emergency.data or "",
            call_reference=(self.call_reference.data or "").strip(),
        )
        return PageEntry(
            page_key=self.page_key.data,
            petition=command,
            new_source=respondent if self.new_source.data else "",
            joins=(self.joins.data or "").strip(),
            reply_words=(self.reply_words.data or "").strip() if with_answer else "",
        )
