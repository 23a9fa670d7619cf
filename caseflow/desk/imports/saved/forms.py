"""Choosing a saved mapping for a file, and renaming one."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import SelectOneField, TextField, choices_of

LONGEST_NAME = 80


class UseForm(BaseForm):
    """Which saved mapping a file is read by."""

    saved = SelectOneField(
        _l("Saved mapping"), thing=_l("a saved mapping"), required=True, width="md"
    )


class RenameForm(BaseForm):
    """The name under which a mapping stands in the lists."""

    name = TextField(
        _l("Name of the mapping"), thing=_l("a name"), required=True, autocomplete="off", width="md"
    )

    def validate_name(self, field: Any) -> None:
        if len(field.data) > LONGEST_NAME:
            raise StopValidation(_("Enter at most %(most)s characters.", most=LONGEST_NAME))

    def to_command(self) -> str:
        """Return the name on one line."""
        return " ".join(str(self.name.data).split())


def use_form(choices: list[tuple[str, str]]) -> UseForm:
    """Return the form that offers these saved mappings."""
    form = UseForm()
    form.saved.choices = choices_of(choices)
    return form
