"""What the sheets hold: assessment of townships, the three lists in one table, problem ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from caseflow.core.cases.models import Case
from caseflow.core.cases.scope import cases_where
from caseflow.core.enforcement.models import RectificationOrder
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.i18n import N_
from caseflow.people.accounts.models import User
from caseflow.supervision.reports.assessment import EXAMPLE_WEIGHTS, score
from caseflow.supervision.reports.counting import TOWNSHIP
from caseflow.supervision.reports.figures import Figure
from caseflow.supervision.reports.lines import ORDER
from caseflow.supervision.reports.measures import MET
from caseflow.supervision.reports.models import AssessmentWeight, MeasureFact
from caseflow.supervision.reports.periods import Period
from caseflow.supervision.reports.queries.dashboard import board
from caseflow.supervision.reports.queries.lines import mark_of
from caseflow.supervision.reports.reach import Reach


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by measure. `is_example`: the bureau has not decided on its own."""

    by_measure: dict[str, float]
    basis: str
    is_example: bool


def present_weights() -> Weights:
    """Return the weights last decided, else the example; one statement."""
    newest = select(func.max(AssessmentWeight.id)).group_by(AssessmentWeight.measure)
    rows = db.session.execute(
        select(AssessmentWeight.measure, AssessmentWeight.weight, AssessmentWeight.basis)
        .where(AssessmentWeight.id.in_(newest))
        .order_by(AssessmentWeight.id)
    ).all()
    if not rows:
        return Weights(EXAMPLE_WEIGHTS, _("an example of practice, not decided yet"), True)
    return Weights({r.measure: r.weight for r in rows if r.weight}, rows[-1].basis, False)


@dataclass(frozen=True, slots=True)
class TownshipRow:
    """One township: its figures and its score; None: nothing to assess."""

    code: str
    name: str
    figures: dict[str, Figure]
    score: float | None


def township_rows(
    period: Period, reach: Reach, weights: Weights, names: dict[str, str]
) -> list[TownshipRow]:
    """Return every township in the order of the codes, those without any case too."""
    found = board(period, reach).by_key.get(TOWNSHIP, {})
    rows = []
    for code, name in names.items():
        figures = found.get(code)
        if not code:
            continue
        if figures is None:
            figures = {measure: Figure(measure) for measure in ("received", *weights.by_measure)}
        rows.append(TownshipRow(code, name, figures, score(figures, weights.by_measure)))
    return rows


PROBLEM_STATES: dict[str, str] = {
    "signed_off": N_("signed off"),
    "complied": N_("put right, not signed off yet"),
    "reported": N_("reported as put right"),
    "late": N_("overdue"),
    "open": N_("being put right"),
}
"""The 销号 state of a problem."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem under a rectification order, with its six fixed things and how it stands."""

    case_id: int
    case_number: str
    title: str
    township: str
    source: str | None
    order_number: str
    person: str
    duty: str
    goal: str
    task: str
    standard: str
    issued_at: datetime
    due_on: date
    reported_at: datetime | None
    complied_at: datetime | None
    is_signed_off: bool

    @property
    def state(self) -> str:
        """Return a key of PROBLEM_STATES."""
        if self.is_signed_off:
            return "signed_off"
        if self.complied_at is not None:
            return "complied"
        if self.reported_at is not None:
            return "reported"
        return "late" if self.due_on < clock.today() else "open"


def problems(period: Period, reach: Reach, user: User, most: int | None = None) -> list[Problem]:
    """Return the problems ordered to be put right in a period, the oldest first.

    Which they are comes from the facts of “Signed off”, so that their number is its denominator;
    texts are shown of cases that the person may look at.
    """
    statement = (
        select(
            Case.id,
            Case.number,
            Case.title,
            MeasureFact.township,
            PollutionSource.name,
            RectificationOrder.number,
            RectificationOrder.person,
            RectificationOrder.duty,
            RectificationOrder.goal,
            RectificationOrder.task,
            RectificationOrder.standard,
            RectificationOrder.issued_at,
            RectificationOrder.due_on,
            RectificationOrder.reported_at,
            RectificationOrder.complied_at,
            mark_of("signed_off") == MET,
        )
        .join(RectificationOrder, RectificationOrder.id == MeasureFact.line_id)
        .join(Case, Case.id == MeasureFact.case_id)
        .outerjoin(PollutionSource, PollutionSource.id == Case.source_id)
        .where(
            MeasureFact.kind == ORDER,
            MeasureFact.opened_month.between(period.first, period.last),
            reach.facts(),
            cases_where(user),
        )
        .order_by(RectificationOrder.issued_at, RectificationOrder.id)
        .limit(most)
    )
    return [Problem(*tuple(row)) for row in db.session.execute(statement)]
