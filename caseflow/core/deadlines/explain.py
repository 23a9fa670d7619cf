"""A deadline explains itself: start, each day left out and why, extensions, the rule. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from caseflow.core.deadlines.calendar import (
    WorkingCalendar,
    days_from,
    months_after,
    natural_days_after,
    roll_forward,
)
from caseflow.core.deadlines.rules import DayUnit, Rule
from caseflow.ground import clock


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation.

    `kind`: start, skipped, made_up, suspended, extended, fixed, rolled, provisional or due.
    """

    kind: str
    day: date
    reason: str = ""
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Extension:
    """`amount` more of the rule's own unit, granted on `on`."""

    amount: int
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days that do not count, both included; `until` None: still suspended."""

    since: date
    until: date | None
    reason: str = ""

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a term comes to, and why. `due_at` is aware UTC; day terms end with their day."""

    raw_due_on: date
    due_on: date
    due_at: datetime
    is_provisional: bool
    steps: list[Step] = field(default_factory=list)


MAX_DAYS = 4000
"""A suspension without end is followed no further than this."""


def explain(
    rule: Rule,
    start_at: datetime,
    calendar: WorkingCalendar,
    extensions: Sequence[Extension] = (),
    suspensions: Sequence[Suspension] = (),
    fixed_due_on: date | None = None,
    amount: int | None = None,
) -> Explanation:
    """Return when `rule`, started at `start_at` (aware), is due, with every step on the way.

    `fixed_due_on` takes the place of the count (an order that names its day); `amount` of the
    rule's own amount (a deadline keeps the amount of its day).
    """
    start = clock.local_date(start_at)
    total = rule.amount if amount is None else amount
    steps = [Step("start", start)]
    closed = [s for s in suspensions]
    if rule.unit is DayUnit.HOURS:
        return _hours(rule, start_at, total, extensions, steps, calendar)
    if fixed_due_on is not None:
        steps.append(Step("fixed", fixed_due_on))
        return _finish(fixed_due_on, fixed_due_on, start, calendar, steps)
    for extension in extensions:
        total += extension.amount
    if rule.unit is DayUnit.WORKING_DAYS:
        raw = _count_working(start, total, calendar, closed, steps)
        due = raw
    else:
        raw = _count_natural(rule.unit, start, total, closed, steps)
        due = roll_forward(raw, calendar).day if rule.rolls else raw
    steps += [Step("extended", e.on, e.reason, e.amount) for e in extensions]
    if due != raw:
        steps.append(Step("rolled", due, calendar.why_off(raw) or ""))
    return _finish(raw, due, start, calendar, steps)


def _finish(
    raw: date, due: date, start: date, calendar: WorkingCalendar, steps: list[Step]
) -> Explanation:
    is_provisional = calendar.is_span_provisional(min(start, due), due)
    if is_provisional:
        steps.append(Step("provisional", due))
    steps.append(Step("due", due))
    return Explanation(raw, due, clock.end_of_day(due), is_provisional, steps)


def _hours(
    rule: Rule,
    start_at: datetime,
    total: int,
    extensions: Sequence[Extension],
    steps: list[Step],
    calendar: WorkingCalendar,
) -> Explanation:
    due_at = start_at + timedelta(hours=total + sum(e.amount for e in extensions))
    due = clock.local_date(due_at)
    return Explanation(due, due, due_at, False, [*steps, Step("due", due)])


def _count_working(
    start: date,
    days: int,
    calendar: WorkingCalendar,
    suspensions: Sequence[Suspension],
    steps: list[Step],
) -> date:
    if days <= 0:
        return start
    left = days
    for number, day in enumerate(days_from(start)):
        why, paused = calendar.why_off(day), _paused(day, suspensions)
        if paused is not None:
            steps.append(Step("suspended", day, paused.reason))
        elif why is not None:
            steps.append(Step("skipped", day, why))
        else:
            if calendar.is_made_up(day):
                steps.append(Step("made_up", day, calendar.listed[day].name))
            left -= 1
        if not left or number > MAX_DAYS:
            return day
    raise AssertionError("unreachable")


def _paused(day: date, suspensions: Sequence[Suspension]) -> Suspension | None:
    return next((s for s in suspensions if s.covers(day)), None)


def _count_natural(
    unit: DayUnit, start: date, total: int, suspensions: Sequence[Suspension], steps: list[Step]
) -> date:
    if unit is DayUnit.NATURAL_DAYS:
        end = natural_days_after(start, total)
    else:
        end = months_after(start, total if unit is DayUnit.MONTHS else total * 12)
    day, count = start, 0
    while day < end and count < MAX_DAYS:
        day += timedelta(days=1)
        paused = _paused(day, suspensions)
        if paused is not None:
            steps.append(Step("suspended", day, paused.reason))
            end += timedelta(days=1)
        count += 1
    return end
