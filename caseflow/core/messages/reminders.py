"""When who is reminded of a deadline, by which ways, in which hours: the one table. Pure.

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


OFFICE, DAYTIME = "office", "daytime"

DAYTIME_HOURS = (7, 22)
"""Local hours, on any day: nobody is woken."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One row. `id` goes into the unique key of what was sent: never reuse one."""

    id: str
    clocks: tuple[str, ...]
    offset_working_days: int
    audience: tuple[str, ...]
    why: str
    channels: tuple[str, ...] = c.BOTH
    hours: str = OFFICE
    """When it may be given: in office hours of working days, or by day (7 to 22) on any day.

    An urgent case is the exception: its reminders are given at any hour."""

    @property
    def kind(self) -> str:
        """The row of catalogue.py with the words."""
        if self.offset_working_days < 0:
            return AHEAD
        return LATE if self.offset_working_days else ON_DAY

    @property
    def is_last_step(self) -> bool:
        """Whether nobody stands above those it tells."""
        return c.LEADERS in self.audience


def _r(
    id: str,
    clocks: str,
    offset: int,
    audience: tuple[str, ...],
    why: str,
    channels: tuple[str, ...] = c.BOTH,
    hours: str = OFFICE,
) -> Reminder:
    return Reminder(id, tuple(clocks.split()), offset, audience, why, channels, hours)


_INTAKE = "acknowledgement objection"
_TERM = "handling rehandling rectification reinspection"
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
_GROUP = (*c.BOTH, c.WECOM)
_LEADERS = (*c.BOTH, c.SMS)

