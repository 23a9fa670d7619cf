"""A hundred thousand generated deadlines agree with an oracle that knows nothing of the product."""

from __future__ import annotations

import ast
import random
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from caseflow.core.deadlines.calendar_data import shipped_calendar
from caseflow.core.deadlines.explain import Extension, Suspension, explain
from caseflow.core.deadlines.rules import RULES, SUSPENSIONS, DayUnit, rule_on
from caseflow.ground.clock import ZONE
from tests.soak import rounds, seed
from tests.unit.deadlines import oracle as sheet
from tests.unit.deadlines.oracle import EVERYTHING, IN_FORCE, SHEET, Oracle, OutOfTable, Term

COUNT = 100_000
FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
UNITS = {
    "wd": DayUnit.WORKING_DAYS,
    "nd": DayUnit.NATURAL_DAYS,
    "hours": DayUnit.HOURS,
    "months": DayUnit.MONTHS,
    "years": DayUnit.YEARS,
}
ROWS = pytest.mark.parametrize("rule_id", RULES)
Pauses = tuple[tuple[date, date], ...]


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle()


def test_the_oracle_takes_nothing_from_the_product() -> None:
    tree = ast.parse(Path(sheet.__file__).read_text(encoding="utf-8"))
    names = [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None), *(alias.name for alias in node.names)]
    ]
    assert not [name for name in names if name and name.startswith("caseflow")]


def test_the_sheet_and_the_table_hold_the_same_terms() -> None:
    assert set(SHEET) == set(RULES)
    assert set(EVERYTHING) == set(SUSPENSIONS)
    assert {r.family for r in RULES.values() if r.version_of} == set(IN_FORCE)


@ROWS
def test_a_row_says_what_the_sheet_says(rule_id: str) -> None:
    rule, term = RULES[rule_id], SHEET[rule_id]
    assert (rule.amount, rule.unit) == (term.length, UNITS[term.unit])
    assert tuple(step.amount for step in rule.extensions) == term.more
    assert rule.suspends == set(term.stops)
    if rule.unit not in {DayUnit.WORKING_DAYS, DayUnit.HOURS}:
        assert rule.rolls == term.moves


@pytest.mark.parametrize("term", IN_FORCE)
def test_every_day_has_the_version_of_its_day(oracle: Oracle, term: str) -> None:
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        assert rule_on(term, day).id == oracle.row_on(term, day), day


def _pauses(chance: random.Random, start: date) -> Pauses:
    """Return up to three suspensions after the start, in order, perhaps one upon the other."""
    found, since = [], start
    for _n in range(chance.choice((1, 1, 1, 2, 2, 3))):
        since += timedelta(days=chance.randint(0, 45))
        until = since + timedelta(days=chance.choice((0, 1, 2, 5, 9, 20, 60)))
        found.append((since, until))
        since = until if chance.random() < 0.8 else since
    return tuple(found)


def _more(chance: random.Random, term: Term) -> tuple[int, ...]:
    """Return extensions as a rule allows them: the first, or the first two, of any length."""
    used = term.more[: chance.randint(0, len(term.more))]
    return tuple(chance.randint(1, most) for most in used)


def _case(chance: random.Random) -> tuple[str, datetime, tuple[int, ...], Pauses]:
    rule_id = chance.choice(tuple(SHEET))
    term = SHEET[rule_id]
    day = FIRST + timedelta(days=chance.randint(0, (LAST - FIRST).days))
    start = datetime(day.year, day.month, day.day, chance.randint(0, 23), chance.randint(0, 59))  # noqa: DTZ001  the oracle knows local time only
    pauses = _pauses(chance, day) if term.stops and chance.random() < 0.7 else ()
    return rule_id, start, _more(chance, term), pauses


@pytest.mark.soak
def test_generated_deadlines_agree_with_the_oracle(oracle: Oracle) -> None:
    """Raw and rolled day, over 2019–2026, all terms, with extensions and suspensions."""
    chance, calendar = random.Random(seed()), shipped_calendar()
    seen: dict[str, int] = {}
    paused = extended = 0
    while sum(seen.values()) < rounds(COUNT, 10 * COUNT):
        rule_id, start, more, pauses = _case(chance)
        try:
            wanted = oracle.due(SHEET[rule_id], start, more, pauses)
        except OutOfTable:
            continue  # it runs into 2027: no table knows its days yet
        found = explain(
            RULES[rule_id],
            start.replace(tzinfo=ZONE),
            calendar,
            [Extension(amount, start.date()) for amount in more],
            [Suspension(first, last) for first, last in pauses],
        )
        told = f"{rule_id} from {start} extended {more} suspended {pauses}"
        assert (found.raw_due_on, found.due_on) == wanted, told
        if rule_id != "CRIME-MOVE":
            assert found.due_at.astimezone(ZONE).date() == wanted[1], told
        seen[rule_id] = seen.get(rule_id, 0) + 1
        paused, extended = paused + bool(pauses), extended + bool(more)
    assert set(seen) == set(SHEET)
    assert min(seen.values()) > 500
    assert paused > COUNT / 20
    assert extended > COUNT / 20


def test_the_cases_reach_every_year_and_lie_upon_each_other_too() -> None:
    """The generator is worth its trust: suspensions that touch, overlap, and span a new year."""
    chance = random.Random(1)
    cases = [_case(chance) for _n in range(5_000)]
    assert {start.year for _id, start, _more, _pauses in cases} == set(range(2019, 2027))
    spans = [pauses for _id, _start, _more, pauses in cases if len(pauses) > 1]
    assert any(second[0] <= first[1] for row in spans for first, second in pairwise(row))
    assert any(first.year != last.year for row in spans for first, last in row)


@pytest.mark.parametrize(
    ("rule_id", "start", "more", "pauses", "raw", "rolled"),
    [
        # Sunday 15 March 2026 is the raw day, Monday the rolled one — and that one is suspended.
        ("XF-RECHECK-ANS", "2026-02-13", (), (("2026-03-16", "2026-03-17"),), "2026-03-15",
         "2026-03-18"),
        ("PEN-DECIDE", "2026-01-05", (30, 30), (), "2026-06-04", "2026-06-04"),
        ("PEN-DECIDE", "2026-07-03", (), (("2026-09-30", "2026-09-30"),), "2026-10-02",
         "2026-10-08"),
        ("SEIZE", "2026-09-01", (30,), (), "2026-10-31", "2026-10-31"),
        ("PEN-DECIDE-2010", "2022-11-30", (), (("2023-01-10", "2023-01-19"),), "2023-03-10",
         "2023-03-10"),
    ],
)  # fmt: skip
def test_both_agree_with_days_counted_by_hand(
    oracle: Oracle,
    rule_id: str,
    start: str,
    more: tuple[int, ...],
    pauses: tuple[tuple[str, str], ...],
    raw: str,
    rolled: str,
) -> None:
    at = datetime.fromisoformat(f"{start}T10:00")
    days = tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in pauses)
    wanted = (date.fromisoformat(raw), date.fromisoformat(rolled))
    assert oracle.due(SHEET[rule_id], at, more, days) == wanted
    found = explain(
        RULES[rule_id],
        at.replace(tzinfo=ZONE),
        shipped_calendar(),
        [Extension(amount, at.date()) for amount in more],
        [Suspension(*span) for span in days],
    )
    assert (found.raw_due_on, found.due_on) == wanted
