"""Forms of rewards: proposing, the steps, looks, rules, and the public claim. Shape and wording."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length, NumberRange

from caseflow.ground.web.base_form import BaseForm, VersionedForm
from caseflow.ground.web.fields import (
    ChecksField,
    DayField,
    LongTextField,
    OneOfField,
    SelectOneField,
    TextField,
    WholeNumberField,
    YesField,
)
from caseflow.public.rewards.actions.assessing import AssessCommand
from caseflow.public.rewards.actions.claiming import BY_CODE, BY_IDENTITY
from caseflow.public.rewards.actions.paying import BANK, CASH, VOUCHER, PayCommand, Payee
from caseflow.public.rewards.lifecycle import Step
from caseflow.public.rewards.queries.history import WAYS
from caseflow.public.rewards.rules import Change, Kind, RewardRule

LONGEST = 1_000_000_000
_TOO_LONG = _l("Enter at most %(max)d characters.")
_POSITIVE = NumberRange(1, LONGEST, _l("Enter a number above nothing."))


class ProposeForm(BaseForm):
    """The petition that is to be rewarded."""

    number = TextField(
        _l("Petition number"),
        thing=_l("the petition number"),
        required=True,
        autocomplete="off",
        width="md",
    )


class RewardStepForm(VersionedForm):
    """A step of the table; its fields by what its row needs."""

    def typed(self) -> list[tuple[str, str, str]]:
        """Return (name, label, text as typed) of every input, for the page of a conflict."""
        return [
            (field.name, str(field.label.text), text)
            for field in self
            if field not in self.hidden_fields
            for text in _texts(field)
        ]


def _texts(field: Any) -> list[str]:
    if field.raw_data:
        return [str(value) for value in field.raw_data]
    return [str(field.data or "")]


class ReasonForm(RewardStepForm):
    reason = LongTextField(
        _l("Reason"),
        [Length(max=300, message=_TOO_LONG)],
        thing=_l("a reason"),
        required=True,
        rows=3,
        width="full",
        hint=_l("It stays with the reward. Write nothing that names the reporter."),
    )


class WayForm(RewardStepForm):
    way = OneOfField(_l("How does the reporter come to know?"), thing=_l("a way"), required=True)


class ClaimForm(RewardStepForm):
    """Who claims: by the code, or, where the reporter gave a name, by an identity card."""

    way = OneOfField(_l("Who claims is known by"), thing=_l("a way"), required=True)
    code = TextField(
        _l("Claim code"),
        thing=_l("the claim code"),
        autocomplete="off",
        width="md",
        hint=_l("Three groups of four; capital or small letters are the same."),
    )

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A code is needed where the code is to tell."""
        is_valid = bool(super().validate(*args, **kwargs))
        if self.way.data == BY_CODE and not self.code.data:
            self.code.errors = [*self.code.errors, _("Enter the claim code.")]
            return False
        return is_valid


