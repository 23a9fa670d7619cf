"""The forms of sign-in, accounts, units and absences."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import EqualTo

from caseflow.ground.web.base_form import BaseForm, VersionedForm
from caseflow.ground.web.fields import (
    DayField,
    EmailField,
    OneOfField,
    PasswordField,
    PhoneField,
    PinyinChoiceField,
    SelectOneField,
    TextField,
    YesField,
)
from caseflow.people.accounts.actions.units import UnitCommand
from caseflow.people.accounts.actions.users import UserCommand


class SignInForm(BaseForm):
    """User name and password; where to go next, and a form that waits to be sent."""

    username = TextField(
        _l("User name"),
        thing=_l("your user name"),
        required=True,
        autocomplete="username",
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        thing=_l("your password"),
        required=True,
        autocomplete="current-password",
    )
    next = HiddenField()
    carried = HiddenField()


class NewPasswordForm(BaseForm):
    """The present password once, the new one twice."""

    present = PasswordField(
        _l("Present password"),
        thing=_l("your present password"),
        required=True,
        autocomplete="current-password",
    )
    chosen = PasswordField(
        _l("New password"),
        thing=_l("a new password"),
        required=True,
        hint=_l("At least 10 characters; a few words you remember are better than signs."),
        autocomplete="new-password",
    )
    again = PasswordField(
        _l("New password again"),
        thing=_l("the new password a second time"),
        required=True,
        validators=[EqualTo("chosen", _l("The two new passwords differ."))],
        autocomplete="new-password",
    )


class UserForm(VersionedForm):
    """What an administrator decides about an account."""

    display_name = TextField(
        _l("Name"), thing=_l("the person's name"), required=True, autocomplete="off"
    )
    role = OneOfField(_l("Role"), thing=_l("a role"), required=True)
    unit_id = PinyinChoiceField(_l("Unit"), thing=_l("a unit"), required=True, coerce=int)
    email = EmailField(
        _l("E-mail address"), hint=_l("Reminders also go there."), autocomplete="off"
    )
    phone = PhoneField(
        _l("Telephone for text messages"),
        hint=_l("An office number; urgent messages go there where a gateway is set."),
        width="md",
        autocomplete="off",
    )
    certificate_number = TextField(
        _l("Enforcement certificate"),
        hint=_l("Two officers with valid certificates are needed for an inspection."),
        width="md",
        autocomplete="off",
    )
    certificate_valid_until = DayField(
        _l("Certificate valid until"), hint=_l("Such as 2028-12-31."), is_ahead=True
    )
    is_on_duty = YesField(
        _l("On duty"),
        hint=_l("A dispatcher or supervisor on duty is told when nobody else answers for a case."),
    )

    def to_command(self) -> UserCommand:
        unit_id = self.unit_id.data
        assert unit_id is not None, "a valid form has a unit"
        return UserCommand(
            display_name=self.display_name.data,
            role=self.role.data,
            unit_id=unit_id,
            email=self.email.data,
            phone=self.phone.data,
            certificate_number=self.certificate_number.data,
            certificate_valid_until=self.certificate_valid_until.data,
            is_on_duty=bool(self.is_on_duty.data),
        )


class NewUserForm(UserForm):
    """The same for a new account, with the name to sign in by."""

    username = TextField(
        _l("User name"),
        thing=_l("a user name"),
        required=True,
        hint=_l("Small letters and digits, such as wang.li; it cannot be changed later."),
        width="md",
        autocomplete="off",
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )


class UserFilterForm(BaseForm):
    """The list of people, narrowed; its fields stand in the address."""

    class Meta:
        csrf = False

    q = TextField(_l("Name or user name"))
    role = SelectOneField(_l("Role"), empty=_l("All"))
    unit = PinyinChoiceField(_l("Unit"), coerce=int, empty=_l("All"))
    closed = YesField(_l("Closed accounts too"))


class UnitForm(VersionedForm):
    """What an administrator decides about a unit."""

    name = TextField(_l("Name in Chinese"), thing=_l("the unit's name"), required=True)
    name_en = TextField(
        _l("Name in English"), thing=_l("the unit's name in English"), required=True
    )
    kind = OneOfField(_l("Kind"), thing=_l("the kind of unit"), required=True)
    parent_id = PinyinChoiceField(
        _l("Stands under"), coerce=int, empty=_l("nothing: it stands at the top")
    )
    head_id = PinyinChoiceField(
        _l("Head"),
        coerce=int,
        empty=_l("nobody: the duty dispatcher is told"),
        hint=_l("Is told when nobody in the unit is assigned."),
    )
    is_active = YesField(_l("Cases can be assigned to it"))

    def to_command(self) -> UnitCommand:
        return UnitCommand(
            name=self.name.data,
            name_en=self.name_en.data,
            kind=self.kind.data,
            parent_id=self.parent_id.data,
            head_id=self.head_id.data,
            is_active=bool(self.is_active.data),
        )


class NewUnitForm(UnitForm):
    """The same for a new unit, with its code."""

    code = TextField(
        _l("Code"),
        thing=_l("a code"),
        required=True,
        hint=_l("Small letters, digits and dashes, such as squad-4; it cannot be changed later."),
        width="md",
    )


class AbsenceForm(BaseForm):
    """Who is away, from when to when, and who stands in."""

    user_id = PinyinChoiceField(_l("Who is away"), thing=_l("a person"), required=True, coerce=int)
    from_on = DayField(
        _l("First day"), thing=_l("the first day"), required=True, hint=_l("Such as 2026-10-08.")
    )
    to_on = DayField(_l("Last day"), thing=_l("the last day"), required=True)
    stand_in_id = PinyinChoiceField(
        _l("Who stands in"), thing=_l("who stands in"), required=True, coerce=int
    )
