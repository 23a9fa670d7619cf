"""The sheets that leave the building, as data: worded in Chinese, whoever asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from caseflow.ground import clock
from caseflow.ground.i18n import N_
from caseflow.people.accounts.models import User
from caseflow.supervision.reports.figures import percent
from caseflow.supervision.reports.measures import MEASURES
from caseflow.supervision.reports.periods import Period
from caseflow.supervision.reports.queries.names import key_names
from caseflow.supervision.reports.queries.sheets import (
    PROBLEM_STATES,
    Problem,
    present_weights,
    problems,
    township_rows,
)
from caseflow.supervision.reports.reach import Reach
from caseflow.supervision.reports.writing.sheet import Cell, Sheet, Table


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sheet is asked for: period, reach, by whom, and how far the facts go."""

    period: Period
    reach: Reach
    user: User
    as_of: datetime | None

    def intro(self) -> tuple[str, ...]:
        as_of = f"{clock.local(self.as_of):%Y-%m-%d %H:%M}" if self.as_of else "–"
        return (
            f"{_('Period')}：{self.period.first} – {self.period.last}",
            f"{_('Facts as of')}：{as_of}",
        )


def assessment_sheet(asked: Asked) -> Sheet:
    """Return the assessment of townships (乡镇考核)."""
    weights = present_weights()
    names = key_names(only_chinese=True)["township"]
    rows: list[tuple[Cell, ...]] = []
    for one in township_rows(asked.period, asked.reach, weights, names):
        cells: list[Cell] = [one.code, one.name, one.figures["received"].met]
        for measure in weights.by_measure:
            figure = one.figures[measure]
            cells.append(f"{percent(figure.rate)}（{figure.met}/{figure.denominator}）")
        cells.append("–" if one.score is None else round(one.score, 1))
        rows.append(tuple(cells))
    measured = [f"{_(MEASURES[m].label)}（{w:g}）" for m, w in weights.by_measure.items()]
    received = MEASURES["received"].label
    head = (_("Code"), _("Township"), _(received), *measured, _("Score"))
    title = _("Assessment of townships")
    widths = (13, 18, 12, *(20 for _m in measured), 10)
    return Sheet(
        title,
        (*asked.intro(), f"{_('Weights')}：{weights.basis}"),
        (Table(title, head, tuple(rows), widths),),
        (
            _("Numbers in brackets after a measure are its weight; in a cell, numerator and "
              "denominator. Where less is better, what is not so counts. Without lines a measure "
              "is not counted."),
            _("Townships stand in the order of their codes; the sheet ranks nobody."),
        ),
    )  # fmt: skip


def _place(problem: Problem, names: dict[str, str]) -> str:
    return " ".join(part for part in (names.get(problem.township, ""), problem.source) if part)


def three_lists_sheet(asked: Asked) -> Sheet:
    """Return problem, measure, responsible person and due day in one table (三单一表)."""
    names = key_names(only_chinese=True)["township"]
    rows = tuple(
        (
            number,
            f"{one.title}（{one.case_number}）",
            _place(one, names),
            f"{one.task}；{one.standard}",
            f"{one.person}（{one.duty}）",
            one.due_on.isoformat(),
        )
        for number, one in enumerate(problems(asked.period, asked.reach, asked.user), 1)
    )
    head = (
        _("No."),
        _("Problem"),
        _("Place"),
        _("Measure to be taken"),
        _("Responsible person"),
        _("To be done by"),
    )
    title = _("Three lists in one table")
    return Sheet(title, asked.intro(), (Table(title, head, rows, (6, 40, 26, 50, 26, 13)),))


def ledger_sheet(asked: Asked) -> Sheet:
    """Return the problem ledger with the state of signing off (台账, 销号)."""
    names = key_names(only_chinese=True)["township"]
    rows = tuple(
        (
            number,
            one.order_number,
            one.case_number,
            one.title,
            _place(one, names),
            one.goal,
            f"{one.person}（{one.duty}）",
            f"{clock.local(one.issued_at):%Y-%m-%d}",
            one.due_on.isoformat(),
            _day(one.reported_at),
            _day(one.complied_at),
            _(PROBLEM_STATES[one.state]),
        )
        for number, one in enumerate(problems(asked.period, asked.reach, asked.user), 1)
    )
    head = (
        _("No."),
        _("Number of the order"),
        _("Case number"),
        _("Problem"),
        _("Place"),
        _("Goal"),
        _("Responsible person"),
        _("Ordered on"),
        _("To be done by"),
        _("Reported on"),
        _("Re-inspection passed on"),
        _("Signing off"),
    )
    title = _("Problem ledger")
    widths = (6, 20, 20, 34, 24, 30, 22, 12, 12, 12, 12, 16)
    return Sheet(title, asked.intro(), (Table(title, head, rows, widths),))


def _day(instant: datetime | None) -> str:
    return f"{clock.local(instant):%Y-%m-%d}" if instant else ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of sheet: its name, what it is for, and how it is made."""

    label: str
    note: str
    make: Callable[[Asked], Sheet]


PAPERS: dict[str, Paper] = {
    "assessment": Paper(
        N_("Assessment of townships"),
        N_("The measures of each township in the period, and a score by the weights."),
        assessment_sheet,
    ),
    "three-lists": Paper(
        N_("Three lists in one table"),
        N_("Problems ordered to be put right: measure, responsible person, due day."),
        three_lists_sheet,
    ),
    "ledger": Paper(
        N_("Problem ledger"),
        N_("The same problems with what was done, up to their signing off."),
        ledger_sheet,
    ),
}
