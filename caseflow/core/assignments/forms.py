"""The inputs of the dispatch matrix: a row, and the last day of one. Shape and wording only."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from caseflow.core.assignments.actions import RuleCommand
from caseflow.core.petitions.reference import TRACKS
from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import (
    ChecksField,
    DayField,
    PinyinChoiceField,
    SelectOneField,
    TextField,
    YesField,
)

TOWNSHIP = "township"
"""Value of the choice “the office of the township”."""


class RuleForm(BaseForm):
    """A row of the matrix."""

    category_code = SelectOneField(_l("Category"), empty=_l("any"), width="md")
    track = SelectOneField(_l("Kind"), empty=_l("any"), width="md")
    township_code = PinyinChoiceField(_l("Township"), empty=_l("any"), width="md")
    lead = PinyinChoiceField(
        _l("Leading unit"), thing=_l("the leading unit"), required=True, width="md"
    )
    co_units = ChecksField(_l("Co-handling units"))
    basis = TextField(
        _l("Basis"),
        [Length(max=300, message=_l("Enter at most %(max)d characters."))],
        thing=_l("the law and the local assignment"),
        required=True,
        hint=_l("Article and local document by which this unit handles or punishes."),
        width="full",
    )
    is_verified = YesField(_l("Confirmed with the local assignment"))
    valid_from = DayField(
        _l("In force from"), thing=_l("a day"), required=True, is_ahead=True,
        hint=_l("Today or later."),
    )  # fmt: skip
    valid_until = DayField(
        _l("Last day in force"), is_ahead=True, hint=_l("Empty: until further notice.")
    )

    def offer(
        self,
        categories: list[tuple[str, str]],
        townships: list[tuple[str, str]],
        units: list[tuple[int, str]],
        helpers: list[tuple[int, str]],
    ) -> None:
        """Set what can be chosen."""
        self.category_code.choices = categories
        self.track.choices = [(code, _(words)) for code, words in TRACKS.items()]
        self.township_code.choices = townships
        named = [(str(unit_id), name) for unit_id, name in units]
        self.lead.choices = [(TOWNSHIP, _("the office of the township")), *named]
        self.co_units.choices = [(str(unit_id), name) for unit_id, name in helpers]

    def to_command(self) -> RuleCommand:
        """Return the row as the matrix takes it. Call it on a valid form."""
        first: date | None = self.valid_from.data
        assert first is not None, "a valid form has a day"
        return RuleCommand(
            category_code=self.category_code.data or None,
            track=self.track.data or None,
            township_code=self.township_code.data or None,
            lead_unit_id=None if self.lead.data == TOWNSHIP else int(self.lead.data or 0),
            co_unit_ids=tuple(int(one) for one in self.co_units.data or ()),
            basis=(self.basis.data or "").strip(),
            is_verified=bool(self.is_verified.data),
            valid_from=first,
            valid_until=self.valid_until.data,
        )


class EndForm(BaseForm):
    """The last day of a row."""

    last_day = DayField(
        _l("Last day in force"),
        thing=_l("a day"),
        required=True,
        is_ahead=True,
        hint=_l("Yesterday at the earliest. A row that is not yet in force is taken away."),
    )
