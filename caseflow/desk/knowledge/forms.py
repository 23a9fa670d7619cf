"""The form of an answer. Shape and wording only."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, ValidationError

from caseflow.desk.knowledge.actions import AnswerCommand
from caseflow.desk.knowledge.rules import TOPICS
from caseflow.ground.web.base_form import VersionedForm
from caseflow.ground.web.fields import (
    DayField,
    LongTextField,
    SelectOneField,
    TextField,
    YesField,
)

_AT_MOST_100 = Length(max=100, message=_l("Enter at most %(max)d characters."))


class AnswerForm(VersionedForm):
    """One entry. `reason` is asked for when there is a version before."""

    topic = SelectOneField(_l("Topic"), thing=_l("a topic"), required=True, width="md")
    question = TextField(_l("Question"), thing=_l("the question"), required=True, width="full")
    answer = LongTextField(
        _l("Answer"),
        thing=_l("the answer"),
        required=True,
        hint=_l("As it can be read out: short, and without promising anything."),
        rows=6,
        width="full",
    )
    keywords = TextField(
        _l("Keywords"), hint=_l("Words that callers use for it, separated by blanks."), width="full"
    )
    instrument = TextField(
        _l("Source of the answer"),
        hint=_l("Law, standard or decision, with its number."),
        width="full",
    )
    article = TextField(_l("Article"), [_AT_MOST_100], width="md")
    in_force_from = DayField(_l("Source in force from"))
    in_force_until = DayField(_l("Source in force until"), is_ahead=True)
    is_verified = YesField(_l("The text of the source was read"))
    is_checked = YesField(_l("I have checked the answer today"))
    valid_until = DayField(
        _l("To be checked again by"),
        is_ahead=True,
        hint=_l("After this day the answer is no longer offered on the call screen."),
    )
    reason = TextField(_l("Why it is changed"), thing=_l("a reason"), width="lg")

    def prepare(self, *, is_new: bool) -> None:
        """Set the choices; a new entry needs no reason."""
        self.topic.choices = [(code, _(label)) for code, label in TOPICS.items()]
        if is_new:
            del self.reason

    def validate_is_verified(self, field: Any) -> None:
        if field.data and not self.instrument.data:
            raise ValidationError(_("Only an answer with a source can be verified."))

    def validate_in_force_until(self, field: Any) -> None:
        first = self.in_force_from.data
        if field.data is not None and first is not None and field.data < first:
            raise ValidationError(_("The last day lies before the first."))

    def to_command(self, checked: tuple[date | None, str] = (None, "")) -> AnswerCommand:
        """Return the input; `checked` is the day and the name of the check that stands."""
        return AnswerCommand(
            topic=self.topic.data or "",
            question=self.question.data,
            answer=self.answer.data,
            keywords=self.keywords.data or "",
            instrument=self.instrument.data or "",
            article=self.article.data or "",
            in_force_from=self.in_force_from.data,
            in_force_until=self.in_force_until.data,
            is_verified=bool(self.is_verified.data),
            checked_on=checked[0],
            checked_by=checked[1],
            valid_until=self.valid_until.data,
            reason=(self.reason.data or "") if "reason" in self else "",
        )
