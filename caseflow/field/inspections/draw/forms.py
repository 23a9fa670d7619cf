"""What is entered for a draw. Shape and wording only."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, NumberRange

from caseflow.core.cases.queries.filters import category_choices, township_choices
from caseflow.core.cases.queries.names import content
from caseflow.core.sources.reference import RISK_GRADES
from caseflow.field.inspections.draw.actions import WEIGHTS, DrawCommand, PoolFilter, Pools
from caseflow.field.inspections.draw.rules import SEED_MOST
from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import (
    ChecksField,
    DayField,
    LongTextField,
    PinyinChoiceField,
    SelectOneField,
    TextField,
    WholeNumberField,
    YesField,
)
from caseflow.ground.web.moment_field import MomentField

_WEIGHT = (NumberRange(1, 1000),)


class DrawForm(BaseForm):
    """A draw: which pool, how many, by which seed."""

    township = PinyinChoiceField(_l("Township"), empty=_l("any"), width="md")
    category = SelectOneField(
        _l("Pollution"), empty=_l("any"), width="md", hint=_l("Of a case against the source.")
    )
    risk_grade = SelectOneField(_l("Risk grade"), empty=_l("any"), width="md")
    name = TextField(
        _l("Name of the draw"), [Length(max=100)], thing=_l("a name"), required=True, width="lg"
    )
    object_count = WholeNumberField(
        _l("Sources to be drawn"), [NumberRange(1, 1000)], thing=_l("a number"), required=True
    )
    due_on = DayField(_l("Visits to be made by"), thing=_l("a day"), required=True, is_ahead=True)
    weight_general = WholeNumberField(
        _l("Weight, general risk"), _WEIGHT, thing=_l("a weight"), required=True
    )
    weight_elevated = WholeNumberField(
        _l("Weight, elevated risk"), _WEIGHT, thing=_l("a weight"), required=True
    )
    weight_major = WholeNumberField(
        _l("Weight, major risk"), _WEIGHT, thing=_l("a weight"), required=True
    )
    officer_ids = ChecksField(_l("Officers in the pool"), thing=_l("the officers"), required=True)
    is_balanced = YesField(_l("Officers with fewer sources in this draw go first"))
    seed = TextField(
        _l("Seed"),
        [Length(max=SEED_MOST, message=_l("Enter at most %(max)d characters."))],
        thing=_l("the seed"),
        required=True,
        hint=_l(
            "Something published that nobody here decides, such as lottery numbers of a day "
            "announced before."
        ),
        width="lg",
    )
    seed_words = LongTextField(
        _l("How the seed was published"),
        thing=_l("how and where the seed was published"),
        required=True,
        hint=_l("So that anybody can look it up: where, in which issue, announced when."),
        rows=2,
    )
    seed_published_at = MomentField(
        _l("When the seed was published"), thing=_l("when it was published"), required=True
    )

    def prepare(self, pools: Pools) -> None:
        """Give the lists their choices."""
        self.township.choices = list(township_choices())
        self.category.choices = list(category_choices())
        self.risk_grade.choices = [(code, _(label)) for code, label in RISK_GRADES.items()]
        self.officer_ids.choices = [
            (str(one.id), content(f"{one.name} · {one.certificate} · {one.unit}"))
            for one in pools.officers
        ]

    def pool(self) -> PoolFilter:
        """Return the filter that is chosen, valid or not."""
        return PoolFilter(
            self.township.data or "", self.category.data or "", self.risk_grade.data or ""
        )

    def to_command(self) -> DrawCommand:
        assert self.due_on.data is not None
        assert self.seed_published_at.data is not None
        return DrawCommand(
            name=self.name.data,
            seed=self.seed.data,
            seed_words=self.seed_words.data,
            seed_published_at=self.seed_published_at.data,
            object_count=self.object_count.data or 0,
            due_on=self.due_on.data,
            pool=self.pool(),
            weights={grade: self[f"weight_{grade}"].data for grade in WEIGHTS},
            officer_ids=tuple(int(one) for one in self.officer_ids.data or ()),
            is_balanced=bool(self.is_balanced.data),
        )
