"""Every figure of the office, one row each: what counts, among what, leaving out what. Pure.

Dashboard, drill-down, frozen periods, sheets and docs/measures.md are read from this table. A line
stands in one month of a measure (`when`) with one mark: in the numerator, in the denominator only,
or left out with its reason. Cases that are late and open stay in the denominator.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from caseflow.ground.i18n import N_
from caseflow.supervision.reports.lines import CASE, ORDER, PETITION, FactLine

VERSION = 3
"""Grows when a row of the table, or what a line is made of, changes its meaning."""

REPEAT_DAYS = 90
"""A case is a repeat within so many days after the earlier one ended. 示例: nothing fixes it."""

Test = Callable[[FactLine, datetime], bool]

ABSENT, COUNTED, MET, PARTLY = "-", "d", "n", "p"
"""Marks: no line of this measure; in the denominator; in the numerator too; with lesser weight."""

REASONS: dict[str, str] = {
    "m": N_("Merged duplicate: counted through the leading case"),
    "o": N_("Not ours: declined or passed on"),
    "w": N_("Withdrawn by the complainant"),
    "u": N_("The caller could not be reached"),
    "r": N_("Unreasonable demand, found so by a supervisor with a reason"),
    "c": N_("No way back to the complainant is known"),
}
"""Letter of the mark → why the line is left out."""

FOUND, SECONDARY, PRACTICE = "found", "secondary", "practice"
STATUS_LABELS: dict[str, str] = {
    FOUND: N_("name and formula found"),
    SECONDARY: N_("from a secondary source"),
    PRACTICE: N_("name found or usual, formula by practice"),
}

KIND_LABELS: dict[str, str] = {
    CASE: N_("case"),
    PETITION: N_("petition"),
    ORDER: N_("rectification order"),
}

WHEN_LABELS: dict[str, str] = {
    "opened": N_("month of opening"),
    "dispatched": N_("month of the first assignment"),
    "due": N_("month of the due day"),
    "ended": N_("month of the end"),
    "called": N_("month of the latest call-back"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One row. `excludes` are letters of REASONS, tried in their order before `among`."""

    name: str
    label: str
    kind: str
    when: str
    numerator: str
    denominator: str
    among: Test
    meets: Test
    excludes: str
    status: str
    source: str
    partly: Test | None = None
    """In the numerator with `partly_weight` only."""
    partly_weight: float = 0.0
    parts: tuple[tuple[str, float], ...] = ()
    """Put together from other measures by weight; it has no numerator of its own."""
    is_count: bool = False
    """A number of lines, not a rate."""
    is_better_low: bool = False


def is_due(line: FactLine, as_of: datetime) -> bool:
    """Return whether the line was due: met (even early), or late and open, suspended ones aside."""
    if line.due_at is None:
        return False
    return line.met_at is not None or (line.due_at < as_of and not line.is_suspended)


def is_in_time(line: FactLine, _as_of: datetime) -> bool:
    return line.met_at is not None and line.due_at is not None and line.met_at <= line.due_at


def _always(_line: FactLine, _as_of: datetime) -> bool:
    return True


def _is_ended(line: FactLine, _as_of: datetime) -> bool:
    return line.ended_at is not None


def _was_called(line: FactLine, _as_of: datetime) -> bool:
    return line.called_at is not None


def _was_rated(line: FactLine, _as_of: datetime) -> bool:
    return bool(line.satisfaction)


def _is_satisfied(line: FactLine, _as_of: datetime) -> bool:
    return line.satisfaction == "yes"


def _is_mostly_satisfied(line: FactLine, _as_of: datetime) -> bool:
    return line.satisfaction == "mostly"


def _is_reworked(line: FactLine, _as_of: datetime) -> bool:
    return line.reworks + line.reopenings > 0


def _is_done_at_once(line: FactLine, _as_of: datetime) -> bool:
    return not (line.returns + line.reworks + line.reopenings + line.failed_checks)


LEFT_OUT: dict[str, Test] = {
    "m": lambda line, _: line.ending == "merged",
    "o": lambda line, _: line.ending in {"declined", "transferred_out"},
    "w": lambda line, _: line.ending == "withdrawn",
    "u": lambda line, _: line.called_at is not None and not line.was_reached,
    "r": lambda line, _: line.is_unreasonable,
    "c": lambda line, _: not line.has_contact,
}

_A12345 = "某12345系统公开代码（二手来源）"
_REGULATION_32 = "北京市接诉即办工作条例 32"
_GUOXIN = "国信发〔2022〕11号（经达州市达川区公开件转引）"
_USUAL = "通行做法，未查到成文公式"
_PLAN = "忠县生态环境保护“十四五”规划：有效整改、按时销号"


def _row(*values: object, **more: object) -> Measure:
    return Measure(*values, **more)  # type: ignore[arg-type]


