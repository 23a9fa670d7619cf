"""A frozen period made again a year later is the same to the byte, and tampering is found."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from caseflow.core.deadlines.calendar import ListedDay
from caseflow.core.deadlines.importing import import_calendar
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import Unit
from caseflow.supervision.reports import measures
from caseflow.supervision.reports.actions.freezing import freeze
from caseflow.supervision.reports.actions.refreshing import refresh_figures
from caseflow.supervision.reports.models import FigureSnapshot
from caseflow.supervision.reports.periods import Period
from caseflow.supervision.reports.queries.snapshots import compare, make_again
from tests.cast import Cast, make_cast, unit
from tests.factories import case_in, do, open_case

SEPTEMBER = datetime(2026, 9, 14, 10, tzinfo=clock.ZONE)
OCTOBER = datetime(2026, 10, 12, 9, tzinfo=clock.ZONE)
A_YEAR_LATER = datetime(2027, 11, 3, 8, tzinfo=clock.ZONE)
PERIOD = Period("2026-09", "2026-09")


@contextmanager
def time_zone(name: str) -> Iterator[None]:
    """Let the machine stand in another zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before:
            os.environ["TZ"] = before
        time.tzset()


@pytest.fixture
def cast(db_session: Any) -> Cast:
    with unit_of_work():
        return make_cast()


@pytest.fixture
def frozen(cast: Cast) -> int:
    """The id of September, frozen in October; with cases that end, stay open and are late."""
    with clock.pretend(SEPTEMBER):
        closed = case_in("closed")
        do(closed, "call_back", satisfaction="no")
        for state in ("assigned", "rectifying", "declined", "merged"):
            case_in(state)
        open_case(track="consultation")
    with clock.pretend(OCTOBER):
        refresh_figures()
        with unit_of_work():
            return freeze(PERIOD, None, "三季度报告", cast.sunil.id).id


def stored(snapshot_id: int) -> FigureSnapshot:
    db.session.rollback()
    return db.session.get_one(FigureSnapshot, snapshot_id, populate_existing=True)


def a_year_goes_by(cast: Cast) -> None:
    """Cases are reopened and closed, a calendar comes in, units and people get other names."""
    with clock.pretend(A_YEAR_LATER - timedelta(days=200)):
        do(case_in("closed"), "find_unreasonable")
        for case in list(db.session.scalars(text_of_cases())):
            if case.state == "closed":
                do(case, "reopen")
            elif case.state == "rectifying":
                do(case, "report_rectified")
    with unit_of_work():
        fixed = [(1, 1), (5, 1), (10, 1)]
        days = [ListedDay(date(2027, m, d), False, "节", "通知") for m, d in fixed]
        import_calendar(2027, days, cast.adam.id)
        db.session.get_one(Unit, unit("squad-1").id).name = "执法一中队"
    with clock.pretend(A_YEAR_LATER):
        refresh_figures()


def text_of_cases() -> Any:
    from sqlalchemy import select

    from caseflow.core.cases.models import Case

    return select(Case).order_by(Case.id)


def test_a_period_made_again_a_year_later_is_the_same_to_the_byte(
    cast: Cast, frozen: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.pretend(OCTOBER):
        first = make_again(stored(frozen))
    assert not first.faults
    assert first.report["whole"]["received"]["numerator"] == 7
    a_year_goes_by(cast)
    # Another table of measures, other words, another language, another zone, another day.
    other = {
        name: replace(row, label="x", excludes="", partly_weight=0.5)
        for name, row in reversed(measures.MEASURES.items())
    }
    for name, row in other.items():
        monkeypatch.setitem(measures.MEASURES, name, row)
    with time_zone("America/Anchorage"), force_locale("en"), clock.pretend(A_YEAR_LATER):
        again = make_again(stored(frozen))
    assert not again.faults
    for kind in ("json", "xlsx", "docx"):
        assert again.files[kind] == first.files[kind], kind


def test_today_says_what_it_would_say_instead(cast: Cast, frozen: int) -> None:
    with clock.pretend(OCTOBER):
        assert compare(stored(frozen)).count == 0
    a_year_goes_by(cast)
    with clock.pretend(A_YEAR_LATER):
        found = compare(stored(frozen))
    assert found.count > 0
    changed = {name for one in found.differences for name, _old, _new in one.fields}
    assert "reopenings" in changed
    assert found.then["whole"]["done_at_once"] != found.now["whole"]["done_at_once"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE snapshot_lines SET content = replace(content, '500233001', '500233002') "
         "WHERE position = 2", "Line 2 is not as it was frozen."),
        ("UPDATE snapshot_lines SET marks = replace(marks, 'd', 'n') WHERE position = 1",
         "Line 1 is not as it was frozen."),
        ("DELETE FROM snapshot_lines WHERE position = 3", "lines, not the"),
        ("UPDATE figure_snapshots SET rules = replace(rules, '0.9', '0.8')",
         "Rules and lines together are not as they were frozen."),
    ],
)  # fmt: skip
def test_tampering_is_found(cast: Cast, frozen: int, statement: str, fault: str) -> None:
    table = statement.replace("DELETE FROM", "UPDATE").split()[1]
    with pytest.raises(DBAPIError, match="append-only"), unit_of_work():
        db.session.execute(text(statement))
    with unit_of_work():  # as only somebody with the database's own password could
        for verb in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER {table}_no_{verb}"))
        db.session.execute(text(statement))
    with force_locale("en"):
        faults = make_again(stored(frozen)).faults
    assert any(fault in one for one in faults), faults


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_what_is_over_and_counted_is_frozen(cast: Cast) -> None:
    with clock.pretend(OCTOBER), force_locale("en"):
        with pytest.raises(BadInput, match="are being counted"), unit_of_work():
            freeze(PERIOD, None, "早", cast.sunil.id)
        refresh_figures()
        with pytest.raises(BadInput, match="that is over"), unit_of_work():
            freeze(Period("2026-09", "2026-10"), None, "早", cast.sunil.id)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_unit_is_frozen_with_its_own_lines(cast: Cast, frozen: int) -> None:
    with clock.pretend(OCTOBER), unit_of_work():
        row = freeze(PERIOD, cast.farid.unit_id, "一中队", cast.sunil.id)
        of_unit, unit_name = row.line_count, cast.farid.unit_id
    assert 0 < of_unit < stored(frozen).line_count
    assert make_again(stored(frozen + 1)).rules["scope"]["unit_id"] == unit_name
