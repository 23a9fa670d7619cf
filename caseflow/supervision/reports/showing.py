"""What the dashboard's template is given: rows with words, bars and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from caseflow.ground.i18n import N_
from caseflow.ground.web.filters import number
from caseflow.supervision.reports.actions.refreshing import OPEN
from caseflow.supervision.reports.charts import Chart, Series, columns, lines
from caseflow.supervision.reports.counting import AGE, ALL, CATEGORY, CHANNEL, TOWNSHIP, UNIT
from caseflow.supervision.reports.figures import Figure, percent
from caseflow.supervision.reports.measures import MEASURES, Measure
from caseflow.supervision.reports.periods import Period
from caseflow.supervision.reports.queries.dashboard import Board
from caseflow.supervision.reports.queries.lines import DENOMINATOR, EXCLUDED, NUMERATOR
from caseflow.supervision.reports.queries.names import KeyNames

DIMENSION_LABELS: dict[str, str] = {
    CATEGORY: N_("By category"),
    TOWNSHIP: N_("By township"),
    UNIT: N_("By unit"),
    CHANNEL: N_("By channel"),
}
KEY_LABELS: dict[str, str] = {
    CATEGORY: N_("Category"),
    TOWNSHIP: N_("Township"),
    UNIT: N_("Unit"),
    CHANNEL: N_("Channel"),
}
TREND_RATES = ("in_time", "satisfaction", "repeated")


def lines_href(measure: str, part: str, period: Period, dimension: str = ALL, key: str = "") -> str:
    """Return the address of the lines behind a figure."""
    given: dict[str, Any] = {
        "measure": measure,
        "part": part,
        "from": period.first,
        "to": period.last,
    }
    if dimension != ALL:
        given |= {"dimension": dimension, "key": key}
    return url_for("figures.lines", **given)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure as a row: its name, words, links to what is behind it, and its bar."""

    label: str
    figure: Figure
    measure: Measure
    share: float
    """Length of the bar, 0 to 1."""
    met_href: str
    denominator_href: str
    excluded_href: str
    change: str = ""
    """Against the period before, in points or numbers."""
    is_better: bool | None = None

    @property
    def words(self) -> str:
        """Return the figure itself: a number, or a rate in percent."""
        if self.figure.is_count:
            return number(self.figure.met)
        return percent(self.figure.rate)


def _row(
    label: str, figure: Figure, period: Period, share: float, dimension: str = ALL, key: str = ""
) -> FigureRow:
    name = figure.measure
    return FigureRow(
        label,
        figure,
        MEASURES[name],
        share,
        "" if MEASURES[name].parts else lines_href(name, NUMERATOR, period, dimension, key),
        lines_href(name, DENOMINATOR, period, dimension, key),
        lines_href(name, EXCLUDED, period, dimension, key),
    )


def _change(now: Figure, before: Figure) -> tuple[str, bool | None]:
    if now.is_count:
        moved = now.met - before.met
        return (f"{moved:+d}" if moved else "±0"), None
    if now.rate is None or before.rate is None:
        return "", None
    points = round((now.rate - before.rate) * 100, 1)
    is_better = (points > 0) != MEASURES[now.measure].is_better_low if points else None
    return _("%(points)s points", points=f"{points:+.1f}"), is_better


def measure_rows(board: Board, period: Period) -> list[FigureRow]:
    """Return every measure of the period, with its change against the period before."""
    found = []
    for name, figure in board.whole.items():
        change, is_better = _change(figure, board.before[name])
        row = _row(_(MEASURES[name].label), figure, period, figure.rate or 0.0)
        found.append(
            FigureRow(
                row.label,
                figure,
                row.measure,
                row.share,
                row.met_href,
                row.denominator_href,
                row.excluded_href,
                change,
                is_better,
            )
        )
    return found


def dimension_rows(
    board: Board, names: KeyNames, measure: str, period: Period
) -> dict[str, list[FigureRow]]:
    """Return the chosen measure by each dimension; keys without any line are left out."""
    found: dict[str, list[FigureRow]] = {}
    for dimension in DIMENSION_LABELS:
        figures = {
            key: by_measure[measure]
            for key, by_measure in board.by_key.get(dimension, {}).items()
            if by_measure[measure].denominator or by_measure[measure].excluded
        }
        most = max((one.met for one in figures.values()), default=0) or 1
        rows = [
            _row(
                names[dimension].get(key, key),
                one,
                period,
                one.met / most if one.is_count else one.rate or 0.0,
                dimension,
                key,
            )
            for key, one in figures.items()
        ]
        rows.sort(key=lambda row: (-row.share, -row.figure.denominator, row.label))
        found[dimension] = rows
    return found


@dataclass(frozen=True, slots=True)
class OpenRow:
    """Open cases of one class or unit; `officers` None: not asked."""

    label: str
    count: int
    share: float
    href: str
    officers: int | None = None

    @property
    def per_officer(self) -> str:
        """Return how many open cases each officer has, with one decimal."""
        return f"{self.count / self.officers:.1f}" if self.officers else "–"


def _open_href(dimension: str, key: str, period: Period) -> str:
    return lines_href(OPEN, NUMERATOR, period, dimension, key)


def age_rows(board: Board, names: KeyNames, period: Period) -> list[OpenRow]:
    """Return the open cases by how long they have been open, every class."""
    counts = board.open_now.get(AGE, {})
    most = max(counts.values(), default=0) or 1
    return [
        OpenRow(label, counts.get(key, 0), counts.get(key, 0) / most, _open_href(AGE, key, period))
        for key, label in names[AGE].items()
    ]


def workload_rows(
    board: Board, names: KeyNames, officers: dict[str, int], period: Period
) -> list[OpenRow]:
    """Return the open cases of each unit against its officers, the fullest first."""
    counts = board.open_now.get(UNIT, {})
    loads = {key: count / officers.get(key, 0) if officers.get(key) else 0.0
             for key, count in counts.items()}  # fmt: skip
    most = max(loads.values(), default=0) or 1
    rows = [
        OpenRow(
            names[UNIT].get(key, key), count, loads[key] / most, _open_href(UNIT, key, period),
            officers.get(key, 0),
        )
        for key, count in counts.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.share, -row.count))


def volume_chart(board: Board) -> Chart:
    """Return what came in and what ended by month, as columns."""
    months = list(board.by_month)
    series = []
    for name in ("received", "closed"):
        label = _(MEASURES[name].label)
        values = [board.by_month[month][name].met for month in months]
        series.append(
            Series(
                label,
                values,
                [f"{month} {label}: {value}" for month, value in zip(months, values, strict=True)],
                [lines_href(name, NUMERATOR, Period(month, month)) for month in months],
            )
        )
    return columns(months, series)


def rate_chart(board: Board) -> Chart:
    """Return a few rates by month, as lines."""
    months = list(board.by_month)
    series = []
    for name in TREND_RATES:
        label = _(MEASURES[name].label)
        figures = [board.by_month[month][name] for month in months]
        series.append(
            Series(
                label,
                [figure.rate for figure in figures],
                [
                    f"{month} {label}: {percent(f.rate)} ({f.met} / {f.denominator})"
                    for month, f in zip(months, figures, strict=True)
                ],
                [lines_href(name, DENOMINATOR, Period(month, month)) for month in months],
            )
        )
    return lines(months, series)
