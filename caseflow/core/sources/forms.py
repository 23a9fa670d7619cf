"""What is entered of a pollution source."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from caseflow.core.cases.queries.filters import township_choices
from caseflow.core.sources.actions import PenaltyCommand, SourceCommand
from caseflow.core.sources.credit_code import credit_code_problem, normal_credit_code
from caseflow.core.sources.reference import RISK_GRADES
from caseflow.ground import clock
from caseflow.ground.web.base_form import BaseForm, VersionedForm
from caseflow.ground.web.fields import (
    DayField,
    LongTextField,
    OneOfField,
    PinyinChoiceField,
    TextField,
    WholeNumberField,
    YesField,
)


class PenaltyForm(BaseForm):
    """A penalty decided against the source, by whichever authority."""

    number = TextField(
        _l("Decision number"),
        thing=_l("the decision number"),
        required=True,
        hint=_l("Such as 忠环罚〔2026〕3号."),
        width="md",
        autocomplete="off",
        validators=[Length(max=60)],
    )
    decided_on = DayField(_l("Decided on"), thing=_l("the day of the decision"), required=True)
    authority = TextField(
        _l("Deciding authority"), thing=_l("the authority"), required=True, width="lg",
        validators=[Length(max=100)],
    )  # fmt: skip
    basis = TextField(
        _l("Legal basis"), thing=_l("the legal basis"), required=True, width="lg",
        hint=_l("Instrument and article as the decision names them."),
        validators=[Length(max=200)],
    )  # fmt: skip
    words = TextField(
        _l("Act and penalty in short"), thing=_l("the act and the penalty"), required=True,
        width="full", validators=[Length(max=300)],
    )  # fmt: skip
    amount_yuan = WholeNumberField(
        _l("Fine in yuan"),
        hint=_l("Left empty if there is no fine."),
        validators=[Optional(), NumberRange(0, 2_000_000_000)],
    )

    def validate_decided_on(self, field: DayField) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("This lies in the future."))

    def to_command(self) -> PenaltyCommand:
        assert self.decided_on.data is not None
        return PenaltyCommand(
            number=self.number.data.strip(),
            decided_on=self.decided_on.data,
            authority=self.authority.data.strip(),
            basis=self.basis.data.strip(),
            words=self.words.data.strip(),
            amount_yuan=self.amount_yuan.data,
        )


class SourceForm(VersionedForm):
    """The file of a source; only its name is needed."""

    name = TextField(
        _l("Name of the source"),
        thing=_l("the name of the source"),
        required=True,
        hint=_l("As on its licence or sign; of a building site, project and builder."),
        width="lg",
        autocomplete="off",
    )
    credit_code = TextField(
        _l("Unified social credit code"),
        hint=_l("18 characters; blanks and small letters do not matter."),
        width="md",
        autocomplete="off",
    )
    sector = TextField(_l("Sector"), width="md", render_kw={"list": "sectors"}, autocomplete="off")
    permit_number = TextField(_l("Permit number"), width="md", autocomplete="off")
    township_code = PinyinChoiceField(_l("Township"), width="md")
    address_text = TextField(_l("Address"), width="lg", autocomplete="off")
    risk_grade = OneOfField(_l("Risk grade"), thing=_l("a risk grade"), required=True)
    note = LongTextField(_l("Note"), rows=3)
    is_another = YesField(_l("It is another source: open a file of its own"))
    """Asked only after a file of a like name was shown."""

    def prepare(self) -> None:
        """Give the lists their choices."""
        self.township_code.choices = list(township_choices())
        self.risk_grade.choices = [(grade, _(label)) for grade, label in RISK_GRADES.items()]

    def validate_credit_code(self, field: TextField) -> None:
        code = normal_credit_code(field.data or "")
        problem = credit_code_problem(code) if code else None
        if problem:
            raise ValidationError(_(problem))

    def to_command(self) -> SourceCommand:
        return SourceCommand(
            name=self.name.data,
            credit_code=self.credit_code.data or None,
            sector=self.sector.data or "",
            permit_number=self.permit_number.data or None,
            township_code=self.township_code.data or None,
            address_text=self.address_text.data or "",
            risk_grade=self.risk_grade.data or "general",
            note=self.note.data or "",
        )
