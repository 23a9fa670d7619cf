"""Asking for an export: in which form, with which columns, what for."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import ChecksField, OneOfField, TextField, YesField
from caseflow.supervision.exports.actions.asking import ExportCommand
from caseflow.supervision.exports.rules import CASE_COLUMNS, FORMS, open_keys


class ExportForm(BaseForm):
    """What to export of a list; the list is its query string."""

    query = HiddenField(validators=[Length(max=2000)])
    form = OneOfField(_l("Form of the file"), thing=_l("a form"), required=True)
    reason = TextField(
        _l("What it is for"),
        thing=_l("what the export is for"),
        required=True,
        hint=_l("Kept in the log of exports with the filter and your name."),
        autocomplete="off",
    )
    columns = ChecksField(_l("Columns"), thing=_l("the columns"), required=True)
    with_complainants = YesField(
        _l("With name, telephone number and address of the complainants"),
        hint=_l("Each complainant is recorded as looked at by you, for the purpose given above."),
    )

    def to_command(self) -> ExportCommand:
        personal = [column.key for column in CASE_COLUMNS if column.is_personal]
        wanted = bool(self.with_complainants and self.with_complainants.data)
        return ExportCommand(
            query=str(self.query.data or ""),
            form=str(self.form.data),
            reason=str(self.reason.data),
            columns=(*self.columns.data, *(personal if wanted else ())),
            with_complainants=wanted,
        )


def export_form(query: str, *, may_see_complainants: bool) -> ExportForm:
    """Return the form; the box for complainants is there only for who may see them."""
    found: Any = ExportForm(query=query, form="xlsx", columns=open_keys())
    found.form.choices = [(key, _(label)) for key, label in FORMS.items()]
    found.columns.choices = [(c.key, _(c.label)) for c in CASE_COLUMNS if not c.is_personal]
    if not may_see_complainants:
        del found.with_complainants
    return found  # type: ignore[no-any-return]
