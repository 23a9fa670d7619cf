"""The table of measures: who counts, who does not, who is left out and why; periods; ages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.core.deadlines.calendar import working_days_between
from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.supervision.reports.ages import AGES, age_of, opened_between
from caseflow.supervision.reports.assessment import EXAMPLE_WEIGHTS, score
from caseflow.supervision.reports.charts import Series, columns, lines, round_top
from caseflow.supervision.reports.figures import Figure, with_parts
from caseflow.supervision.reports.lines import (
    CASE,
    ORDER,
    PETITION,
    FactLine,
    canonical,
    from_content,
    to_content,
)
from caseflow.supervision.reports.measures import (
    LEFT_OUT,
    MEASURES,
    POSITIONS,
    REASONS,
    STATUS_LABELS,
    WHEN_LABELS,
    mark,
    marks,
    moment,
    ripens_at,
)
from caseflow.supervision.reports.periods import Period, from_key, read_period
from caseflow.supervision.reports.working_days import WorkedDays
from caseflow.supervision.reports.writing.sheet import neutral

NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = timedelta(days=1)


def line(kind: str = CASE, **changes: Any) -> FactLine:
    fields: dict[str, Any] = {"opened_at": NOW - 30 * DAY, **changes}
    return FactLine(kind=kind, line_id=1, case_id=1, number="忠环案〔2026〕1号", **fields)


ENDED = {"ending": "closed", "ended_at": NOW - DAY, "met_at": NOW - DAY, "due_at": NOW}
CALLED = {
    "called_at": NOW - DAY,
    "was_reached": True,
    "ended_at": NOW - 2 * DAY,
    "has_contact": True,
}

CELLS: tuple[tuple[str, FactLine, str], ...] = (
    # measure, line, its mark
    ("in_time", line(**ENDED), "n"),
    ("in_time", line(**{**ENDED, "due_at": NOW - 2 * DAY}), "d"),
    ("in_time", line(due_at=NOW - DAY), "d"),  # late and open stays in the denominator
    ("in_time", line(due_at=NOW + DAY), "-"),  # open, not due yet
    ("in_time", line(due_at=NOW - DAY, is_suspended=True), "-"),
    ("in_time", line(**{**ENDED, "ending": "merged"}), "m"),
    ("in_time", line(**{**ENDED, "ending": "declined"}), "o"),
    ("in_time", line(**{**ENDED, "ending": "transferred_out"}), "o"),
    ("in_time", line(**{**ENDED, "ending": "withdrawn"}), "w"),
    ("extended", line(**ENDED, extensions=1), "n"),
    ("extended", line(**ENDED), "d"),
    ("acknowledged", line(PETITION, due_at=NOW - DAY), "d"),
    ("acknowledged", line(PETITION, due_at=NOW, met_at=NOW - DAY, ending="merged"), "n"),
    ("response", line(PETITION, **CALLED, was_contacted=True), "n"),
    ("response", line(PETITION, **CALLED), "d"),
    ("response", line(PETITION, **{**CALLED, "was_reached": False}), "u"),
    ("response", line(PETITION), "-"),
    ("solution", line(PETITION, **CALLED, is_solved=True), "n"),
    ("satisfaction", line(PETITION, **CALLED, satisfaction="yes"), "n"),
    ("satisfaction", line(PETITION, **CALLED, satisfaction="mostly"), "p"),
    ("satisfaction", line(PETITION, **CALLED, satisfaction="no"), "d"),
    ("satisfaction", line(PETITION, **CALLED, satisfaction="no", is_unreasonable=True), "r"),
    ("rated", line(PETITION, **CALLED), "d"),
    ("rated", line(PETITION, ended_at=NOW), "c"),
    ("rated_well", line(PETITION, **CALLED), "-"),
    ("rated_well", line(PETITION, **CALLED, satisfaction="yes"), "n"),
    ("called_back", line(PETITION, **CALLED), "n"),
    ("called_back", line(PETITION, ended_at=NOW, has_contact=True), "d"),
    ("repeated", line(repeat_of="忠环案〔2026〕0号"), "n"),
    ("repeated", line(ending="merged", repeat_of="x"), "m"),
    ("returned", line(dispatched_at=NOW, returns=1), "n"),
    ("returned", line(returns=1), "-"),
    ("redone", line(**ENDED, reopenings=1), "n"),
    ("redone", line(**ENDED, reworks=1), "n"),
    ("done_at_once", line(**ENDED), "n"),
    ("done_at_once", line(**ENDED, failed_checks=1), "d"),
    ("rectified", line(ORDER, due_at=NOW - DAY), "d"),
    ("rectified", line(ORDER, due_at=NOW - DAY, met_at=NOW), "n"),
    ("rectified", line(ORDER, due_at=NOW + DAY), "-"),
    ("signed_off", line(ORDER), "d"),
    ("signed_off", line(ORDER, is_signed_off=True), "n"),
)


@pytest.mark.parametrize(("measure", "one", "expected"), CELLS)
def test_a_line_has_its_mark(measure: str, one: FactLine, expected: str) -> None:
    assert mark(MEASURES[measure], one, NOW) == expected
    assert marks(one, NOW)[POSITIONS[measure]] == expected


def test_every_measure_is_tried_and_every_reason_is_used() -> None:
    assert {cell[0] for cell in CELLS} | {"received", "closed", "composite"} == set(MEASURES)
    assert set(REASONS) == set(LEFT_OUT) == {m for row in MEASURES.values() for m in row.excludes}


def test_every_measure_names_its_source_and_standing() -> None:
    for row in MEASURES.values():
        assert row.source, row.name
        assert row.status in STATUS_LABELS
        assert row.when in WHEN_LABELS
        assert moment(line(row.kind, **ENDED, dispatched_at=NOW, called_at=NOW), row.when)


def test_what_time_alone_changes_is_known_beforehand() -> None:
    due = line(due_at=NOW + DAY)
    assert ripens_at(due, NOW) == NOW + DAY
    assert marks(due, NOW) == marks(due, NOW + DAY)
    assert marks(due, NOW) != marks(due, NOW + DAY + timedelta(seconds=1))
    assert ripens_at(due, NOW + 2 * DAY) is None
    assert ripens_at(replace(due, met_at=NOW), NOW) is None


def test_a_line_comes_back_from_its_content() -> None:
    one = line(PETITION, **CALLED, categories=("air", "noise"), due_at=NOW, unit_id=3)
    content = to_content(one)
    assert from_content(content) == one
    assert from_content({**content, "a_field_of_later_years": 1}) == one
    assert canonical(content) == canonical(dict(reversed(content.items())))


def test_rates_and_their_weights() -> None:
    found = with_parts(
        {
            "response": Figure("response", 8, 0, 10),
            "solution": Figure("solution", 6, 0, 10),
            "satisfaction": Figure("satisfaction", 5, 2, 10),
            "composite": Figure("composite", 0, 0, 10),
        }
    )
    assert found["satisfaction"].rate == pytest.approx((5 + 0.9 * 2) / 10)
    assert found["composite"].rate == pytest.approx(0.1 * 0.8 + 0.4 * 0.68 + 0.5 * 0.6)
    assert found["in_time"].rate is None, "nothing to be counted among is no rate of zero"


def test_the_score_counts_what_is_there_and_less_repeats_as_better() -> None:
    figures = with_parts({"in_time": Figure("in_time", 9, 0, 10)})
    assert score(figures, EXAMPLE_WEIGHTS) == pytest.approx(90)
    figures = with_parts(
        {"in_time": Figure("in_time", 9, 0, 10), "repeated": Figure("repeated", 1, 0, 4)}
    )
    assert score(figures, EXAMPLE_WEIGHTS) == pytest.approx((30 * 90 + 10 * 75) / 40)
    assert score(with_parts({}), EXAMPLE_WEIGHTS) is None


@pytest.mark.parametrize(
    ("typed", "first", "last", "is_read"),
    [
        ({}, "2026-01", "2026-11", True),
        ({"by": "month", "from": "2026-03"}, "2026-03", "2026-03", True),
        ({"by": "quarter", "from": "2026-05"}, "2026-04", "2026-06", True),
        ({"by": "year", "from": "2025"}, "2025-01", "2025-12", True),
        ({"by": "year", "from": "2026-01", "to": "2026-11"}, "2026-01", "2026-11", True),
        ({"by": "quarter", "from": "2026-11"}, "2026-10", "2026-11", True),
        ({"by": "range", "from": "2026-05", "to": "2027-02"}, "2026-05", "2026-11", True),
        ({"by": "month", "from": "2026-12"}, "2026-01", "2026-11", False),
        ({"by": "range", "from": "2025-11", "to": "2026-02"}, "2025-11", "2026-02", True),
        ({"by": "range", "from": "2026-05", "to": "2026-01"}, "2026-01", "2026-11", False),
        ({"by": "month", "from": "2026-13"}, "2026-01", "2026-11", False),
        ({"by": "month", "from": "'; drop"}, "2026-01", "2026-11", False),
    ],
)
def test_a_period_is_read(typed: dict[str, str], first: str, last: str, is_read: bool) -> None:
    period, found = read_period(typed, date(2026, 11, 20))
    assert (period.first, period.last, found) == (first, last, is_read)
    assert from_key(period.key).months() == period.months()


def test_the_period_before_is_as_long() -> None:
    before = Period("2026-01", "2026-03").before()
    assert (before.first, before.last) == ("2025-10", "2025-12")
    assert Period("2026-09", "2026-09").is_over(date(2026, 10, 1))
    assert not Period("2026-09", "2026-10").is_over(date(2026, 10, 31))


@given(st.dates(date(2006, 1, 1), date(2027, 12, 31)), st.integers(0, 400))
def test_sums_count_as_the_calendar_counts(first: date, length: int) -> None:
    last = first + length * DAY
    assert DAYS.between(first, last) == working_days_between(first, last, DAYS.calendar)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 300))
def test_a_class_of_age_opens_into_its_days(today: date, back: int) -> None:
    opened_on = today - back * DAY
    key = age_of(opened_on, today, DAYS)
    for other, *_rest in AGES:
        first, last = opened_between(other, today, DAYS)
        assert (first <= opened_on <= last) == (other == key)


DAYS = WorkedDays(shipped_calendar())


def test_charts_stay_within_their_frame() -> None:
    months = [f"2026-{n:02d}" for n in range(1, 13)]
    row = Series("a", [None, 0.0, 0.5, 1.0] * 3, ["x"] * 12, ["/"] * 12)
    drawn = lines(months, [row])
    assert drawn.series[0].path.count("M") == 3, "a month without a rate parts the line"
    assert all(0 <= spot.y <= drawn.floor for spot in drawn.series[0].spots)
    drawn = columns(months, [Series("a", [0, 7, 1000] * 4, ["x"] * 12, ["/"] * 12)])
    assert all(s.y + s.height == pytest.approx(drawn.floor) for s in drawn.series[0].spots)
    assert [round_top(v) for v in (0, 4, 5, 41, 1000)] == [4, 4, 8, 80, 1200]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_words_that_look_like_formulas_are_neutralised(words: str) -> None:
    assert neutral(words) == f"'{words}"
    assert neutral("平常") == "平常"
    assert neutral(-3) == -3
