"""The forms of clients and tokens."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from caseflow.api.clients.actions import ClientCommand
from caseflow.api.clients.rules import ApiScope
from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import (
    ChecksField,
    DayField,
    OneOfField,
    PinyinChoiceField,
    SelectOneField,
    TextField,
)


def _at_most(count: int) -> Length:
    return Length(max=count, message=_l("Enter at most %(max)d characters."))


class ClientForm(BaseForm):
    """What an administrator decides about a new client."""

    name = TextField(
        _l("Name of the client"),
        [_at_most(100)],
        thing=_l("a name for the client"),
        required=True,
        autocomplete="off",
    )
    origin_system = TextField(
        _l("Short name"),
        [_at_most(60)],
        thing=_l("a short name"),
        required=True,
        hint=_l(
            "Such as city-12345. Small letters, digits, dots and dashes; "
            "it stands beside the sender's own numbers and cannot be changed."
        ),
        autocomplete="off",
        width="md",
    )
    channel_code = SelectOneField(
        _l("Channel"),
        thing=_l("a channel"),
        required=True,
        hint=_l("Of what it hands in, unless it says another."),
    )
    role = OneOfField(
        _l("Role"),
        thing=_l("a role"),
        required=True,
        hint=_l("A hotline operator registers petitions; a dispatcher also takes in alarms."),
    )
    unit_id = PinyinChoiceField(_l("Unit"), thing=_l("a unit"), required=True, coerce=int)

    def to_command(self) -> ClientCommand:
        assert self.channel_code.data is not None
        assert self.unit_id.data is not None
        return ClientCommand(
            name=self.name.data.strip(),
            origin_system=self.origin_system.data.strip().lower(),
            channel_code=self.channel_code.data,
            role=self.role.data,
            unit_id=self.unit_id.data,
        )


class TokenForm(BaseForm):
    """What a new token may do, and until when."""

    scopes = ChecksField(_l("The token may"), thing=_l("what the token may do"), required=True)
    last_day = DayField(
        _l("Good until"),
        thing=_l("the last day"),
        required=True,
        hint=_l("At most two years. Make a new token before the old one ends."),
        is_ahead=True,
    )

    def chosen(self) -> set[ApiScope]:
        """Return the scopes ticked."""
        return {ApiScope(value) for value in self.scopes.data}