REMINDERS: tuple[Reminder, ...] = (
    _r("intake-ahead-3", _INTAKE, -3, (c.DUTY_DISPATCHER,), "time is left to decide"),
    _r("intake-on-day", _INTAKE, 0, (c.DUTY_DISPATCHER,), "the last day to decide", _GROUP),
    _r("intake-late-1", _INTAKE, 1, (c.DUTY_DISPATCHER, c.SUPERVISORS),
       "a legal term of a few days has run out: the supervisor is told at once", _GROUP),
    _r("intake-late-3", _INTAKE, 3, (c.SUPERVISORS, c.LEADERS),
       "a legal term is broken and nobody decides", _LEADERS),
    _r("term-ahead-3", _TERM, -3, (c.HANDLER,), "a visit and a report still fit in"),
    _r("term-on-day", _TERM, 0, (c.HANDLER,), "the last day, or the day to ask for an extension"),
    _r("term-late-1", _TERM, 1, (c.HANDLER, c.UNIT_HEAD), "the head can still put it right",
       _GROUP),
    _r("term-late-3", _TERM, 3, (c.SUPERVISORS,), "the unit did not put it right in three days",
       _GROUP),
    _r("term-late-5", _TERM, 5, (c.UNIT_HEAD, c.LEADERS),
       "neither the unit nor the supervisors put it right in a week", _LEADERS),
    _r("short-on-day", _SHORT, 0, (c.HANDLER,), "terms of a day or two have no earlier reminder"),
    _r("short-late-1", _SHORT, 1, (c.HANDLER, c.UNIT_HEAD), "nobody has taken it up yet", _GROUP),
    _r("short-late-3", _SHORT, 3, (c.SUPERVISORS,), "nobody has taken it up in three days; it "
       "goes no higher, for the term of handling follows with a ladder of its own"),
    _r("task-ahead-1", "task", -1, (c.HANDLER,), "a co-handling unit can still answer in time"),
    _r("task-on-day", "task", 0, (c.HANDLER,), "the last day of a co-handling unit’s task"),
    _r("task-late-1", "task", 1, (c.HANDLER, c.UNIT_HEAD), "the lead unit waits for the answer"),
    _r("task-late-3", "task", 3, (c.SUPERVISORS,), "a co-handling unit holds the case up"),
    _r("sign-off-on-day", "sign_off", 0, (c.SUPERVISORS,), "the case waits for a signature only"),
    _r("sign-off-late-1", "sign_off", 1, (c.SUPERVISORS,), "the supervisors hold the case up"),
    _r("sign-off-late-3", "sign_off", 3, (c.LEADERS,),
       "above the supervisors, who hold the case up, there is the leadership only"),
    _r("reply-ahead-3", "reply", -3, (c.HANDLER, c.REGISTRAR), "the day promised comes near"),
    _r("reply-on-day", "reply", 0, (c.HANDLER, c.REGISTRAR), "the day promised is here"),
    _r("reply-late-1", "reply", 1, (c.REGISTRAR, c.UNIT_HEAD), "a promise was not kept"),
    _r("reply-late-3", "reply", 3, (c.SUPERVISORS,), "a promise is still not kept", _GROUP),
    _r("reply-late-5", "reply", 5, (c.LEADERS,), "a complainant waits a week beyond the promise"),
    _r("unsolved-on-day", "unsolved", 0, (c.SUPERVISORS,), "somebody called it not solved"),
    _r("unsolved-late-1", "unsolved", 1, (c.SUPERVISORS,), "nobody has decided what is not solved"),
    _r("unsolved-late-3", "unsolved", 3, (c.LEADERS,),
       "above the supervisors, who must decide, there is the leadership only"),
    _r("publication-late-1", "publication", 1, (c.SUPERVISORS,), "the public still waits"),
    _r("callback-on-day", "callback", 0, (c.REGISTRAR,), "the call is due"),
    _r("callback-late-1", "callback", 1, (c.REGISTRAR, c.DUTY_DISPATCHER), "nobody has called"),
    _r("notice-ahead-1", "notice", -1, (c.HANDLER,), "a day is left to answer the notice",
       hours=DAYTIME),
    _r("notice-on-day", "notice", 0, (c.HANDLER, c.UNIT_HEAD), "the notice is to be answered today",
       (*c.BOTH, c.SMS), DAYTIME),
    _r("notice-late-1", "notice", 1, (c.UNIT_HEAD, c.SUPERVISORS), "a notice is not answered",
       (*c.BOTH, c.SMS, c.WECOM), DAYTIME),
    _r("notice-late-3", "notice", 3, (c.LEADERS,), "a formal demand is ignored", _LEADERS,
       DAYTIME),
    _r("facts-ahead-3", _LONG_FACTS, -3, (c.HANDLER,), "a decision must be drafted and signed"),
    _r("facts-on-day", _LONG_FACTS, 0, (c.HANDLER,), "the last day, or the day to ask for more"),
    _r("facts-late-1", _LONG_FACTS, 1, (c.HANDLER, c.UNIT_HEAD, c.SUPERVISORS),
       "the file may be void: nobody waits three days for that"),
    _r("short-facts-on-day", _SHORT_FACTS, 0, (c.HANDLER,), "a term of a few days ends today"),
    _r("short-facts-late-1", _SHORT_FACTS, 1, (c.HANDLER, c.UNIT_HEAD, c.SUPERVISORS),
       "a legal term of a few days has run out"),
    _r("others-late-1", _OF_OTHERS, 1, (c.HANDLER,),
       "the time of the party or of another authority is over: the file can go on"),
)  # fmt: skip
"""The ladder: from the handler to the head of the unit, the supervisors, the leadership."""

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


def may_be_given(
    row: Reminder, now: datetime, office: tuple[int, int], zone: ZoneInfo, is_working: IsWorking
) -> bool:
    """Return whether `now` lies in the hours of the row; an urgent case is not asked for them."""
    if row.hours == OFFICE:
        return in_office_hours(now, office, zone, is_working)
    return DAYTIME_HOURS[0] <= now.astimezone(zone).hour < DAYTIME_HOURS[1]


def next_step(clock: str, due_on: date, today: date, is_working: IsWorking) -> DueDay | None:
    """Return the reminder of a clock that comes next after `today`; None: the ladder is at its end.

    Those to be given today are past: they are given, or will be within the hours of their row.
    """
    coming = [
        DueDay(row, due_on, fires_on(due_on, row.offset_working_days, is_working))
        for row in REMINDERS
        if clock in row.clocks
    ]
    return min(
        (one for one in coming if one.fires_on > today), key=lambda one: one.fires_on, default=None
    )
