"""Each guard of deadlines, objections and recorded facts: refuses with a sentence, or lets pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from caseflow.core.cases import clock_guards as g
from caseflow.core.cases.facts import CaseFacts, OpenRequest, RunningClock, Situation
from caseflow.core.cases.guards import Guard
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.states import State

NOW = datetime(2026, 9, 24, 2, 0, tzinfo=UTC)
ME, COLLEAGUE = 7, 8
LATER = NOW + timedelta(days=9)

WORK_ORDER = RunningClock(1, "handling", "12345-REPORT", LATER)
MATTER = RunningClock(1, "handling", "XF-CLOSE", LATER)
PENALTY = RunningClock(2, "penalty_decision", "PEN-DECIDE", LATER)
REPLY = RunningClock(3, "reply", "INT-REPLY", LATER)
OBJECTION = RunningClock(4, "objection", "XF-OBJECT", LATER)
ASKED = OpenRequest(1, 1, COLLEAGUE, NOW)
NOTICE = {"notice_words": "延期。"}
FACT = {"fact_kind": "fine_paid", "fact_number": "1", "amount_yuan": 5}
STOP = {"suspension_kind": "monitoring"}


def at(given: dict[str, Any] | None = None, *running: RunningClock, **changes: Any) -> Situation:
    """Return a situation with these clocks; `given` {} asks as a button does."""
    facts = CaseFacts(
        state=State.INVESTIGATING,
        track="report",
        has_source=True,
        open_order_count=0,
        inspection_count=1,
        violation_count=1,
        petition_count=1,
        unanswered_petition_ids=frozenset({31}),
        unreachable_petition_ids=frozenset(),
        is_ruled=False,
        return_count=0,
        workers=frozenset(),
        latest=None,
        running=running,
    )
    return Situation(
        replace(facts, **changes), ME, NOW, NOW.date(), given={"x": 1} if given is None else given
    )


def late(clock: RunningClock) -> RunningClock:
    return replace(clock, due_at=NOW - timedelta(minutes=1))


def stopped(clock: RunningClock) -> RunningClock:
    return replace(clock, is_suspended=True)


def used(clock: RunningClock, count: int) -> RunningClock:
    return replace(clock, extension_count=count)


def fixed(clock: RunningClock) -> RunningClock:
    return replace(clock, is_fixed=True)


CELLS: list[tuple[Guard, Situation, bool]] = [
    # guard, situation, whether it lets pass
    (g.can_be_extended, at(None, WORK_ORDER), True),
    (g.can_be_extended, at({}, PENALTY), True),
    (g.can_be_extended, at({"deadline_id": 2}, PENALTY), True),
    (g.can_be_extended, at({}, REPLY), False),
    (g.can_be_extended, at(None, PENALTY), False),  # handling is meant, and does not run
    (g.can_be_extended, at({"deadline_id": 3}, WORK_ORDER, REPLY), False),
    (g.can_be_extended, at({"deadline_id": 99}, WORK_ORDER), False),
    (g.can_be_extended, at({}, stopped(WORK_ORDER)), False),
    (g.can_be_extended, at({}, fixed(WORK_ORDER)), False),
    (g.can_be_extended, at({}, used(WORK_ORDER, 1)), False),
    (g.can_be_extended, at({}, used(PENALTY, 1)), True),
    (g.can_be_extended, at({}, used(PENALTY, 2)), False),
    (g.can_be_suspended, at(None, WORK_ORDER), True),
    (g.can_be_suspended, at({}, MATTER, REPLY), False),
    (g.can_be_suspended, at({}, stopped(WORK_ORDER)), False),
    (g.can_be_suspended, at({"deadline_id": 2}, WORK_ORDER, PENALTY), True),
    (g.is_suspended, at(None, stopped(WORK_ORDER)), True),
    (g.is_suspended, at(None, WORK_ORDER, stopped(PENALTY)), True),  # the only one that is
    (g.is_suspended, at({"deadline_id": 1}, WORK_ORDER, stopped(PENALTY)), False),
    (g.is_suspended, at({}, WORK_ORDER), False),
    (g.reason_fits_the_rule, at(STOP, WORK_ORDER), True),
    (g.reason_fits_the_rule, at({"suspension_kind": "hearing"}, WORK_ORDER), False),
    (g.reason_fits_the_rule, at({"suspension_kind": "halt", "deadline_id": 2}, PENALTY), True),
    (g.reason_fits_the_rule, at({}, WORK_ORDER), True),
    (g.decider_is_named, at(None, WORK_ORDER), True),
    (g.decider_is_named, at(None, MATTER), False),
    (g.decider_is_named, at({"decided_by": "局长"}, MATTER), True),
    (g.decider_is_named, at({}, MATTER), True),
    (g.decider_is_named, at({"deadline_id": 2}, used(PENALTY, 1)), False),
    (g.reason_is_told, at(None, MATTER), False),
    (g.reason_is_told, at(NOTICE, MATTER), True),
    (g.reason_is_told, at(None, MATTER, petition_count=0), True),  # nobody to tell
    (g.reason_is_told, at(None, WORK_ORDER), True),  # an example of another place, not asked for
    (g.reason_is_told, at(None, WORK_ORDER, request=ASKED), False),
    (g.reason_is_told, at({"deadline_id": 2}, PENALTY), True),
    (g.is_asked_in_time, at(None, WORK_ORDER), True),
    (g.is_asked_in_time, at(None, late(WORK_ORDER)), False),
    (g.no_request_is_open, at(), True),
    (g.no_request_is_open, at(request=ASKED), False),
    (g.request_is_open, at(request=ASKED), True),
    (g.request_is_open, at(), False),
    (g.did_not_ask, at(request=ASKED), True),
    (g.did_not_ask, at(request=replace(ASKED, asked_by_id=ME)), False),
    (g.may_object, at(None, OBJECTION), True),
    (g.may_object, at(None, late(OBJECTION)), False),
    (g.may_object, at(), False),
    (g.may_object, at(None, OBJECTION, objection_count=1, objection_ruled_count=1), False),
    (g.objection_is_open, at(objection_count=1), True),
    (g.objection_is_open, at(objection_count=1, objection_ruled_count=1), False),
    (g.objection_is_open, at(), False),
    (g.fact_is_whole, at(FACT), True),
    (g.fact_is_whole, at({**FACT, "amount_yuan": None}), False),
    (g.fact_is_whole, at({**FACT, "fact_kind": "unknown"}), False),
    (g.fact_is_whole, at({}), True),
    (g.fact_is_not_ahead, at({"happened_at": NOW}), True),
    (g.fact_is_not_ahead, at({"happened_at": LATER}), False),
    (g.fact_is_not_ahead, at({"until_on": date(2026, 9, 25)}), True),
    (g.fact_is_not_ahead, at({"until_on": date(2026, 9, 24)}), False),
    (g.has_fact, at(fact_count=1), True),
    (g.has_fact, at(), False),
]


@pytest.mark.parametrize(("guard", "facts", "passes"), CELLS)
def test_it_refuses_with_a_sentence_or_lets_pass(
    guard: Guard, facts: Situation, passes: bool
) -> None:
    said = guard(facts)
    assert (said is None) == passes, said
    assert said is None or said.endswith(".")


def test_every_guard_is_tried_both_ways_and_stands_in_the_table() -> None:
    in_table = {
        guard
        for row in TRANSITIONS.values()
        for guard in row.guards
        if guard.__module__ == g.__name__
    }
    for passes in (True, False):
        assert {guard for guard, _facts, lets in CELLS if lets == passes} == in_table


def test_asking_and_deciding_are_two_people_and_in_this_order() -> None:
    asking = [guard.__name__ for guard in TRANSITIONS["ask_extension"].guards]
    assert asking == ["no_request_is_open", "can_be_extended", "is_asked_in_time"]
    for name in ("grant_extension", "refuse_extension"):
        guards = {guard.__name__ for guard in TRANSITIONS[name].guards}
        assert guards >= {"request_is_open", "did_not_ask"}