class PayForm(RewardStepForm):
    """How it was paid; a transfer needs the account, anything else only a receipt."""

    way = OneOfField(_l("Paid by"), thing=_l("a way"), required=True)
    receipt_number = TextField(
        _l("Number of the receipt or voucher"),
        [Length(max=60, message=_TOO_LONG)],
        thing=_l("the number of the receipt"),
        required=True,
        autocomplete="off",
        width="md",
    )
    name = TextField(
        _l("Account holder"),
        thing=_l("the account holder"),
        autocomplete="off",
        hint=_l("Account holder, bank and number are needed for a transfer only."),
    )
    bank = TextField(_l("Bank"), thing=_l("the bank"), autocomplete="off")
    account = TextField(
        _l("Account number"), thing=_l("the account number"), autocomplete="off",
        inputmode="numeric",
    )  # fmt: skip

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A transfer needs all three of the account."""
        is_valid = bool(super().validate(*args, **kwargs))
        if self.way.data == BANK:
            for field in (self.name, self.bank, self.account):
                if not field.data:
                    sentence = _("Enter %(thing)s.", thing=field.thing)
                    field.errors = [*field.errors, sentence]
                    is_valid = False
        return is_valid

    def to_command(self) -> PayCommand:
        """Return the payment; of cash and vouchers no name is kept, even if one was typed."""
        payee = None
        if self.way.data == BANK:
            account = "".join(c for c in self.account.data if not c.isspace())
            payee = Payee(self.name.data, self.bank.data, account)
        return PayCommand(str(self.way.data), str(self.receipt_number.data), payee)


class AssessForm(RewardStepForm):
    rule = SelectOneField(_l("Rule"), thing=_l("a rule"), required=True, width="full")
    fine_yuan = WholeNumberField(
        _l("Fine in yuan"),
        [_POSITIVE],
        width="sm",
        hint=_l("For the rule that counts from it; as recorded with the case."),
    )
    chosen_yuan = WholeNumberField(
        _l("Amount in yuan"),
        [_POSITIVE],
        width="sm",
        hint=_l("For the rules of emergencies, which only say the highest amount."),
    )
    reporter_count = WholeNumberField(
        _l("How many reported together"),
        [NumberRange(1, 999, _l("Enter a number from 1 to 999."))],
        thing=_l("how many"),
        required=True,
        default=1,
        hint=_l("They share equally; each needs a reward of their own."),
    )
    confirmed = ChecksField(_l("I have checked and confirm"), thing=_l("what you confirm"))
    words = LongTextField(
        _l("Opinion"),
        [Length(max=1000, message=_TOO_LONG)],
        thing=_l("an opinion"),
        required=True,
        rows=3,
        width="full",
        hint=_l("It stays with the reward. Write nothing that names the reporter."),
    )

    def to_command(self) -> AssessCommand:
        """Return what the assessor put in."""
        return AssessCommand(
            rule_code=str(self.rule.data),
            fine_yuan=self.fine_yuan.data,
            chosen_yuan=self.chosen_yuan.data,
            reporter_count=self.reporter_count.data or 1,
            confirmed=frozenset(self.confirmed.data or ()),
            words=str(self.words.data),
        )


_FORMS: dict[str, type[RewardStepForm]] = {
    "": RewardStepForm,
    "reason": ReasonForm,
    "way": WayForm,
    "claim": ClaimForm,
    "payment": PayForm,
    "assessment": AssessForm,
}
_CHOICES = {
    "way": ("phone", "letter", "page"),
    "claim": (BY_CODE, BY_IDENTITY),
    "payment": (BANK, CASH, VOUCHER),
}


def step_form(step: Step, version: int, *, is_anonymous: bool, **data: Any) -> RewardStepForm:
    """Return the form of a step; an anonymous reporter can only be known by the code."""
    form = _FORMS[step.needs](data=data)
    if step.needs in _CHOICES:
        ways = [way for way in _CHOICES[step.needs] if not (is_anonymous and way in _NAMED)]
        form["way"].choices = [(way, _(WAYS[way])) for way in ways]
        if len(ways) == 1 and not form["way"].data:
            form["way"].data = ways[0]
    if isinstance(form, ClaimForm):
        form.code.is_optional = not is_anonymous
    if not form.version.raw_data:
        form.version.data = version
    return form


_NAMED = frozenset({"phone", "letter", BY_IDENTITY})
"""Ways that need to know who reported."""


class LookForm(BaseForm):
    """Why somebody looks at who reported or who was paid."""

    reason = TextField(
        _l("Why do you need to see it?"),
        thing=_l("a reason"),
        required=True,
        width="full",
        hint=_l("Who looked, when and why is kept and shown below."),
    )


class RuleForm(BaseForm):
    """A rule as it is to be in force from a day on."""

    amount_yuan = WholeNumberField(_l("Amount in yuan"), [_POSITIVE], width="sm")
    percent = WholeNumberField(
        _l("Per cent of the fine"), [NumberRange(1, 100, _l("Enter a number from 1 to 100."))]
    )
    cap_yuan = WholeNumberField(_l("Highest amount in yuan"), [_POSITIVE], width="sm")
    valid_from = DayField(
        _l("In force from"),
        thing=_l("a day"),
        required=True,
        hint=_l("Reports submitted from this day on are counted by it."),
    )
    instrument = TextField(
        _l("Instrument"),
        [Length(max=300, message=_TOO_LONG)],
        thing=_l("the instrument"),
        required=True,
        width="full",
    )
    article = TextField(_l("Article"), [Length(max=60, message=_TOO_LONG)], width="sm")
    is_verified = YesField(_l("I have read this in the instrument itself"))

    def to_change(self, code: str) -> Change:
        """Return the change; numbers that the rule does not count with are dropped."""
        assert self.valid_from.data is not None
        return Change(
            code=code,
            valid_from=self.valid_from.data,
            amount_yuan=self["amount_yuan"].data if "amount_yuan" in self else None,
            percent=self["percent"].data if "percent" in self else None,
            cap_yuan=self["cap_yuan"].data,
            instrument=str(self.instrument.data),
            article=self.article.data or "",
            is_verified=bool(self.is_verified.data),
        )


def rule_form(rule: RewardRule) -> RuleForm:
    """Return the form of a rule with the numbers that it counts with."""
    form = RuleForm(
        data={
            "amount_yuan": rule.amount_yuan,
            "percent": rule.percent,
            "cap_yuan": rule.cap_yuan,
            "instrument": rule.instrument,
            "article": rule.article,
        }
    )
    if rule.kind is not Kind.FIXED:
        del form.amount_yuan
    if rule.kind is not Kind.PERCENT:
        del form.percent
    return form


class CodeForm(BaseForm):
    """Asks for a claim code; `ticket` says for which reward, sealed, for ten minutes."""

    ticket = HiddenField()
