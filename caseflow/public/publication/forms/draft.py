"""Forms of a draft: words and tables, marks, steps. Shape and wording only."""

from __future__ import annotations

import hashlib
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from caseflow.core.redaction import NEVER_PUBLIC
from caseflow.ground.web.base_form import VersionedForm
from caseflow.ground.web.fields import LongTextField, OneOfField, TextField
from caseflow.public.publication.lifecycle import Step
from caseflow.public.publication.parts import Tables, UnreadableLine, as_lines, from_lines

HIDE, KEEP = "hide", "keep"
LONGEST_REPLACEMENT = 60
LONGEST_REASON = 300
LONGEST_TABLE = 60_000
_HINTS = {
    "withdraw": _l("The public reads it in place of the text: name nobody."),
    "correct": _l("The public reads below the text what was corrected: name nobody."),
}
_TOO_LONG = _l("Enter at most %(max)d characters.")


class WordsForm(VersionedForm):
    """The words of a draft; tables are added by `words_form`."""

    table_count = 0

    title = TextField(_l("Title"), thing=_l("a title"), required=True, width="full")
    original = LongTextField(
        _l("Text"),
        thing=_l("the text"),
        required=True,
        rows=16,
        width="full",
        hint=_l("An empty line begins a new paragraph. Changed words are searched anew."),
    )

    def typed(self) -> list[tuple[str, str, str]]:
        """Return (name, label, text as typed) of every input."""
        fields = [self.title, self.original, *self.tables]
        return [(f.name, str(f.label.text), f.data or "") for f in fields]

    @property
    def tables(self) -> list[Any]:
        """Return the field of each table, in order."""
        return [self[f"table_{number}"] for number in range(self.table_count)]

    def read_tables(self, tables: Tables) -> Tables | None:
        """Return `tables` with the typed rows; None, with errors at the fields, if unreadable."""
        found = []
        for field, one in zip(self.tables, tables, strict=True):
            try:
                found.append(from_lines(one, field.data or ""))
            except UnreadableLine as error:
                sentence = _(
                    "Line %(line)s has %(found)s cells, but the table has %(wanted)s columns.",
                    line=error.number,
                    found=error.found,
                    wanted=error.wanted,
                )
                field.errors = [*field.errors, sentence]
        return None if any(field.errors for field in self.tables) else found


def words_form(title: str, original: str, tables: Tables, version: int) -> WordsForm:
    """Return the form of a draft's words, with one field for the rows of each table."""
    fields: dict[str, Any] = {
        f"table_{number}": LongTextField(
            one["caption"],
            [Length(max=LONGEST_TABLE, message=_TOO_LONG)],
            rows=min(16, len(one["rows"]) + 2),
            width="full",
            hint=_l(
                "One row a line, its cells parted by |. Columns: %(columns)s",
                columns=" | ".join(one["columns"]),
            ),
        )
        for number, one in enumerate(tables)
    }
    given = {f"table_{number}": as_lines(one) for number, one in enumerate(tables)}
    made = type("TheseWordsForm", (WordsForm,), fields)
    form: WordsForm = _versioned(
        made(data={"title": title, "original": original, "version": version, **given}), version
    )
    form.table_count = len(tables)
    return form


class AddMarkForm(VersionedForm):
    """Words that a person wants hidden."""

    hidden = TextField(
        _l("Words to hide"),
        thing=_l("the words to hide"),
        required=True,
        hint=_l("Exactly as they stand in the draft; every place is hidden."),
        width="full",
    )
    replacement = TextField(
        _l("Put instead"),
        [Length(max=LONGEST_REPLACEMENT, message=_TOO_LONG)],
        hint=_l("Left empty: ×××"),
        width="full",
    )
    reason = TextField(
        _l("Reason"),
        [Length(max=100, message=_TOO_LONG)],
        thing=_l("a reason"),
        required=True,
        width="full",
    )

    def typed(self) -> list[tuple[str, str, str]]:
        """Return (name, label, text as typed) of every input."""
        fields = (self.hidden, self.replacement, self.reason)
        return [(f.name, str(f.label.text), f.data or "") for f in fields]


class StepForm(VersionedForm):
    """A step of the table; `reason` only where its row needs one."""

    def typed(self) -> list[tuple[str, str, str]]:
        """Return (name, label, text as typed) of every input."""
        if "reason" not in self:
            return []
        return [("reason", str(self["reason"].label.text), self["reason"].data or "")]

    @property
    def words(self) -> str:
        return str(self["reason"].data or "") if "reason" in self else ""


def step_form(step: Step, version: int) -> StepForm:
    """Return the form of a step."""
    fields: dict[str, Any] = {}
    if step.needs_reason:
        fields["reason"] = LongTextField(
            _l("Reason"),
            [Length(max=LONGEST_REASON, message=_TOO_LONG)],
            thing=_l("a reason"),
            required=True,
            rows=3,
            width="full",
            hint=_HINTS.get(step.name, ""),
        )
    form: StepForm = _versioned(type("OneStepForm", (StepForm,), fields)(), version)
    return form


class MarksForm(VersionedForm):
    """A decision and a replacement for each mark; see `marks_form`."""

    keys: tuple[str, ...] = ()

    def decisions(self) -> dict[int, tuple[str | None, str]]:
        """Return what was decided, by the place of the mark."""
        return {
            index: (self[f"decision_{key}"].data or None, self[f"replacement_{key}"].data or "")
            for index, key in enumerate(self.keys)
        }


def marks_form(marks: list[dict[str, Any]], words: dict[str, str], version: int) -> MarksForm:
    """Return the form of a draft's marks, with what is decided already standing in it.

    Fields are named by what they hide: on newer words an older page's decisions find their mark.
    """
    keys, fields = mark_keys(marks, words), {}
    for key, mark in zip(keys, marks, strict=True):
        ways = [(HIDE, _l("Hide"))] if is_fixed(mark) else [(HIDE, _l("Hide")), (KEEP, _l("Keep"))]
        fields[f"decision_{key}"] = OneOfField(
            _l("Decision"), choices=ways, default=mark["decision"]
        )
        fields[f"replacement_{key}"] = TextField(
            _l("Put instead"),
            [Length(max=LONGEST_REPLACEMENT, message=_TOO_LONG)],
            default=mark["replacement"],
        )
    form: MarksForm = _versioned(type("TheseMarksForm", (MarksForm,), fields)(), version)
    form.keys = keys
    return form


def is_fixed(mark: dict[str, Any]) -> bool:
    """Return whether nobody may keep what this mark hides."""
    return mark["kind"] in NEVER_PUBLIC


def mark_keys(marks: list[dict[str, Any]], words: dict[str, str]) -> tuple[str, ...]:
    """Return a name for each mark, made of what it hides and which time it does so."""
    seen: dict[str, int] = {}
    keys = []
    for mark in marks:
        part = mark.get("part", "text")
        hidden = f"{part} {mark['kind']} {words[part][mark['start'] : mark['end']]}"
        seen[hidden] = seen.get(hidden, 0) + 1
        keys.append(hashlib.sha256(f"{hidden} {seen[hidden]}".encode()).hexdigest()[:12])
    return tuple(keys)


def _versioned(form: Any, version: int) -> Any:
    if form.version.raw_data is None or not form.version.raw_data:
        form.version.data = version
    return form
