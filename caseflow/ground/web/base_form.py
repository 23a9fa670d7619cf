"""The forms every page builds on: shape and wording of input, never rules of the domain.

`to_command()` of a form turns valid input into the domain's types; a view calls it after
`validate_on_submit()`. The main form of a page is passed to its template as `form`.
"""

from __future__ import annotations

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput


class BaseForm(FlaskForm):
    """A form with CSRF protection that can list all its problems for the error summary."""

    @property
    def hidden_fields(self) -> list[Any]:
        """Return the fields that `hidden(form)` draws; their errors have no field to stand at."""
        return [f for f in self if isinstance(f, HiddenField) or isinstance(f.widget, HiddenInput)]

    def problems(self) -> list[tuple[str | None, str]]:
        """Return (id of the field or None, sentence) for each error, in the order of the fields."""
        found: list[tuple[str | None, str]] = [(None, str(error)) for error in self.form_errors]
        hidden = {field.name for field in self.hidden_fields}
        for field in self:
            target = None if field.name in hidden else first_input_id(field)
            found += [(target, sentence) for sentence in sentences(field.errors)]
        return found

    def to_command(self) -> Any:
        """Return the input as the domain takes it. Forms that feed an action define it."""
        raise NotImplementedError(f"{type(self).__name__} feeds no action")


class VersionedForm(BaseForm):
    """A form that changes something kept under a version: stale pages are told apart by it."""

    version = IntegerField(
        widget=HiddenInput(),
        validators=[InputRequired(_l("The page is incomplete: reload it and try again."))],
    )

    def on_top_of(self, version: int) -> Self:
        """Return the form as typed, to be sent on top of a version that others made meanwhile."""
        self.version.raw_data, self.version.data = None, version
        return self


def first_input_id(field: Any) -> str:
    """Return the id of the input that the error link leads to: a group's first choice."""
    if field.type in {"RadioField", "OneOfField", "ChecksField"}:
        return f"{field.id}-0"
    return str(field.id)


def sentences(errors: Any) -> list[str]:
    """Return the errors of a field as flat sentences; nested ones (lists, forms) are opened."""
    if isinstance(errors, dict):
        errors = list(errors.values())
    found: list[str] = []
    for error in errors or ():
        found += sentences(error) if isinstance(error, (list, tuple, dict)) else [str(error)]
    return found
