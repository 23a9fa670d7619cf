"""Counting working days many times over: sums kept from a first day on. Pure."""

from __future__ import annotations

from datetime import date

from caseflow.core.deadlines.calendar import ONE_DAY, WorkingCalendar, working_days_between

FIRST_DAY = date(2000, 1, 1)


class WorkedDays:
    """The working days of one calendar, counted up once and looked up after that."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self._sums = [0]

    def between(self, first: date, last: date) -> int:
        """Return how many working days lie after `first` up to and including `last`."""
        if first < FIRST_DAY or last < first:
            return working_days_between(first, last, self.calendar)
        return self._sum(last) - self._sum(first)

    def _sum(self, day: date) -> int:
        wanted = (day - FIRST_DAY).days
        while len(self._sums) <= wanted:
            one = FIRST_DAY + ONE_DAY * len(self._sums)
            self._sums.append(self._sums[-1] + self.calendar.is_workday(one))
        return self._sums[wanted]
