"""The step that comes next stands first and in colour: never a return, a refusal or a detour."""

from __future__ import annotations

from dataclasses import replace

import pytest

from caseflow.core.cases.lifecycle import TRANSITIONS, allowed_from
from caseflow.core.cases.queries.steps import likely_step
from caseflow.core.cases.states import OPEN, State
from tests.unit.cases.test_guards import FACTS

NEXT: dict[State, str] = {
    State.REGISTERED: "accept",
    State.ACCEPTED: "assign",
    State.ASSIGNED: "receipt",
    State.RECEIPTED: "start_investigation",
    State.INVESTIGATING: "record_inspection",
    State.RECTIFYING: "report_rectified",
    State.REINSPECTING: "pass_reinspection",
    State.RECTIFIED: "submit_for_sign_off",
    State.AWAITING_SIGN_OFF: "sign_off",
    State.REPLY_OWED: "reply",
}

FRESH = replace(FACTS, inspection_count=0, violation_count=0, return_count=0)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_of_all_that_is_possible_the_step_of_the_ordinary_course_comes_first(state: State) -> None:
    possible = {row.name for row in allowed_from(state) if row.has_button}
    possible -= {"answer_at_once", "rule_competence"}  # guards let these through in few cases
    assert likely_step(replace(FRESH, state=state), possible) == NEXT[state]


@pytest.mark.parametrize(
    ("found", "step"),
    [
        ({"inspection_count": 1}, "submit_for_sign_off"),
        ({"inspection_count": 1, "violation_count": 1}, "order_rectification"),
    ],
)
def test_an_investigation_goes_on_by_what_was_found(found: dict[str, int], step: str) -> None:
    facts = replace(FRESH, state=State.INVESTIGATING, **found)  # type: ignore[arg-type]
    assert likely_step(facts, set(TRANSITIONS)) == step


def test_a_consultation_is_answered_and_a_returned_case_ruled_on() -> None:
    assert likely_step(replace(FRESH, state=State.REGISTERED), {"accept", "answer_at_once"}) == (
        "answer_at_once"
    )
    assert likely_step(replace(FRESH, state=State.ACCEPTED), {"assign", "rule_competence"}) == (
        "rule_competence"
    )


def test_where_the_ordinary_step_is_somebody_elses_the_first_possible_one_stands_out() -> None:
    assert likely_step(replace(FRESH, state=State.RECEIPTED), {"reassign"}) == "reassign"
    assert likely_step(replace(FRESH, state=State.RECEIPTED), set()) is None
