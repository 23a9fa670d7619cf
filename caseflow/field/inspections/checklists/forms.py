"""What is entered of a checklist: its name, and its items in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form, FormField, HiddenField
from wtforms.validators import Length

from caseflow.core.visits.rules import KINDS
from caseflow.field.inspections.checklists.actions import ListCommand
from caseflow.field.inspections.checklists.rules import MARKS, Item, new_code
from caseflow.ground.web.base_form import VersionedForm
from caseflow.ground.web.fields import SelectOneField, TextField, WholeNumberField, YesField

EMPTY_ROWS = 3
"""Rows for new items; saving gives three more."""


class ItemForm(Form):
    """One item. Without words it is left out."""

    code = HiddenField()
    place = WholeNumberField(_l("Place"))
    words = TextField(_l("Words"), [Length(max=300)], width="full")
    words_en = TextField(_l("Words in English"), [Length(max=300)], width="full")
    basis = TextField(_l("Instrument and article"), [Length(max=300)], width="full")
    mark = SelectOneField(_l("How sure the basis is"), width="md")
    asks_photograph = YesField(_l("Asks for a photograph"))
    is_left_out = YesField(_l("Leave this item out of the new version"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark.choices = [(code, _(label)) for code, label in MARKS.items()]


class ChecklistForm(VersionedForm):
    """A checklist, or its next version. Code and kind are asked for of a new one only."""

    code = TextField(
        _l("Code"), [Length(max=40)], thing=_l("a code"), required=True, width="md",
        hint=_l("Small letters, digits, - and _; records of visits name it, so it never changes."),
    )  # fmt: skip
    kind = SelectOneField(
        _l("What is looked into"), thing=_l("what is looked into"), required=True, width="md"
    )
    name = TextField(_l("Name"), [Length(max=100)], thing=_l("a name"), required=True, width="lg")
    name_en = TextField(_l("Name in English"), [Length(max=100)], width="lg")
    items = FieldList(FormField(ItemForm), max_entries=120)
    is_retired = YesField(_l("No longer taken along on visits"))
    reason = TextField(
        _l("Why it is changed"), [Length(max=200)], thing=_l("a reason"), required=True, width="lg"
    )

    def prepare(self, *, is_new: bool) -> None:
        """Give the lists their choices; drop what is not asked for."""
        if is_new:
            self.kind.choices = [(code, _(label)) for code, label in KINDS.items()]
            del self.reason, self.is_retired
        else:
            del self.code, self.kind
        if not self.is_submitted():
            for _row in range(EMPTY_ROWS):
                self.items.append_entry({"mark": "own"})

    def to_version(self, list_code: str, taken: Sequence[str]) -> ListCommand:
        """Return the version; `taken`: every code an item of this list ever had."""
        return ListCommand(
            name=self.name.data,
            name_en=self.name_en.data or "",
            items=self._items(list_code, taken),
            is_retired=bool(self.is_retired.data) if "is_retired" in self else False,
            reason=(self.reason.data or "") if "reason" in self else "",
        )

    def _items(self, list_code: str, taken: Sequence[str]) -> tuple[Item, ...]:
        """Return the items by their place; of two in one place the earlier row goes first."""
        used, found = list(taken), []
        for row, entry in enumerate(self.items.entries):
            one = entry.form
            if not (one.words.data or "").strip() or one.is_left_out.data:
                continue
            code = one.code.data if one.code.data in taken else new_code(list_code, used)
            used.append(code)
            item = Item(
                code=code,
                words=one.words.data,
                words_en=one.words_en.data or "",
                basis=one.basis.data or "",
                asks_photograph=bool(one.asks_photograph.data),
                mark=one.mark.data or "own",
            )
            place = one.place.data if one.place.data is not None else 1000
            found.append((place, row, item))
        return tuple(item for _place, _row, item in sorted(found, key=lambda each: each[:2]))
