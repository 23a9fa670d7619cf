"""What is entered of a plan, a visit of it, and a recusal. Shape and wording only."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms.validators import Length, NumberRange, Optional

from caseflow.core.plans.queries import certified_officers
from caseflow.core.plans.rules import BASIS_RULES, CAPS
from caseflow.core.sources.models import PollutionSource
from caseflow.core.visits.rules import BASES, KINDS
from caseflow.field.inspections.plans.actions import PlanCommand, VisitCommand
from caseflow.field.inspections.plans.recusals import RecusalCommand
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.web.base_form import BaseForm, VersionedForm
from caseflow.ground.web.fields import (
    DayField,
    LongTextField,
    PinyinChoiceField,
    SelectOneField,
    TextField,
    WholeNumberField,
)

_CAP_RULES = (Optional(), NumberRange(1, 366))


def source_choices() -> list[tuple[int, str]]:
    """Return every source by name; one statement."""
    rows = db.session.execute(
        select(PollutionSource.id, PollutionSource.name).order_by(PollutionSource.name)
    )
    return [(row.id, row.name) for row in rows]


def officer_choices() -> list[tuple[int, str]]:
    """Return the officers with a certificate that is valid today; one statement."""
    return [
        (one.id, f"{one.name} · {one.certificate} · {one.unit}")
        for one in certified_officers(clock.today())
    ]


class PlanForm(VersionedForm):
    """A year's plan on one ground."""

    name = TextField(
        _l("Name of the plan"),
        [Length(max=100, message=_l("Enter at most %(max)d characters."))],
        thing=_l("the name of the plan"),
        required=True,
        hint=_l("Such as 2027年餐饮油烟专项检查."),
        width="lg",
    )
    basis = SelectOneField(
        _l("Why these inspections are made"), thing=_l("a ground"), required=True, width="md"
    )
    kind = SelectOneField(
        _l("What is looked into"), thing=_l("what is looked into"), required=True, width="md"
    )
    year = WholeNumberField(
        _l("Year"), [NumberRange(2000, 2100)], thing=_l("a year"), required=True
    )
    published_items = LongTextField(
        _l("Published items"),
        thing=_l("the published items"),
        required=True,
        hint=_l(
            "Only what stands in the published list of inspection items may be inspected "
            "(国办发〔2024〕54号): name the items, and where and when they were published."
        ),
        rows=3,
    )
    cap_general = WholeNumberField(_l("Yearly cap, general risk"), _CAP_RULES)
    cap_elevated = WholeNumberField(_l("Yearly cap, elevated risk"), _CAP_RULES)
    cap_major = WholeNumberField(_l("Yearly cap, major risk"), _CAP_RULES)
    words = LongTextField(_l("Note"), rows=2)

    def prepare(self) -> None:
        """Give the lists their choices."""
        self.basis.choices = [
            (code, _(label)) for code, label in BASES.items() if BASIS_RULES[code].can_plan
        ]
        self.kind.choices = [(code, _(label)) for code, label in KINDS.items()]

    def to_command(self) -> PlanCommand:
        caps = {grade: self[f"cap_{grade}"].data for grade in CAPS}
        return PlanCommand(
            name=self.name.data,
            basis=self.basis.data,
            year=self.year.data or 0,
            kind=self.kind.data,
            caps={grade: cap for grade, cap in caps.items() if cap is not None},
            published_items=self.published_items.data,
            words=self.words.data or "",
        )


class VisitForm(VersionedForm):
    """One visit of a plan; of a visit that is there already, the source stays."""

    source_id = PinyinChoiceField(
        _l("Source"), thing=_l("a source"), required=True, coerce=int, width="lg"
    )
    due_on = DayField(_l("To be made by"), thing=_l("a day"), required=True, is_ahead=True)
    officer_id = PinyinChoiceField(
        _l("First officer"), coerce=int, empty=_l("nobody yet"), width="md"
    )
    second_officer_id = PinyinChoiceField(
        _l("Second officer"), coerce=int, empty=_l("nobody yet"), width="md",
        hint=_l("Two officers with certificates (行政处罚法 42)."),
    )  # fmt: skip

    def prepare(self, *, is_new: bool) -> None:
        """Give the lists their choices."""
        if is_new:
            self.source_id.choices = source_choices()
        else:
            del self.source_id
        self.officer_id.choices = self.second_officer_id.choices = officer_choices()

    def to_command(self) -> VisitCommand:
        assert self.due_on.data is not None, "a valid form has a day"
        return VisitCommand(
            source_id=self.source_id.data if "source_id" in self else 0,
            due_on=self.due_on.data,
            officer_id=self.officer_id.data,
            second_officer_id=self.second_officer_id.data,
        )


class DropForm(VersionedForm):
    """Why a visit is not made."""

    reason = TextField(
        _l("Why it is dropped"),
        [Length(max=300, message=_l("Enter at most %(max)d characters."))],
        thing=_l("a reason"),
        required=True,
        width="lg",
    )


class RecusalForm(BaseForm):
    """An officer who does not inspect a source."""

    officer_id = PinyinChoiceField(
        _l("Officer"), thing=_l("an officer"), required=True, coerce=int, width="md"
    )
    source_id = PinyinChoiceField(
        _l("Source"), thing=_l("a source"), required=True, coerce=int, width="lg"
    )
    reason = TextField(_l("Reason"), thing=_l("a reason"), required=True, width="lg")
    from_on = DayField(_l("First day"), thing=_l("a day"), required=True)
    to_on = DayField(_l("Last day"), is_ahead=True, hint=_l("Empty: until it is ended."))

    def prepare(self) -> None:
        """Give the lists their choices."""
        self.officer_id.choices = officer_choices()
        self.source_id.choices = source_choices()

    def to_command(self) -> RecusalCommand:
        assert self.from_on.data is not None, "a valid form has a day"
        return RecusalCommand(
            officer_id=self.officer_id.data,
            source_id=self.source_id.data,
            reason=self.reason.data,
            from_on=self.from_on.data,
            to_on=self.to_on.data,
        )
