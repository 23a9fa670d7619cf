"""How long open cases have been open: classes of working days. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from caseflow.ground.i18n import N_
from caseflow.supervision.reports.working_days import WorkedDays

AGES: tuple[tuple[str, int, int | None, str], ...] = (
    ("0-5", 0, 5, N_("up to 5 working days")),
    ("6-10", 6, 10, N_("6 to 10 working days")),
    ("11-15", 11, 15, N_("11 to 15 working days")),
    ("16-30", 16, 30, N_("16 to 30 working days")),
    ("31-60", 31, 60, N_("31 to 60 working days")),
    ("61-", 61, None, N_("more than 60 working days")),
)
"""Key, first and last number of working days, label."""

LONG_AGO = date(1990, 1, 1)


def age_of(opened_on: date, today: date, days: WorkedDays) -> str:
    """Return the key of the class of a case that was opened on that day."""
    count = days.between(opened_on, today)
    return next(key for key, _first, last, _label in AGES if last is None or count <= last)


def opened_between(key: str, today: date, days: WorkedDays) -> tuple[date, date]:
    """Return the first and last day of opening of the cases in a class, both included."""
    _key, first, last, _label = next(row for row in AGES if row[0] == key)
    newest = today if first == 0 else _newest(first, today, days)
    if last is None:
        return LONG_AGO, newest
    return _newest(last + 1, today, days) + timedelta(days=1), newest


def _newest(count: int, today: date, days: WorkedDays) -> date:
    """Return the newest day since which `count` working days have passed."""
    day = today
    while days.between(day, today) < count:
        day -= timedelta(days=1)
    return day
