"""A due day in words: “3 working days left”, “2 days late”, with the state that colours it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from caseflow.core.deadlines.calendar import working_days_between
from caseflow.core.deadlines.explain import Step
from caseflow.core.deadlines.queries import DeadlineRow, current_calendar, due_state
from caseflow.ground import clock

FAR_AHEAD = timedelta(days=120)
"""Beyond this the day itself says more than a count of days."""


@dataclass(frozen=True, slots=True)
class Due:
    """What a badge shows. `state`: late, today, soon, ok, suspended, met or stopped."""

    state: str
    words: str
    on: date
    is_provisional: bool = False
    clock: str = ""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of a deadline's explanation; a run of days left out for one reason is one line."""

    kind: str
    first: date
    last: date
    reason: str = ""
    amount: int = 0


def due_in_words(state: str, due_on: date, due_at: datetime | None = None) -> str:
    """Return the words of a running deadline. `due_at`: given for terms of hours."""
    today = clock.today()
    if state == "late":
        days = (today - due_on).days
        return str(_("%(count)s days late", count=days) if days else _("late since today"))
    if state == "suspended":
        return str(_("suspended"))
    if state == "today":
        if due_at is not None:
            return str(_("due today at %(time)s", time=f"{clock.local(due_at):%H:%M}"))
        return str(_("due today"))
    if due_on - today > FAR_AHEAD:
        return str(_("due on %(day)s", day=due_on.isoformat()))
    count = working_days_between(today, due_on, current_calendar())
    return str(_("%(count)s working days left", count=count))


def due_of(
    due_on: date,
    *,
    due_at: datetime,
    unit: str,
    is_suspended: bool = False,
    is_provisional: bool = False,
    name: str = "",
) -> Due:
    """Return the badge of a running deadline from its columns."""
    state = due_state(due_on, clock.today(), current_calendar())
    has_hours = unit == "hours"
    if has_hours and due_at < clock.now():
        state = "late"
    if is_suspended:
        state = "suspended"
    words = due_in_words(state, due_on, due_at if has_hours else None)
    return Due(state, words, due_on, is_provisional, name)


def due_of_row(row: DeadlineRow) -> Due:
    """Return the badge of a clock of the case page, running or not."""
    if row.state == "met":
        words = _("met")
    elif row.state == "stopped":
        words = _("stopped")
    elif row.state == "over":
        return Due("stopped", _("time is over"), row.due_on, row.is_provisional, row.clock)
    else:
        words = due_in_words(row.state, row.due_on)
    return Due(row.state, words, row.due_on, row.is_provisional, row.clock)


def lines_of(steps: Sequence[Step]) -> list[StepLine]:
    """Return the steps of an explanation with runs of like days drawn together."""
    lines: list[StepLine] = []
    for step in steps:
        last = lines[-1] if lines else None
        if last is not None and _continues(last, step):
            lines[-1] = StepLine(last.kind, last.first, step.day, last.reason)
        else:
            lines.append(StepLine(step.kind, step.day, step.day, step.reason, step.amount))
    return lines


def _continues(line: StepLine, step: Step) -> bool:
    return (
        step.kind in {"skipped", "suspended"}
        and line.kind == step.kind
        and line.reason == step.reason
        and step.day - line.last == timedelta(days=1)
    )
