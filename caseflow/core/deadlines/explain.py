"""A deadline explains itself: start, each day left out and why, extensions, the rule. Pure.

Terms of hours run on at night, on holidays and through suspensions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from caseflow.core.deadlines.calendar import (
    ONE_DAY,
    DueDate,
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

    `kind`: start, skipped, made_up, suspended, pausing, extended, fixed, rolled, provisional, due.
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
    """Days that do not count, both included; `until` None: still suspended, nothing moves yet."""

    since: date
    until: date | None
    reason: str = ""

    def covers(self, day: date) -> bool:
        return self.until is not None and self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a term comes to, and why. `due_at` is aware UTC; day terms end with their day."""

    raw_due_on: date
    due_on: date
    due_at: datetime
    is_provisional: bool
    steps: list[Step] = field(default_factory=list)


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
    rule's own amount (a deadline keeps the amount of its day). Provisional is what a list not yet
    published can move: not hours, not a fixed day, not natural days that never roll.
    Raises OverflowError past the year 9999.
    """
    start = clock.local_date(start_at)
    total = rule.amount if amount is None else amount
    steps = [Step("start", start)]
    if rule.unit is not DayUnit.HOURS and fixed_due_on is not None:
        steps.append(Step("fixed", fixed_due_on))
        return _finish(fixed_due_on, fixed_due_on, False, steps)
    total += sum(extension.amount for extension in extensions)
    granted = [Step("extended", e.on, e.reason, e.amount) for e in extensions]
    granted += [Step("pausing", s.since, s.reason) for s in suspensions if s.until is None]
    if rule.unit is DayUnit.HOURS:
        return _hours(start_at, total, [*steps, *granted])
    if rule.unit is DayUnit.WORKING_DAYS:
        due = _count_working(start, total, calendar, suspensions, steps)
        is_provisional = calendar.is_span_provisional(start, due)
        return _finish(due, due, is_provisional, [*steps, *granted])
    raw = _count_natural(rule.unit, start, total, suspensions, steps)
    rolled = _rolled(raw, calendar, suspensions) if rule.rolls else DueDate(raw, False)
    steps += granted
    if rolled.day != raw:
        steps.append(Step("rolled", rolled.day, calendar.why_off(raw) or ""))
    return _finish(raw, rolled.day, rolled.is_provisional, steps)


def _rolled(raw: date, calendar: WorkingCalendar, suspensions: Sequence[Suspension]) -> DueDate:
    """Roll to a working day that counts: one under suspension is nobody's last day."""
    found = roll_forward(raw, calendar)
    while found.day != raw and _paused(found.day, suspensions) is not None:
        found = roll_forward(found.day + ONE_DAY, calendar)
    return DueDate(found.day, calendar.is_span_provisional(raw, found.day))


def _finish(raw: date, due: date, is_provisional: bool, steps: list[Step]) -> Explanation:
    if is_provisional:
        steps.append(Step("provisional", due))
    steps.append(Step("due", due))
    return Explanation(raw, due, clock.end_of_day(due), is_provisional, steps)


def _hours(start_at: datetime, total: int, steps: list[Step]) -> Explanation:
    due_at = (start_at + timedelta(hours=total)).astimezone(UTC)
    due = clock.local_date(due_at)
    return Explanation(due, due, due_at, False, [*steps, Step("due", due)])


def _count_working(
    start: date,
    days: int,
    calendar: WorkingCalendar,
    suspensions: Sequence[Suspension],
    steps: list[Step],
) -> date:
    left, day = days, start
    for day in days_from(start) if days > 0 else ():
        why, paused = calendar.why_off(day), _paused(day, suspensions)
        if paused is not None:
            steps.append(Step("suspended", day, paused.reason))
        elif why is not None:
            steps.append(Step("skipped", day, why))
        else:
            if calendar.is_made_up(day):
                steps.append(Step("made_up", day, calendar.listed[day].name))
            left -= 1
        if not left:
            break
    return day


def _paused(day: date, suspensions: Sequence[Suspension]) -> Suspension | None:
    return next((s for s in suspensions if s.covers(day)), None)


def _count_natural(
    unit: DayUnit, start: date, total: int, suspensions: Sequence[Suspension], steps: list[Step]
) -> date:
    if unit is DayUnit.NATURAL_DAYS:
        end = natural_days_after(start, total)
    else:
        end = months_after(start, total if unit is DayUnit.MONTHS else total * 12)
    day = start
    while day < end:
        day += ONE_DAY
        paused = _paused(day, suspensions)
        if paused is not None:
            steps.append(Step("suspended", day, paused.reason))
            end += ONE_DAY
    return end
