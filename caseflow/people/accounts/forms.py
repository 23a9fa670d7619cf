"""The forms of sign-in, accounts, units and absences."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import PasswordField, TextField


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
