"""When somebody is reminded of a deadline: one row per clock, offset and audience. Pure.

Offsets are working days from the due day: before (negative), on it (0) or after (positive). A due
day that is no working day counts, for the reminder on the day, as the working day before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from caseflow.core.messages import catalogue as c

IsWorking = Callable[[date], bool]

AHEAD, ON_DAY, LATE = "reminder_ahead", "reminder_on_day", "reminder_late"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One row. `id` goes into the unique key of what was sent: never reuse one."""

    id: str
    clocks: tuple[str, ...]
    offset_working_days: int
    audience: tuple[str, ...]
    why: str
    channels: tuple[str, ...] = c.BOTH
    keeps_quiet_hours: bool = True
    """Waits for working hours, unless the case is urgent."""

    @property
    def kind(self) -> str:
        """The row of catalogue.py with the words."""
        if self.offset_working_days < 0:
            return AHEAD
        return LATE if self.offset_working_days else ON_DAY


def _r(id: str, clocks: str, offset: int, audience: tuple[str, ...], why: str) -> Reminder:
    return Reminder(id, tuple(clocks.split()), offset, audience, why)


_INTAKE = "acknowledgement objection"
_TERM = "handling rectification reinspection"
_SHORT = "receipt contact"
_LONG_FACTS = (
    "filing penalty_decision seizure court limitation review_answer recheck_answer recheck "
    "penalty_publication info_publication random_publication"
)
_SHORT_FACTS = (
    "level_transfer hearing_notice preservation service retraction order_service crime_decision "
    "crime_transfer reconsideration handover detention"
)
_OF_OTHERS = (
    "review_request recheck_request plea hearing_request payment appeal_review appeal_suit "
    "police_filing police_review detention_accept detention_return waste_confirm waste_paper"
)

REMINDERS: tuple[Reminder, ...] = (
    _r("intake-ahead-3", _INTAKE, -3, (c.DUTY_DISPATCHER,), "time is left to decide"),
    _r("intake-on-day", _INTAKE, 0, (c.DUTY_DISPATCHER,), "the last day to decide"),
    _r("intake-late-1", _INTAKE, 1, (c.DUTY_DISPATCHER, c.SUPERVISORS),
       "a legal term of a few days has run out: the supervisor is told at once"),
    _r("term-ahead-3", _TERM, -3, (c.HANDLER,), "a visit and a report still fit in"),
    _r("term-on-day", _TERM, 0, (c.HANDLER,), "the last day, or the day to ask for an extension"),
    _r("term-late-1", _TERM, 1, (c.HANDLER, c.UNIT_HEAD), "the head can still put it right"),
    _r("term-late-3", _TERM, 3, (c.SUPERVISORS,), "the unit did not put it right in three days"),
    _r("short-on-day", _SHORT, 0, (c.HANDLER,), "terms of a day or two have no earlier reminder"),
    _r("short-late-1", _SHORT, 1, (c.HANDLER, c.UNIT_HEAD), "nobody has taken it up yet"),
    _r("short-late-3", _SHORT, 3, (c.SUPERVISORS,), "nobody has taken it up in three days"),
    _r("task-ahead-1", "task", -1, (c.HANDLER,), "a co-handling unit can still answer in time"),
    _r("task-on-day", "task", 0, (c.HANDLER,), "the last day of a co-handling unit’s task"),
    _r("task-late-1", "task", 1, (c.HANDLER, c.UNIT_HEAD), "the lead unit waits for the answer"),
    _r("task-late-3", "task", 3, (c.SUPERVISORS,), "a co-handling unit holds the case up"),
    _r("sign-off-on-day", "sign_off", 0, (c.SUPERVISORS,), "the case waits for a signature only"),
    _r("sign-off-late-1", "sign_off", 1, (c.SUPERVISORS,), "the supervisors hold the case up"),
    _r("reply-ahead-3", "reply", -3, (c.HANDLER, c.REGISTRAR), "the day promised comes near"),
    _r("reply-on-day", "reply", 0, (c.HANDLER, c.REGISTRAR), "the day promised is here"),
    _r("reply-late-1", "reply", 1, (c.REGISTRAR, c.UNIT_HEAD), "a promise was not kept"),
    _r("reply-late-3", "reply", 3, (c.SUPERVISORS,), "a promise is still not kept"),
    _r("facts-ahead-3", _LONG_FACTS, -3, (c.HANDLER,), "a decision must be drafted and signed"),
    _r("facts-on-day", _LONG_FACTS, 0, (c.HANDLER,), "the last day, or the day to ask for more"),
    _r("facts-late-1", _LONG_FACTS, 1, (c.HANDLER, c.UNIT_HEAD, c.SUPERVISORS),
       "the file may be void: nobody waits three days for that"),
    _r("short-facts-on-day", _SHORT_FACTS, 0, (c.HANDLER,), "a term of a few days ends today"),
    _r("short-facts-late-1", _SHORT_FACTS, 1, (c.HANDLER, c.UNIT_HEAD, c.SUPERVISORS),
       "a legal term of a few days has run out"),
    _r("others-late-1", _OF_OTHERS, 1, (c.HANDLER,),
       "the time of the party or of another authority is over: the file can go on"),
    _r("publication-late-1", "publication", 1, (c.SUPERVISORS,), "the public still waits"),
    _r("callback-on-day", "callback", 0, (c.REGISTRAR,), "the call is due"),
    _r("callback-late-1", "callback", 1, (c.REGISTRAR, c.DUTY_DISPATCHER), "nobody has called"),
)  # fmt: skip

