"""The form of any transition, built from what its row needs. Shape and wording only.

`step_form` takes the choices that the page offers (StepOptions); `to_given()` of a valid form
returns the input as `perform` takes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from caseflow.core.cases.actions.opening import InspectionCommand
from caseflow.core.cases.lifecycle import Transition
from caseflow.core.cases.needs import Asked, Need, asked_by
from caseflow.core.texts.forms import NothingLeftToFill
from caseflow.core.together.fields import TaskRowsField
from caseflow.ground.web.base_form import BaseForm, VersionedForm
from caseflow.ground.web.fields import (
    ChecksField,
    DayField,
    FilesField,
    LongTextField,
    OneOfField,
    PinyinChoiceField,
    SelectOneField,
    TextField,
    WholeNumberField,
    YesField,
)
from caseflow.ground.web.moment_field import MomentField


@dataclass(frozen=True, slots=True)
class OfficerOption:
    """An officer who may be chosen; `unit_ids`: the own unit and those above it."""

    id: int
    label: str
    unit_ids: frozenset[int]
    is_certified: bool


@dataclass(frozen=True, slots=True)
class StepOptions:
    """What the fields of a step offer, and what stands in them at first."""

    case_id: int = 0
    units: tuple[tuple[int, str], ...] = ()
    officers: tuple[OfficerOption, ...] = ()
    petitions: tuple[tuple[int, str], ...] = ()
    sources: tuple[tuple[int, str], ...] = ()
    clocks: tuple[tuple[int, str], ...] = ()
    """Running deadlines that the step may be about."""
    facts: tuple[tuple[int, str], ...] = ()
    """Recorded facts that stand."""
    tasks: tuple[tuple[int, str], ...] = ()
    partners: tuple[tuple[int, str], ...] = ()
    accept: str = ""
    first: dict[str, Any] = field(default_factory=dict)
    """Values of an untouched form, by need."""


YES_NO = (("yes", _l("Yes")), ("no", _l("No")))


class StepForm(VersionedForm):
    """What every step sends: its version, and files kept from an earlier try."""

    kept_files = HiddenField()
    kept_names: list[str]
    """Names of the files that were stored when an earlier try of the form failed."""
    officer_units: dict[int, frozenset[int]]
    asked: tuple[Asked, ...]

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        return self._assignee_fits() and self._has_files() and is_valid

    def _assignee_fits(self) -> bool:
        """An officer belongs to the unit chosen or to one below it."""
        if "assignee_id" not in self or "unit_id" not in self:
            return True
        unit_id, officer_id = self["unit_id"].data, self["assignee_id"].data
        if not officer_id or not unit_id or unit_id in self.officer_units.get(officer_id, ()):
            return True
        sentence = _("This officer does not belong to the unit chosen.")
        self["assignee_id"].errors = [*self["assignee_id"].errors, sentence]
        return False

    def _has_files(self) -> bool:
        if "files" not in self or any(o.name == "files" and o.is_optional for o in self.asked):
            return True
        sent = [file for file in self["files"].data or [] if getattr(file, "filename", "")]
        if sent or self.kept_files.data:
            return True
        self["files"].errors = [*self["files"].errors, _("Choose %(thing)s.", thing=_("a file"))]
        return False

    def to_given(self) -> dict[str, Any]:
        """Return the input by need, what was left empty left out. Files are added by the view."""
        given: dict[str, Any] = {}
        for one in self.asked:
            if one.name == "files":
                continue
            value = self[one.name].data
            if one.need.kind == "yes_no" and value is not None:
                value = value == "yes"
            if value is not None and value not in ("", []):
                given[one.name] = value
        return given

    def shown(self, name: str) -> str:
        """Return what was typed into a field as a person reads it: of a choice, its label."""
        field = self[name]
        if isinstance(field, TaskRowsField):
            return field.as_words()
        return "、".join(_label_of(field, str(raw)) for raw in field.raw_data or ())

    def typed(self) -> list[tuple[str, str, str]]:
        """Return (name, label, text as typed) of every input, to be sent again.

        An input of several values is there once for each.
        """
        found = []
        for one in self.asked:
            if one.name == "files":
                continue
            for raw in self[one.name].raw_data or [""]:
                found.append((one.name, _(one.need.label), str(raw)))
        return found

    def typed_lines(self) -> list[tuple[str, str]]:
        """Return (label, what was typed as a person reads it) of every input."""
        labels = {name: label for name, label, _text in self.typed()}
        return [(label, self.shown(name)) for name, label in labels.items()]


def _label_of(field: Any, value: str) -> str:
    """Return the label of a choice as the form shows it; any other text as it is."""
    for choice in getattr(field, "iter_choices", list)():
        if str(choice.value) == value:
            return str(choice.label).strip()
    return value


Maker = Callable[[Need, dict[str, Any], StepOptions], Any]


def _text(need: Need, common: dict[str, Any], _options: StepOptions) -> Any:
    longest = need.longest or 200
    rule = Length(max=longest, message=_l("Enter at most %(max)d characters."))
    return TextField(validators=[rule], width="lg", **common)


def _long(need: Need, common: dict[str, Any], options: StepOptions) -> Any:
    more: dict[str, Any] = {}
    if need.texts:
        shown = {"data-texts": need.texts, "data-texts-case": options.case_id}
        more = {"render_kw": shown, "validators": [NothingLeftToFill()]}
    return LongTextField(rows=need.rows, width="full", **common, **more)


def _choice(need: Need, common: dict[str, Any], _options: StepOptions) -> Any:
    choices = [(value, _(label)) for value, label in need.choices.items()]
    if len(choices) <= 6 and common["required"]:
        return OneOfField(choices=choices, **common)
    return SelectOneField(choices=choices, **common)


def _way(need: Need, common: dict[str, Any], _options: StepOptions) -> Any:
    choices = [(code, _(label)) for code, label in need.choices.items() if code != "none"]
    return SelectOneField(choices=choices, width="md", **common)


def _ids(pairs: Any, common: dict[str, Any], **more: Any) -> Any:
    return PinyinChoiceField(choices=list(pairs), coerce=int, width="md", **common, **more)


def _assignees(_need: Need, common: dict[str, Any], options: StepOptions) -> Any:
    pairs = [(one.id, one.label) for one in options.officers]
    return _ids(pairs, common, empty=_l("The unit decides"))


def _certified(_need: Need, common: dict[str, Any], options: StepOptions) -> Any:
    return _ids([(one.id, one.label) for one in options.officers if one.is_certified], common)


def _few_ids(pairs: Any, common: dict[str, Any]) -> Any:
    return OneOfField(choices=list(pairs), coerce=_whole_or_none, **common)


def _whole_or_none(value: Any) -> int | None:
    return int(value) if str(value or "").isdigit() else None


MAKERS: dict[str, Maker] = {
    "text": _text,
    "long": _long,
    "choice": _choice,
    "one_of": lambda need, common, options: OneOfField(
        choices=[(value, _(label)) for value, label in need.choices.items()], **common
    ),
    "way": _way,
    "moment": lambda need, common, options: MomentField(**common),
    "past_day": lambda need, common, options: DayField(**common),
    "task": lambda need, common, options: _few_ids(options.tasks, common),
    "units": lambda need, common, options: ChecksField(
        choices=list(options.partners), coerce=int, **common
    ),
    "tasks": lambda need, common, options: TaskRowsField(choices=options.units, **common),
    "points": lambda need, common, options: TaskRowsField(
        choices=options.units, may_be_task=True, **common
    ),
    "day": lambda need, common, options: DayField(is_ahead=True, **common),
    "whole": lambda need, common, options: WholeNumberField(**common),
    "yes_no": lambda need, common, options: OneOfField(choices=list(YES_NO), **common),
    "unit": lambda need, common, options: _ids(options.units, common),
    "assignee": _assignees,
    "officer": _certified,
    "petition": lambda need, common, options: _few_ids(options.petitions, common),
    "source": lambda need, common, options: _few_ids(options.sources, common),
    "clock": lambda need, common, options: _few_ids(options.clocks, common),
    "fact": lambda need, common, options: _few_ids(options.facts, common),
    "files": lambda need, common, options: FilesField(
        accept=options.accept, **{**common, "required": False}
    ),
}


def _field(one: Asked, row: Transition, options: StepOptions) -> Any:
    need = one.need
    common: dict[str, Any] = {
        "label": _l(need.label),
        "thing": _l(need.thing),
        "required": not one.is_optional,
        "hint": _l(need.hint) if need.hint else "",
    }
    if need.is_kept:
        common["keep"] = f"case.{options.case_id}.{row.name}.{one.name}"
    made = MAKERS[need.kind](need, common, options)
    if one.name in options.first:
        made.kwargs["default"] = options.first[one.name]
    return made


def step_form(
    row: Transition, version: int, options: StepOptions, formdata: Any = None
) -> StepForm:
    """Return the form of a transition. `formdata` None: what the request sent."""
    asked = tuple(asked_by(row.name))
    fields = {one.name: _field(one, row, options) for one in asked}
    kind = type(f"{row.name.title()}Form", (StepForm,), fields)
    found = kind(data={"version": version}) if formdata is None else kind(formdata=formdata)
    assert isinstance(found, StepForm)
    found.asked, found.kept_names = asked, []
    found.officer_units = {one.id: one.unit_ids for one in options.officers}
    return found


class InspectionForm(BaseForm):
    """Opening a case of the bureau's own, without a petition."""

    title = TextField(
        _l("What is inspected"),
        thing=_l("what is inspected"),
        required=True,
        hint=_l("One line, such as the site and the occasion."),
        width="full",
    )
    channel_code = OneOfField(_l("Occasion"), thing=_l("an occasion"), required=True)
    categories = ChecksField(_l("Pollution"), thing=_l("the kinds"), required=True)
    township_code = PinyinChoiceField(_l("Township"), width="md")
    address_text = TextField(_l("Address"), width="lg")
    is_urgent = YesField(_l("Urgent"))

    def to_command(self, source_id: int | None = None) -> InspectionCommand:
        return InspectionCommand(
            title=self.title.data,
            channel_code=self.channel_code.data or "",
            source_id=source_id,
            township_code=self.township_code.data or None,
            address_text=self.address_text.data or "",
            category_codes=tuple(self.categories.data or ()),
            is_urgent=bool(self.is_urgent.data),
        )


class CopyForm(BaseForm):
    """Taking a copy of an evidence file: what for."""

    reason = TextField(
        _l("What the copy is for"),
        [Length(max=300, message=_l("Enter at most %(max)d characters."))],
        thing=_l("what the copy is for"),
        required=True,
        width="full",
    )


class LookForm(BaseForm):
    """Asking to see who complained: whose petition, and why."""

    petition_id = HiddenField()
    reason = TextField(
        _l("Why you need to know"),
        [Length(max=300, message=_l("Enter at most %(max)d characters."))],
        thing=_l("a reason"),
        required=True,
        width="full",
    )
