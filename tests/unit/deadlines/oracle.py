"""An oracle of due days, written from the county's fact sheet of terms and the day table alone.

It shares nothing with the product: its own table of terms (amount, unit, rolling, extensions,
what may stop the clock), its own days (every day of 2019–2026 with whether it is worked, read from
a table of another project), and it counts by walking from one day to the next.

Readings where the sheet is bare:
- the day of the start is not counted; a term of days ends with its last day;
- “wd” counts the days worked, “nd” every day; months and years end on the day of the same number,
  or the last of the month;
- the last day of nd, months and years that is not worked moves to the first worked day after it,
  except for terms that bind the office to an outer limit on rights (seizure, limitation), the
  unannounced recheck, and what is due the same day;
- an extension adds to the length of the term, and counts on from the raw end, not the moved one;
- a suspended day is no day of the term, be it worked or not; nor can a last day move onto it;
- hours run through everything.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

TABLE = Path(__file__).parents[2] / "data" / "workdays" / "workday_2019_2026.csv"
DAY = timedelta(days=1)
NONE: tuple[str, ...] = ()

EVERYTHING = ("halt", "hearing", "announcement", "monitoring", "assessment", "appraisal",
              "determination", "service")  # fmt: skip
BY_ORDER_8 = ("hearing", "announcement", "monitoring", "appraisal", "service")
WAITING = ("monitoring", "assessment", "appraisal", "determination")


@dataclass(frozen=True)
class Term:
    """`more`: the extensions, one after the other; `stops`: what stops the clock."""

    length: int
    unit: str
    more: tuple[int, ...] = ()
    stops: tuple[str, ...] = ()
    moves: bool = True


SHEET: dict[str, Term] = {
    # letters and visits
    "XF-REG": Term(15, "nd"),
    "XF-ACK-DIRECT": Term(15, "nd"),
    "XF-ACK-XFER": Term(15, "nd"),
    "XF-OBJECT": Term(5, "wd"),
    "XF-CLOSE": Term(60, "nd", (30,)),
    "XF-REVIEW-ASK": Term(30, "nd"),
    "XF-REVIEW-ANS": Term(30, "nd"),
    "XF-RECHECK-ASK": Term(30, "nd"),
    "XF-RECHECK-ANS": Term(30, "nd", (), ("hearing",)),
    # 12369
    "HL-ACK": Term(15, "nd"),
    "HL-TRANSFER": Term(3, "wd"),
    "HL-CLOSE": Term(60, "nd", (30,)),
    # 12345: examples of other places, one extension
    "12345-CONSULT": Term(3, "wd", (3,), WAITING),
    "12345-HELP": Term(7, "wd", (7,), WAITING),
    "12345-REPORT": Term(15, "wd", (15,), WAITING),
    "12345-URGENT": Term(0, "nd", moves=False),
    # penalties
    "PEN-FILE-2010": Term(7, "wd"),
    "PEN-FILE": Term(15, "nd", (15,)),
    "PEN-DECIDE-2010": Term(3, "months", (), BY_ORDER_8),
    "PEN-DECIDE": Term(90, "nd", (30, 30), EVERYTHING),
    "PEN-PLEA": Term(5, "wd"),
    "PEN-HEARING-ASK": Term(5, "wd"),
    "PEN-HEARING-NOTICE": Term(7, "wd"),
    "PEN-REGISTER-PRESERVE-2010": Term(7, "wd"),
    "PEN-REGISTER-PRESERVE": Term(7, "wd"),
    "PEN-SERVE": Term(7, "wd"),
    "PEN-PAY": Term(15, "nd"),
    "PEN-WITHDRAW": Term(3, "wd"),
    "PUB-PENALTY": Term(7, "wd"),
    "PUB-OTHER": Term(20, "wd"),
    "PUB-RANDOM": Term(20, "wd"),
    "DAYFINE-SERVE": Term(3, "wd"),
    "DAYFINE-RECHECK": Term(30, "nd", moves=False),
    "SEIZE": Term(30, "nd", (30,), moves=False),
    "ENFORCE-COURT": Term(3, "months"),
    # to the police
    "CRIME-DECIDE": Term(3, "nd"),
    "CRIME-MOVE": Term(24, "hours"),
    "CRIME-POLICE": Term(3, "nd"),
    "CRIME-RECONSIDER": Term(3, "nd"),
    "CRIME-RECONSIDER-ANS": Term(3, "nd"),
    "CRIME-HANDOVER": Term(3, "nd"),
    "DETAIN-MOVE": Term(3, "wd"),
    "DETAIN-ACCEPT": Term(3, "wd"),
    "DETAIN-RETURN": Term(5, "wd"),
    # remedies, waste, limitation
    "APPEAL-REVIEW": Term(60, "nd"),
    "APPEAL-SUIT": Term(6, "months"),
    "HW-CONFIRM": Term(5, "wd"),
    "HW-PAPER": Term(10, "wd"),
    "LIMITATION-2021": Term(2, "years", moves=False),
    "LIMITATION": Term(2, "years", moves=False),
    "LIMITATION-HARM-2021": Term(5, "years", moves=False),
    "LIMITATION-HARM": Term(5, "years", moves=False),
    # practice of the bureau
    "INT-EXAM": Term(1, "wd"),
    "INT-RECEIPT": Term(1, "wd"),
    "INT-CONTACT": Term(1, "wd"),
    "INT-INSPECT": Term(30, "wd", (), WAITING),
    "INT-RECTIFY": Term(15, "nd"),
    "INT-RECHECK": Term(5, "wd", (), WAITING),
    "INT-SIGNOFF": Term(2, "wd"),
    "INT-REPLY": Term(15, "wd"),
    "INT-CALLBACK": Term(5, "wd"),
    "INT-PUBLISH": Term(20, "wd"),
    "INT-UNSOLVED": Term(2, "wd"),
    "INT-REHANDLE": Term(7, "wd", (7,), WAITING),
    "INT-TASK": Term(5, "wd"),
    "INT-NOTICE": Term(3, "wd"),
}

IN_FORCE: dict[str, tuple[tuple[str, str], ...]] = {
    # term → (row, first day), oldest first; the last one holds now
    "PEN-FILE": (("PEN-FILE-2010", "2010-03-01"), ("PEN-FILE", "2023-07-01")),
    "PEN-DECIDE": (("PEN-DECIDE-2010", "2010-03-01"), ("PEN-DECIDE", "2023-07-01")),
    "PEN-REGISTER-PRESERVE": (
        ("PEN-REGISTER-PRESERVE-2010", "2010-03-01"),
        ("PEN-REGISTER-PRESERVE", "2021-07-15"),
    ),
    "LIMITATION": (("LIMITATION-2021", "2021-07-15"), ("LIMITATION", "2026-08-15")),
    "LIMITATION-HARM": (
        ("LIMITATION-HARM-2021", "2021-07-15"),
        ("LIMITATION-HARM", "2026-08-15"),
    ),
}


def read_days() -> dict[date, bool]:
    """Return every day of the table with whether it is worked."""
    with TABLE.open(encoding="utf-8") as file:
        return {date.fromisoformat(r["date"]): r["is_workday"] == "1" for r in csv.DictReader(file)}


class OutOfTable(Exception):
    """The term runs past the last day that the table knows."""


class Oracle:
    def __init__(self) -> None:
        self.worked = read_days()

    def is_worked(self, day: date) -> bool:
        if day not in self.worked:
            raise OutOfTable
        return self.worked[day]

    def due(
        self,
        term: Term,
        start: datetime,
        more: tuple[int, ...] = (),
        pauses: tuple[tuple[date, date], ...] = (),
    ) -> tuple[date, date]:
        """Return the raw and the moved last day; `pauses`: first and last day of each."""
        length = term.length + sum(more)
        if term.unit == "hours":
            end = (start + timedelta(hours=length)).date()
            return end, end
        stopped = {
            first + n * DAY for first, last in pauses for n in range((last - first).days + 1)
        }
        raw = self._raw(term.unit, start.date(), length, stopped)
        return raw, self._moved(raw, stopped) if term.moves and term.unit != "wd" else raw

    def _raw(self, unit: str, day: date, length: int, stopped: set[date]) -> date:
        if unit in {"months", "years"}:
            return self._shifted(day, length * (12 if unit == "years" else 1), stopped)
        counted = 0
        while counted < length:
            day += DAY
            if day in stopped:
                continue
            if unit == "nd" or self.is_worked(day):
                counted += 1
        return day

    def _shifted(self, day: date, months: int, stopped: set[date]) -> date:
        """Return the end of a term of months, as many days later as days of it were stopped."""
        year, month = day.year, day.month
        for _n in range(months):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = date(year, month, min(day.day, monthrange(year, month)[1]))
        left = (end - day).days
        while left:
            day += DAY
            left -= day not in stopped
        return day

    def _moved(self, day: date, stopped: set[date]) -> date:
        while not self.is_worked(day) or day in stopped:
            day += DAY
        return day

    def row_on(self, term: str, day: date) -> str:
        """Return which row of a term held on `day`; before the first, the first one."""
        rows = IN_FORCE[term]
        held = [row for row, first in rows if date.fromisoformat(first) <= day]
        return held[-1] if held else rows[0][0]
