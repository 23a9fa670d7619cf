"""A new list of holidays goes before the shipped ones and moves the deadlines it concerns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from importlib.resources import files

import pytest
from sqlalchemy import func, select

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.actions import open_deadline
from caseflow.core.deadlines.calendar import ListedDay
from caseflow.core.deadlines.calendar_data import parse_list, shipped_calendar
from caseflow.core.deadlines.importing import import_calendar
from caseflow.core.deadlines.models import CalendarDay, Deadline, DeadlineChange
from caseflow.core.deadlines.queries import current_calendar, forget_calendar
from caseflow.core.deadlines.rules import RULES
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import make_cast
from tests.factories import case_in

LATE_DECEMBER = datetime(2026, 12, 28, 10, tzinfo=clock.ZONE)
OFF = [
    date(2026, 12, 31),  # New Year's holiday may begin in the year before
    date(2027, 1, 1),
    date(2027, 1, 4),
    date(2027, 5, 1),
    date(2027, 10, 1),
]
LIST_2027 = [ListedDay(day, False, "invented holiday", "invented notice") for day in OFF]


@pytest.fixture(autouse=True)
def case(db_session) -> Iterator[Case]:
    with clock.pretend(LATE_DECEMBER):
        with unit_of_work():
            make_cast()
        yield case_in("accepted")


def a_deadline(case: Case, rule_id: str, on: date | None = None) -> Deadline:
    rule, at = RULES[rule_id], clock.now()
    with unit_of_work():
        return open_deadline(case, "handling", rule, at, event_seq=1, due_on_override=on)


def load(year: int, days: list[ListedDay]) -> list[int]:
    with unit_of_work():
        return [row.id for row in import_calendar(year, days, None)]


def test_without_imported_lists_the_calendar_is_the_shipped_one():
    assert current_calendar() is shipped_calendar()


def test_an_imported_list_makes_its_year_official_at_once():
    assert not current_calendar().is_official(date(2027, 6, 1))
    load(2027, LIST_2027)
    calendar = current_calendar()
    assert calendar.is_official(date(2027, 6, 1))
    assert calendar.why_off(date(2027, 1, 4)) == "invented holiday"
    assert calendar.is_workday(date(2027, 2, 8))  # the list does not name it


def test_a_list_changes_of_the_year_before_only_the_days_it_names():
    load(2027, LIST_2027)
    calendar = current_calendar()
    assert calendar.why_off(date(2026, 12, 31)) == "invented holiday"
    assert calendar.why_off(date(2026, 10, 1)) == "国庆节"
    assert calendar.is_made_up(date(2026, 10, 10))


def test_running_deadlines_move_with_the_list_and_keep_both_days(case: Case):
    deadline = a_deadline(case, "HW-CONFIRM")
    assert (deadline.due_on, deadline.is_provisional) == (date(2027, 1, 5), True)
    assert deadline.id in load(2027, LIST_2027)
    assert (deadline.due_on, deadline.is_provisional) == (date(2027, 1, 7), False)
    assert deadline.due_at == clock.end_of_day(date(2027, 1, 7))
    change = db.session.scalars(
        select(DeadlineChange).where(DeadlineChange.deadline_id == deadline.id)
    ).one()
    assert (change.kind, change.old_due_on, change.new_due_on) == (
        "recalculated",
        date(2027, 1, 5),
        date(2027, 1, 7),
    )


def test_a_deadline_in_the_days_before_the_new_year_moves_too(case: Case):
    deadline = a_deadline(case, "CRIME-POLICE")
    assert deadline.due_on == date(2026, 12, 31)
    load(2027, LIST_2027)
    assert deadline.due_on == date(2027, 1, 5)


def test_a_deadline_that_does_not_move_is_no_longer_provisional_and_has_no_change(case: Case):
    deadline = a_deadline(case, "HL-CLOSE")
    assert (deadline.due_on, deadline.is_provisional) == (date(2027, 2, 26), True)
    assert deadline.id not in load(2027, LIST_2027)
    assert not deadline.is_provisional


def test_a_stopped_deadline_and_a_day_that_was_set_stay_as_they_were(case: Case):
    stopped, fixed = a_deadline(case, "HW-CONFIRM"), a_deadline(case, "XF-CLOSE", on=OFF[2])
    with unit_of_work():
        stopped.stopped_at, stopped.stop_reason = clock.now(), "met"
    moved = load(2027, LIST_2027)
    assert stopped.id not in moved
    assert fixed.id not in moved
    assert (stopped.due_on, fixed.due_on) == (date(2027, 1, 5), date(2027, 1, 4))


def test_a_corrected_list_takes_the_place_of_the_first():
    load(2027, LIST_2027)
    load(2027, LIST_2027[1:])
    assert db.session.scalar(select(func.count(CalendarDay.day))) == len(OFF) - 1
    assert current_calendar().is_workday(date(2026, 12, 31))


def test_the_shipped_lists_can_be_imported_again_and_change_nothing():
    """Each names days of its own year, some also of the year before (2007, 2008, 2019, 2023)."""
    for year in (2019, 2018, 2023, 2022, 2019):
        path = files("caseflow.core.deadlines") / "data" / f"{year}.json"
        load(*parse_list(json.loads(path.read_text(encoding="utf-8"))))
    forget_calendar()
    calendar, shipped = current_calendar(), shipped_calendar()
    days = [date.fromordinal(n) for n in range(date(2017, 1, 1).toordinal(), 740000)]
    assert [d for d in days if calendar.is_workday(d) != shipped.is_workday(d)] == []
    assert calendar.official_years == shipped.official_years