MEASURES: dict[str, Measure] = {
    row.name: row
    for row in (
        _row("received", N_("Petitions received"), PETITION, "opened",
             N_("petitions registered"), N_("the same"), _always, _always, "", FOUND,
             "信访工作条例 19", is_count=True),
        _row("closed", N_("Cases ended"), CASE, "ended",
             N_("cases ended"), N_("the same"), _is_ended, _is_ended, "m", FOUND,
             "信访工作条例 34", is_count=True),
        _row("acknowledged", N_("Acknowledged in time"), PETITION, "due",
             N_("petitions accepted, declined, passed on, withdrawn or answered within the term, "
                "whether a notice is on record or not"),
             N_("petitions for which that was due: done, or late and not done"),
             is_due, is_in_time, "", PRACTICE, _GUOXIN),
        _row("in_time", N_("Done in time"), CASE, "due",
             N_("cases ended within the term, extensions included"),
             N_("cases due: ended, or late and open"),
             is_due, is_in_time, "mow", PRACTICE, _GUOXIN),
        _row("response", N_("Contacted (response rate)"), PETITION, "called",
             N_("callers whom the handling officer had contacted"), N_("valid call-backs"),
             _was_called, lambda line, _: line.was_contacted, "ur", SECONDARY,
             f"{_A12345}；{_REGULATION_32}"),
        _row("solution", N_("Solved (solution rate)"), PETITION, "called",
             N_("callers who say that it is solved"), N_("valid call-backs"),
             _was_called, lambda line, _: line.is_solved, "ur", SECONDARY,
             f"{_A12345}；{_REGULATION_32}"),
        _row("satisfaction", N_("Satisfied (satisfaction rate)"), PETITION, "called",
             N_("satisfied callers, and 0.9 of the mostly satisfied"), N_("valid call-backs"),
             _was_called, _is_satisfied, "ur", SECONDARY, f"{_A12345}（权重系当地口径）",
             partly=_is_mostly_satisfied, partly_weight=0.9),
        _row("composite", N_("The three rates together"), PETITION, "called",
             N_("0.1 response + 0.4 satisfaction + 0.5 solution"), N_("valid call-backs"),
             _was_called, lambda _line, _at: False, "ur", SECONDARY, f"{_A12345}（权重系当地口径）",
             parts=(("response", 0.1), ("satisfaction", 0.4), ("solution", 0.5))),
        _row("rated", N_("Rated by the public"), PETITION, "ended",
             N_("answered petitions whose complainant rated the handling"),
             N_("answered petitions with a way back"), _is_ended, _was_rated, "c", PRACTICE,
             _GUOXIN),
        _row("rated_well", N_("Satisfied among those who rated"), PETITION, "ended",
             N_("rated and satisfied"), N_("rated"),
             lambda line, _: line.ended_at is not None and bool(line.satisfaction),
             _is_satisfied, "cr", PRACTICE, _GUOXIN),
        _row("called_back", N_("Called back (call-back rate)"), PETITION, "ended",
             N_("answered petitions that were called back"),
             N_("answered petitions with a way back, those who could not be reached aside"),
             _is_ended, _was_called, "cu", PRACTICE,
             "环保举报热线工作管理办法 15（公式系通行做法）"),
        _row("repeated", N_("Complained of again"), CASE, "opened",
             N_("cases of the same place and problem as one that ended within 90 days before"),
             N_("cases opened"), _always, lambda line, _: bool(line.repeat_of), "m", PRACTICE,
             f"{_USUAL}；许昌市每月筛查重复诉求", is_better_low=True),
        _row("returned", N_("Returned by the unit"), CASE, "dispatched",
             N_("cases that a unit gave back"), N_("cases assigned"),
             lambda line, _: line.dispatched_at is not None, lambda line, _: line.returns > 0,
             "m", PRACTICE, _USUAL, is_better_low=True),
        _row("extended", N_("Extended (extension rate)"), CASE, "due",
             N_("cases whose term was extended"), N_("cases due: ended, or late and open"),
             is_due, lambda line, _: line.extensions > 0, "mow", PRACTICE, _USUAL,
             is_better_low=True),
        _row("redone", N_("Done again"), CASE, "ended",
             N_("cases sent back for rework, reopened or handled again"), N_("cases ended"),
             _is_ended, _is_reworked, "mow", PRACTICE, _USUAL, is_better_low=True),
        _row("done_at_once", N_("Done at the first attempt"), CASE, "ended",
             N_("cases ended without return, rework, reopening or failed re-inspection"),
             N_("cases ended"), _is_ended, _is_done_at_once, "mow", PRACTICE, _USUAL),
        _row("rectified", N_("Rectified (completion rate)"), ORDER, "due",
             N_("orders whose re-inspection was passed"),
             N_("orders due: complied with, or late and open"),
             is_due, lambda line, _: line.met_at is not None, "", PRACTICE, _PLAN),
        _row("signed_off", N_("Signed off (problems closed)"), ORDER, "opened",
             N_("orders complied with whose case was signed off"), N_("orders issued"),
             _always, lambda line, _: line.is_signed_off, "", PRACTICE, _PLAN),
    )
}  # fmt: skip

POSITIONS: dict[str, int] = {name: index for index, name in enumerate(MEASURES)}
"""Where a measure's mark stands in the marks of a line."""

RATES = tuple(name for name, row in MEASURES.items() if not row.is_count)


def mark(measure: Measure, line: FactLine, as_of: datetime) -> str:
    """Return the mark of a line: a letter of REASONS, or ABSENT, COUNTED, PARTLY or MET."""
    if line.kind != measure.kind or not measure.among(line, as_of):
        return ABSENT
    for letter in measure.excludes:
        if LEFT_OUT[letter](line, as_of):
            return letter
    if measure.meets(line, as_of):
        return MET
    if measure.partly is not None and measure.partly(line, as_of):
        return PARTLY
    return COUNTED


def marks(line: FactLine, as_of: datetime) -> str:
    """Return the marks of a line, one letter a measure in the order of the table."""
    return "".join(mark(row, line, as_of) for row in MEASURES.values())


def ripens_at(line: FactLine, as_of: datetime) -> datetime | None:
    """Return when time alone will change the marks of a line; None: it will not."""
    if line.due_at is None or line.met_at is not None or line.is_suspended:
        return None
    return line.due_at if line.due_at >= as_of else None


def moment(line: FactLine, when: str) -> datetime | None:
    """Return the instant that puts a line into a month of measures with this `when`."""
    found: datetime | None = getattr(line, f"{when}_at")
    return found