STALE_AFTER = timedelta(days=30)
"""After a longer stop than this, what was missed stands in the lists of late cases only."""

FARTHEST_AHEAD = timedelta(days=31)
"""No due day beyond this can have a reminder yet: three working days and the longest holiday."""

DAY = timedelta(days=1)


def fires_on(due_on: date, offset: int, is_working: IsWorking) -> date:
    """Return the working day on which a reminder with `offset` belonging to `due_on` is given."""
    day, step = due_on, DAY if offset > 0 else -DAY
    if offset <= 0:
        while not is_working(day):
            day -= DAY
    for _ in range(abs(offset)):
        day += step
        while not is_working(day):
            day += step
    return day


@dataclass(frozen=True, slots=True)
class DueDay:
    """A reminder that, on the day asked about, is the latest one for deadlines due on `due_on`."""

    reminder: Reminder
    due_on: date
    fires_on: date


def due_days(today: date, is_working: IsWorking) -> Iterator[list[DueDay]]:
    """Yield, per reminder, the due days for which it is the latest that has come by `today`.

    One that was missed is found the day after as well, until the next one takes its place: so it
    is given late, but once, and never in a pile.
    """
    found: dict[str, list[DueDay]] = {row.id: [] for row in REMINDERS}
    groups = {row.clocks: [r for r in REMINDERS if r.clocks == row.clocks] for row in REMINDERS}
    for rows in groups.values():
        due_on = today - STALE_AFTER * 2
        while due_on <= today + FARTHEST_AHEAD:
            latest = _latest(rows, due_on, today, is_working)
            if latest is not None:
                found[latest.reminder.id].append(latest)
            due_on += DAY
    yield from (days for days in found.values() if days)


def _latest(
    rows: list[Reminder], due_on: date, today: date, is_working: IsWorking
) -> DueDay | None:
    for row in sorted(rows, key=lambda row: row.offset_working_days, reverse=True):
        fires = fires_on(due_on, row.offset_working_days, is_working)
        if fires <= today:
            return DueDay(row, due_on, fires) if today - fires <= STALE_AFTER else None
    return None


def in_office_hours(
    now: datetime, hours: tuple[int, int], zone: ZoneInfo, is_working: IsWorking
) -> bool:
    """Return whether somebody is at work at `now`; `hours`: opening and closing, local time."""
    local = now.astimezone(zone)
    return is_working(local.date()) and hours[0] <= local.hour < hours[1]
