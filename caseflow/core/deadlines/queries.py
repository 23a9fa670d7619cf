"""Reading deadlines: the present calendar, and a case's clocks with their explanation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import g, has_app_context
from sqlalchemy import func, select

from caseflow.core.deadlines.actions import Spans, explanation_of, spans_of_all
from caseflow.core.deadlines.calendar import (
    ListedDay,
    WorkingCalendar,
    statutory_days,
    working_days_between,
)
from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.core.deadlines.explain import Step
from caseflow.core.deadlines.models import CalendarDay, CalendarImport, Deadline, TermSetting
from caseflow.core.deadlines.rules import RULES, THEIRS, DayUnit, Rule, rule_for
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


def current_calendar() -> WorkingCalendar:
    """Return the shipped calendar with the imported lists over it; read once a request or job."""
    if has_app_context() and "caseflow_calendar" in g:
        found = g.caseflow_calendar
        assert isinstance(found, WorkingCalendar)
        return found
    calendar = _merged()
    if has_app_context():
        g.caseflow_calendar = calendar
    return calendar


def forget_calendar() -> None:
    """Read the imported days again at the next call: after an import in this request."""
    g.pop("caseflow_calendar", None)


def _merged() -> WorkingCalendar:
    """An imported list stands for its whole year; of the year before it changes what it names."""
    rows = _imported_days()
    if not rows:
        return shipped_calendar()
    return _over_shipped({row.list_year for row in rows}, [ListedDay(*row[1:]) for row in rows])


def _imported_days() -> Sequence[Any]:
    return db.session.execute(
        select(
            CalendarDay.list_year,
            CalendarDay.day,
            CalendarDay.is_workday,
            CalendarDay.name,
            CalendarDay.source,
        )
    ).all()


def _over_shipped(years: set[int], days: list[ListedDay]) -> WorkingCalendar:
    shipped = shipped_calendar()
    listed = {day: row for day, row in shipped.listed.items() if day.year not in years}
    listed |= {row.day: row for row in days}
    return WorkingCalendar(listed, shipped.official_years | years)


def calendar_with(year: int, days: list[ListedDay]) -> WorkingCalendar:
    """Return the calendar as it will be once the list of `year` is taken in; changes nothing."""
    named = {row.day for row in days}
    kept = [r for r in _imported_days() if r.list_year != year and r.day not in named]
    years = {row.list_year for row in kept} | {year}
    return _over_shipped(years, [*(ListedDay(*row[1:]) for row in kept), *days])


WARNED_FROM_MONTH = 10
"""The list of next year comes out in October or November (2026's: November 2025)."""


def missing_year() -> int | None:
    """Return the year whose list should be here and is not: this one, from October on the next."""
    today = clock.today()
    years = [today.year] + ([today.year + 1] if today.month >= WARNED_FROM_MONTH else [])
    official = current_calendar().official_years
    return next((year for year in years if year not in official), None)


@dataclass(frozen=True, slots=True)
class ListTaken:
    """A list that was taken in, by whom, and how many deadlines it moved."""

    year: int
    source: str
    sha256: str
    day_count: int
    moved_count: int
    imported_at: datetime
    actor: str


def lists_taken() -> list[ListTaken]:
    """Return the lists that were taken in, the newest first; one statement."""
    rows = db.session.execute(
        select(
            CalendarImport.year,
            CalendarImport.source,
            CalendarImport.sha256,
            CalendarImport.day_count,
            CalendarImport.moved_count,
            CalendarImport.imported_at,
            func.coalesce(User.display_name, ""),
        )
        .outerjoin(User, User.id == CalendarImport.actor_id)
        .order_by(CalendarImport.id.desc())
        .limit(50)
    )
    return [ListTaken(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class SetTerm:
    """The bureau's own figure for a term, for clocks started on `valid_from` or later."""

    rule_id: str
    amount: int
    unit: DayUnit
    valid_from: date
    basis: str
    is_confirmed: bool = False


def _set_terms() -> list[SetTerm]:
    """Return every decision on terms, the one that counts last; read once a request or job."""
    if "caseflow_terms" not in g:
        rows = db.session.execute(
            select(
                TermSetting.rule_id,
                TermSetting.amount,
                TermSetting.unit,
                TermSetting.valid_from,
                TermSetting.basis,
                TermSetting.is_confirmed,
            ).order_by(TermSetting.valid_from, TermSetting.id)
        )
        g.caseflow_terms = [
            SetTerm(r.rule_id, r.amount, DayUnit(r.unit), r.valid_from, r.basis, r.is_confirmed)
            for r in rows
        ]
    found: list[SetTerm] = g.caseflow_terms
    return found


def forget_terms() -> None:
    """Read the decisions on terms again at the next call: after one was added in this request."""
    g.pop("caseflow_terms", None)


def as_set(rule: Rule, on: date) -> Rule:
    """Return `rule` for clocks started on `on`: with the bureau's own figure, if it set one.

    A term of the law is the law's; only practice and examples of other places can be set.
    """
    if not rule.is_example:
        return rule
    found = [row for row in _set_terms() if row.rule_id == rule.id and row.valid_from <= on]
    if not found:
        return rule
    newest = found[-1]
    return replace(
        rule,
        amount=newest.amount,
        unit=newest.unit,
        source=newest.basis,
        article="",
        note="",
        is_verified=newest.is_confirmed,
    )


def term_for(
    clock: str, track: str, channel: str | None, on: date, conditions: Collection[str] = ()
) -> Rule | None:
    """Return the term that `clock` runs for a case opened on `on`, as the bureau set it."""
    rule = rule_for(clock, track, channel, on, conditions)
    return as_set(rule, on) if rule else None


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term as its page lists it. `coming`: the next figure, that holds from a later day."""

    rule: Rule
    is_set_here: bool
    coming: SetTerm | None
    is_confirmed: bool = False
    """The bureau's own rule; until then its figure is an example."""


def _term_row(rule: Rule, today: date) -> TermRow:
    coming = [row for row in _set_terms() if row.rule_id == rule.id and row.valid_from > today]
    now = as_set(rule, today)
    is_confirmed = now is not rule and now.is_verified
    return TermRow(now, now is not rule, coming[0] if coming else None, is_confirmed)


def term_rows() -> list[TermRow]:
    """Return every term as it stands today, those that clocks run by first; one statement."""
    rows = [_term_row(rule, clock.today()) for rule in RULES.values()]
    return sorted(rows, key=lambda row: not row.rule.clock)


def term_row(rule_id: str) -> TermRow | None:
    """Return one term as it stands today; None: there is no such rule."""
    rule = RULES.get(rule_id)
    return _term_row(rule, clock.today()) if rule else None


@dataclass(frozen=True, slots=True)
class TermDecision:
    """A decision on a term: the figure, since when, on what basis, by whom."""

    amount: int
    unit: DayUnit
    valid_from: date
    basis: str
    decided_at: datetime
    actor: str


def term_decisions(rule_id: str) -> list[TermDecision]:
    """Return the decisions on a term, the newest first; one statement."""
    rows = db.session.execute(
        select(
            TermSetting.amount,
            TermSetting.unit,
            TermSetting.valid_from,
            TermSetting.basis,
            TermSetting.decided_at,
            User.display_name,
        )
        .join(User, User.id == TermSetting.actor_id)
        .where(TermSetting.rule_id == rule_id)
        .order_by(TermSetting.id.desc())
    )
    return [TermDecision(r[0], DayUnit(r[1]), *r[2:]) for r in rows]


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A clock as the case page shows it. `state`: met, stopped, late, today, soon or ok."""

    id: int
    petition_id: int | None
    clock: str
    rule: Rule
    source: str
    is_verified: bool
    started_at: datetime
    due_on: date
    due_at: datetime
    raw_due_on: date
    is_provisional: bool
    is_suspended: bool
    stopped_at: datetime | None
    stop_reason: str | None
    state: str
    working_days_left: int
    steps: list[Step]
    opened_by_event_seq: int = 0


def due_state(due_on: date, today: date, calendar: WorkingCalendar) -> str:
    """Return late, today, soon (within 3 working days) or ok."""
    if due_on < today:
        return "late"
    if due_on == today:
        return "today"
    return "soon" if working_days_between(today, due_on, calendar) <= 3 else "ok"


def _row(deadline: Deadline, today: date, calendar: WorkingCalendar, spans: Spans) -> DeadlineRow:
    state = due_state(deadline.due_on, today, calendar)
    if deadline.unit == DayUnit.HOURS and deadline.due_at < clock.now():
        state = "late"
    if deadline.stopped_at is not None:
        state = "met" if deadline.stop_reason == "met" else "stopped"
    elif deadline.is_suspended:
        state = "suspended"
    elif state == "late" and deadline.clock in THEIRS:
        state = "over"
    return DeadlineRow(
        deadline.id,
        deadline.petition_id,
        deadline.clock,
        replace(RULES[deadline.rule_id], amount=deadline.amount, unit=DayUnit(deadline.unit)),
        deadline.rule_source,
        deadline.rule_verified,
        deadline.started_at,
        deadline.due_on,
        deadline.due_at,
        deadline.raw_due_on,
        deadline.is_provisional,
        deadline.is_suspended,
        deadline.stopped_at,
        deadline.stop_reason,
        state,
        working_days_between(today, deadline.due_on, calendar),
        explanation_of(deadline, spans).steps,
        deadline.opened_by_event_seq,
    )


def case_deadlines(*case_ids: int) -> list[DeadlineRow]:
    """Return the clocks of a case (and of those merged into it), running ones first.

    The nearest due stands on top. Always the same few statements.
    """
    calendar, today = current_calendar(), clock.today()
    rows = list(
        db.session.scalars(
            select(Deadline)
            .where(Deadline.case_id.in_(case_ids))
            .order_by(Deadline.stopped_at.is_not(None), Deadline.due_at, Deadline.id)
        )
    )
    spans = spans_of_all([row.id for row in rows])
    return [_row(row, today, calendar, spans[row.id]) for row in rows]


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """A year of the calendar as its page shows it."""

    year: int
    is_official: bool
    is_imported: bool
    off_count: int
    """Days off that its list names (provisional: the statutory days known)."""
    made_up_count: int
    """Weekend days worked instead."""


def calendar_years(ahead: int = 2) -> list[CalendarYear]:
    """Return last year, this one and `ahead` more, the latest first; two statements."""
    calendar, this = current_calendar(), clock.today().year
    imported = set(db.session.scalars(select(CalendarDay.list_year).distinct()))
    return [
        CalendarYear(
            year,
            year in calendar.official_years,
            year in imported,
            _off_count(calendar, year),
            sum(day.year == year and row.is_workday for day, row in calendar.listed.items()),
        )
        for year in range(this + ahead, this - 2, -1)
    ]


def _off_count(calendar: WorkingCalendar, year: int) -> int:
    if year not in calendar.official_years:
        return len(statutory_days(year))
    return sum(day.year == year and not row.is_workday for day, row in calendar.listed.items())
