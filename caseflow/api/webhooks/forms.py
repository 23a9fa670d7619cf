"""The forms of web hooks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange

from caseflow.api.webhooks.actions import SubscriptionCommand
from caseflow.ground.web.base_form import BaseForm, VersionedForm
from caseflow.ground.web.fields import (
    ChecksField,
    LongTextField,
    SelectOneField,
    TextField,
    WholeNumberField,
)

EVENT_STATES = {
    "waiting": _l("Waiting"),
    "claimed": _l("Being sent"),
    "sent": _l("Delivered"),
    "undeliverable": _l("Undeliverable"),
    "skipped": _l("Skipped"),
}


class AddressField(TextField):
    """A web address, as long as one may be."""

    longest = 500


class SystemNameField(TextField):
    """The name of a sending system, as its work orders carry it."""

    longest = 80


class SubscriptionForm(VersionedForm):
    """Who is told, where, and of what."""

    origin_system = SystemNameField(
        _l("Sending system"),
        thing=_l("the sending system"),
        required=True,
        hint=_l("As its work orders name it, such as 12345. It hears only of its own."),
        width="md",
        autocomplete="off",
    )
    url = AddressField(
        _l("Address"),
        thing=_l("an address"),
        required=True,
        hint=_l("Where events are sent, by an encrypted way unless it is this machine."),
        inputmode="url",
        autocomplete="off",
    )
    kinds = ChecksField(_l("Events"), thing=_l("the events"), required=True)

    def to_command(self) -> SubscriptionCommand:
        return SubscriptionCommand(
            origin_system=self.origin_system.data,
            url=self.url.data,
            kinds=tuple(self.kinds.data),
        )


class RotateForm(BaseForm):
    """How long the old secret signs beside the new one."""

    overlap_hours = WholeNumberField(
        _l("Hours in which both secrets sign"),
        thing=_l("a number of hours"),
        required=True,
        default=24,
        hint=_l("Until the receiver knows the new one: 1 to 720 hours."),
        validators=[NumberRange(1, 720, _l("Enter 1 to 720 hours."))],
    )


class EventFilterForm(BaseForm):
    """The delivery log, narrowed; its fields stand in the address."""

    class Meta:
        csrf = False

    petition = SystemNameField(_l("Petition number"))
    state = SelectOneField(
        _l("State"),
        empty=_l("All"),
        choices=[(key, label) for key, label in EVENT_STATES.items() if key != "claimed"],
    )


class SkipReasonField(LongTextField):
    """A sentence or two."""

    longest = 300


class SkipForm(BaseForm):
    """Why an event is given up."""

    reason = SkipReasonField(
        _l("Reason"),
        thing=_l("a reason"),
        required=True,
        rows=3,
        hint=_l("The receiver will find its number missing: tell its operators by other means."),
    )
