"""Forms by which a draft is begun: what each kind is made from. Shape and wording only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from caseflow.ground import clock
from caseflow.ground.web.base_form import BaseForm
from caseflow.ground.web.fields import (
    ChecksField,
    DayField,
    LongTextField,
    SelectOneField,
    TextField,
    UploadField,
)

_TOO_LONG = _l("Enter at most %(max)d characters.")


class StartForm(BaseForm):
    """Confirms that a draft is begun."""


class CasesForm(BaseForm):
    """Cases by their numbers."""

    numbers = LongTextField(
        _l("Case numbers"),
        thing=_l("a case number"),
        required=True,
        rows=4,
        width="full",
        hint=_l("One on each line; several cases are told one after the other."),
    )

    @property
    def wanted(self) -> list[str]:
        """Return the typed numbers, each once, in order."""
        lines = (line.strip() for line in (self.numbers.data or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class FactForm(BaseForm):
    """A recorded penalty decision."""

    fact = SelectOneField(
        _l("Recorded decision"), thing=_l("a decision"), required=True, coerce=int, width="full"
    )


class DrawForm(BaseForm):
    """A double random draw."""

    draw = SelectOneField(_l("Draw"), thing=_l("a draw"), required=True, coerce=int, width="full")


class PeriodForm(BaseForm):
    """The first and the last day."""

    period_from = DayField(_l("First day"), thing=_l("the first day"), required=True)
    period_until = DayField(_l("Last day"), thing=_l("the last day"), required=True)


class SitesForm(BaseForm):
    """Sites that satisfy the criteria."""

    sites = ChecksField(_l("Sites to be named"), thing=_l("the sites"), required=True, coerce=int)


class HornForm(BaseForm):
    """The table that the traffic police sent."""

    file = UploadField(
        _l("Table of the traffic police"),
        thing=_l("the table of the police"),
        required=True,
        hint=_l("CSV with the columns 时段, 路段, 行为 and 查处机关."),
        render_kw={"accept": ".csv,.txt"},
    )
    naming_basis = TextField(
        _l("Legal basis for names or plates"),
        [Length(max=300, message=_TOO_LONG)],
        width="full",
        hint=_l(
            "Left empty, a table with names or plates is refused. Give instrument and article; "
            "the public reads it."
        ),
    )


def last_month() -> dict[str, date]:
    """Return the first and the last day of the month before this one."""
    last = clock.today().replace(day=1) - timedelta(days=1)
    return {"period_from": last.replace(day=1), "period_until": last}


FORMS: dict[str, Any] = {
    "case": StartForm,
    "cases": CasesForm,
    "fact": FactForm,
    "draw": DrawForm,
    "period": PeriodForm,
    "sites": SitesForm,
    "file": HornForm,
}
"""Need of a kind → its form."""
