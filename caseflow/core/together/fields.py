"""A field of several lines, each a unit, what it is to do, and by which day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms.fields.core import Field

from caseflow.ground import clock
from caseflow.ground.typed_time import NotAMoment, read_day
from caseflow.ground.web.fields import Thing

BLANK_ROWS = 2
MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One line as it was typed. A line with neither words nor a day counts as empty."""

    unit: str = ""
    words: str = ""
    day: str = ""
    is_task: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.day)


class TaskRowsField(Thing, Field):  # type: ignore[misc]  # WTForms has no types for it
    """`data` is a list of {"unit_id", "words", "due_on", "is_task"}; empty lines are left out.

    Sent as `name-unit`, `name-words`, `name-day` and, for ticked lines, `name-task` with the
    line's place; or as one JSON text under `name`, as the page of a conflict sends it again.
    """

    def __init__(
        self,
        *args: Any,
        choices: Iterable[tuple[int, str]] = (),
        may_be_task: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choices, self.may_be_task = list(choices), may_be_task
        self.typed: list[TypedRow] = []

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.raw_data: list[str] = []
        self.data: list[dict[str, Any]] = []
        if formdata is None:
            proposed = self.default or ()
            self.typed = [TypedRow(unit=str(unit_id)) for unit_id in proposed]
            return
        self.typed = self._read(formdata)
        self.raw_data = [json.dumps([_plain(row) for row in self.typed], ensure_ascii=False)]
        self.data = [made for row in self.typed if (made := self._made(row)) is not None]

    def _read(self, formdata: Any) -> list[TypedRow]:
        if formdata.get(self.name):
            return _from_json(formdata.get(self.name))
        lists = [formdata.getlist(f"{self.name}-{part}") for part in ("unit", "words", "day")]
        ticked = set(formdata.getlist(f"{self.name}-task"))
        rows = [
            TypedRow(unit, words.strip(), day.strip(), str(place) in ticked)
            for place, (unit, words, day) in enumerate(zip(*lists, strict=False))
        ]
        return [row for row in rows[:MOST_ROWS] if not row.is_empty]

    def _made(self, row: TypedRow) -> dict[str, Any] | None:
        unit_ids = {str(unit_id) for unit_id, _label in self.choices}
        due_on = _day(row.day)
        if row.unit not in unit_ids:
            self._wrong(_("Choose a unit for “%(words)s”.", words=row.words or row.day))
        elif not row.words:
            self._wrong(_("Say what %(unit)s is to do.", unit=self.label_of(row.unit)))
        elif due_on is None or due_on < clock.today():
            self._wrong(
                _("Give %(unit)s a day from today on, such as 12-15.", unit=self.label_of(row.unit))
            )
        else:
            values = {"unit_id": int(row.unit), "words": row.words[:2000], "due_on": due_on}
            return {**values, "is_task": row.is_task}
        return None

    def _wrong(self, sentence: str) -> None:
        self.process_errors.append(sentence)

    def label_of(self, unit: str) -> str:
        """Return the name of a unit by its id as text."""
        return next((label for unit_id, label in self.choices if str(unit_id) == unit), "")

    def rows(self) -> list[TypedRow]:
        """Return the lines to show: what was typed or proposed, and some empty ones."""
        return [*self.typed, *(TypedRow() for _place in range(BLANK_ROWS))]

    def as_words(self) -> str:
        """Return what was typed as a person reads it."""
        return "\n".join(
            " · ".join(part for part in (self.label_of(row.unit), row.words, row.day) if part)
            for row in self.typed
        )


def _plain(row: TypedRow) -> list[Any]:
    return [row.unit, row.words, row.day, row.is_task]


def _from_json(text: str) -> list[TypedRow]:
    try:
        rows = [TypedRow(str(a), str(b), str(c), bool(d)) for a, b, c, d in json.loads(text)]
    except (TypeError, ValueError):
        return []
    return [row for row in rows[:MOST_ROWS] if not row.is_empty]


def _day(text: str) -> date | None:
    """Return the next such day; None if it is no day."""
    if not text:
        return None
    today = clock.today()
    try:
        found = read_day(text, today)
        if found < today and str(found.year) not in text:
            found = read_day(f"{found.year + 1}-{found.month}-{found.day}", today)
    except NotAMoment:
        return None
    return found
