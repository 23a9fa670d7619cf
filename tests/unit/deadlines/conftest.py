"""An independent count of days, from a day-by-day table: 2,922 rows, every day of 2019–2026."""

from __future__ import annotations

import csv
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from pathlib import Path

import pytest

TABLE = Path(__file__).parents[2] / "data" / "workdays" / "workday_2019_2026.csv"


class DayTable:
    """Counts by looking days up in the sorted list of working days, not by stepping."""

    def __init__(self) -> None:
        with TABLE.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.days = {date.fromisoformat(r["date"]): r["is_workday"] == "1" for r in rows}
        self.worked = sorted(day for day, is_worked in self.days.items() if is_worked)

    def working_days_after(self, start: date, count: int) -> date:
        return self.worked[bisect_right(self.worked, start) + count - 1]

    def rolled(self, day: date) -> date:
        return self.worked[bisect_left(self.worked, day)]

    def natural_days_after(self, start: date, count: int, rolls: bool = True) -> date:
        raw = start + timedelta(days=count)
        return self.rolled(raw) if rolls else raw


@pytest.fixture(scope="session")
def day_table() -> DayTable:
    return DayTable()
