"""Whose turn it is: who must act next on a case, by its state; and why it is late, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from caseflow.core.cases.due import Due
from caseflow.core.cases.queries.lists import CaseRow
from caseflow.core.cases.states import State
from caseflow.core.deadlines.calendar import WorkingCalendar
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.deadlines.rules import CLOCK_LABELS
from caseflow.ground import clock
from caseflow.ground.i18n import N_
from caseflow.people.permissions.policy import ROLE_LABELS, Role

_BY_STATE: dict[State, Role] = {
    State.REGISTERED: Role.DISPATCHER,
    State.ACCEPTED: Role.DISPATCHER,
    State.AWAITING_SIGN_OFF: Role.SUPERVISOR,
    State.REPLY_OWED: Role.OPERATOR,
    State.CLOSED: Role.OPERATOR,
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A role in words, or the officer or unit by name."""

    role: str = ""
    name: str = ""


def whose_turn(row: CaseRow) -> Turn:
    """Return who must act next: a named officer, the unit, or the role in charge of the state."""
    role = _BY_STATE.get(row.state)
    if role is not None:
        return Turn(role=_(ROLE_LABELS[role]))
    if row.state is State.MERGED:
        return Turn(role=_("Through the leading case"))
    return Turn(name=row.assignee or row.unit or "", role="" if row.assignee or row.unit else "–")


WAITS: dict[State, str] = {
    State.REGISTERED: N_("waits to be accepted by a dispatcher"),
    State.ACCEPTED: N_("waits to be assigned by a dispatcher"),
    State.ASSIGNED: N_("waits for receipt by %(name)s"),
    State.RECEIPTED: N_("waits for %(name)s to begin"),
    State.INVESTIGATING: N_("is being investigated by %(name)s"),
    State.RECTIFYING: N_("waits for the respondent; %(name)s watches over it"),
    State.REINSPECTING: N_("waits for re-inspection by %(name)s"),
    State.RECTIFIED: N_("waits to be submitted by %(name)s"),
    State.AWAITING_SIGN_OFF: N_("submitted by %(name)s, waits for sign-off by a supervisor"),
    State.REPLY_OWED: N_("waits for the reply to the complainant by the hotline"),
    State.MERGED: N_("is answered through its leading case"),
}
"""What a case waits for in each state, and of whom."""

NOBODY = N_("a person not named yet")
DAYS_LATE = N_("%(clock)s %(count)s working days late")
JUST_LATE = N_("%(clock)s late, no working day over yet")


@dataclass(frozen=True, slots=True)
class Why:
    """Why a case is late: `how_late` and `waits` are sentences, together one line."""

    how_late: str
    waits: str


class DaysLate:
    """Counts working days back from today, each day once however many cases are asked about."""

    def __init__(self, today: date, calendar: WorkingCalendar) -> None:
        self.today, self.calendar = today, calendar
        self._since = [0]
        """How many working days lie after the day so many days ago, up to today."""

    def since(self, day: date) -> int:
        """Return how many working days lie after `day` (not after today) up to today."""
        back = (self.today - day).days
        while len(self._since) <= back:
            counted = self.today - timedelta(days=len(self._since) - 1)
            self._since.append(self._since[-1] + self.calendar.is_workday(counted))
        return self._since[back]


def why_late(rows: Iterable[CaseRow]) -> dict[int, Why]:
    """Return of each late case which term has passed by how many working days, and who is to act.

    Terms of hours, and those that ended after the last working day, say so without a count.
    """
    said = _Sentences(DaysLate(clock.today(), current_calendar()))
    return {
        row.id: Why(said.how_late(row.due), said.waits_for(row))
        for row in rows
        if row.due is not None and row.due.state == "late"
    }


class _Sentences:
    """Sentences about late cases; each is translated once for all rows of a page."""

    def __init__(self, days: DaysLate) -> None:
        self.days = days
        self._translated: dict[str, str] = {}

    def _of(self, msgid: str) -> str:
        if msgid not in self._translated:
            self._translated[msgid] = str(_(msgid))
        return self._translated[msgid]

    def how_late(self, due: Due) -> str:
        label = CLOCK_LABELS.get(due.clock)
        term = self._of(label) if label else due.clock
        count = self.days.since(min(due.on, self.days.today))
        if not count:
            return self._of(JUST_LATE) % {"clock": term}
        return self._of(DAYS_LATE) % {"clock": term, "count": count}

    def waits_for(self, row: CaseRow) -> str:
        """Return what the case waits for, and of whom."""
        if row.state not in WAITS:
            return ""
        name = row.assignee or row.unit or self._of(NOBODY)
        return self._of(WAITS[row.state]) % {"name": name}
