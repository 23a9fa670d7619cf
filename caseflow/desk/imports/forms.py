"""The upload, and as what a file is taken in: sender, channel, kind, a column for each field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation

from caseflow.core.petitions.reference import TRACKS
from caseflow.desk.imports.actions.taking import Target
from caseflow.desk.imports.columns import FIELDS
from caseflow.desk.imports.mapping import NEEDS
from caseflow.desk.imports.models import ImportRun
from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import SelectOneField, TextField, UploadField, choices_of

CONTENT = {"lang": "zh-Hans", "translate": "no"}
FILE_TRACKS = tuple(track for track in TRACKS if track != "inspection")
PREFIX = "column_"
"""Before the names of the fields that choose a column."""


class UploadForm(BaseForm):
    """A file of petitions."""

    file = UploadField(
        _l("File"),
        thing=_l("a file"),
        required=True,
        hint=_l("A spreadsheet (.xlsx), a table as text (.csv) or JSON lines."),
        render_kw={"accept": ".xlsx,.csv,.txt,.tsv,.json,.jsonl"},
    )
    saved = SelectOneField(
        _l("Columns as saved for"), empty=_l("recognise by the headers"), width="md"
    )


class RunForm(BaseForm):
    """As what the rows are taken in; `run_form` adds the columns of the file at hand."""

    origin = TextField(
        _l("Sending system"),
        thing=_l("the sending system"),
        required=True,
        hint=_l("Its reference numbers are unique in it: use the same name for all of its files."),
        autocomplete="off",
        width="md",
    )
    channel = SelectOneField(_l("Channel"), thing=_l("a channel"), required=True, width="md")
    track = SelectOneField(_l("Kind"), thing=_l("a kind"), required=True, width="md")

    def validate_origin(self, field: Any) -> None:
        if len(field.data) > 80:
            raise StopValidation(_("Enter at most %(most)s characters.", most=80))

    def column(self, name: str) -> Any:
        """Return the field that chooses the column of a petition's field."""
        return self[PREFIX + name]

    @property
    def mapping(self) -> dict[str, str]:
        """Return field → header as chosen; fields without a column are left out."""
        chosen = {name: self.column(name).data for name in FIELDS}
        return {name: header for name, header in chosen.items() if header}

    def unused(self, headers: Sequence[str]) -> list[str]:
        """Return the columns of the file that no field is taken from, in the file's order."""
        used = set(self.mapping.values())
        return [header for header in headers if header and header not in used]

    def to_command(self) -> Target:
        """Return as what the rows are taken in."""
        origin = " ".join(str(self.origin.data).split())
        return Target(origin, str(self.channel.data), str(self.track.data))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and that every row can have what it needs."""
        is_valid = bool(super().validate(extra_validators))
        for group in NEEDS:
            if not any(self.column(name).data for name in group):
                field = self.column(group[-1])
                label = _(FIELDS[group[-1]].label)
                field.errors = [_("Select the column that holds “%(field)s”.", field=label)]
                is_valid = False
        return is_valid


def upload_form(saved: list[tuple[str, str]]) -> UploadForm:
    """Return the upload, offering the mappings that are saved of senders."""
    form = UploadForm()
    form.saved.choices = choices_of(saved)
    return form


def run_form(run: ImportRun, headers: Sequence[str], channels: list[tuple[str, str]]) -> RunForm:
    """Return the form of a run, filled with what is known or guessed so far."""
    choices = [(header, header, CONTENT) for header in headers]
    columns = {
        PREFIX + field.name: SelectOneField(
            _(field.label), choices=choices, empty=_l("not in the file"), width="md"
        )
        for field in FIELDS.values()
    }
    form_class = type("RunFormOfFile", (RunForm,), columns)
    known = {PREFIX + name: header for name, header in run.mapping.items()}
    form: RunForm = form_class(
        origin=run.origin, channel=run.channel_code, track=run.track, **known
    )
    form.channel.choices = choices_of(channels)
    form.track.choices = choices_of([(track, _(TRACKS[track])) for track in FILE_TRACKS])
    return form
