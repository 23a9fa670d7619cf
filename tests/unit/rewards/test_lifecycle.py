"""The table of a reward's life: guards by person, every state reachable, every step in a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from caseflow.people.permissions.policy import POLICY, Permission, Role
from caseflow.public.rewards.lifecycle import (
    LIVE,
    STATE_LABELS,
    STEPS,
    TOLD,
    WAITS_FOR,
    RewardFacts,
    RewardState,
    refusals,
)

ASSESSOR, APPROVER, PAYER, INVESTIGATOR = 1, 2, 3, 4
TODAY = date(2026, 5, 6)
FACTS = RewardFacts(
    RewardState.PROPOSED,
    assessed_by_id=ASSESSOR,
    approved_by_id=APPROVER,
    investigator_ids=frozenset({INVESTIGATOR}),
    claim_until_on=TODAY,
    today=TODAY,
)
NO_INVESTIGATOR = "Whoever investigated the case takes no part in its reward."
NO_ASSESSOR = "Somebody other than the assessor must decide."
THIRD = "Somebody other than the assessor and the approver must pay."
UNMET = "Some criteria are not met."
LATE = "The time to claim this reward is over."
EARLY = "The time to claim this reward is not over yet."

PEOPLE: dict[str, dict[int, list[str]]] = {
    # step: who is refused, and why; whoever is not here may take it
    "assess": {INVESTIGATOR: [NO_INVESTIGATOR]},
    "approve": {ASSESSOR: [NO_ASSESSOR], INVESTIGATOR: [NO_INVESTIGATOR]},
    "send_back": {},
    "refuse": {ASSESSOR: [NO_ASSESSOR], INVESTIGATOR: [NO_INVESTIGATOR]},
    "notify": {INVESTIGATOR: [NO_INVESTIGATOR]},
    "claim": {INVESTIGATOR: [NO_INVESTIGATOR]},
    "pay": {ASSESSOR: [THIRD], APPROVER: [THIRD], INVESTIGATOR: [NO_INVESTIGATOR]},
    "withdraw": {INVESTIGATOR: [NO_INVESTIGATOR]},
}


@pytest.mark.parametrize("who", [ASSESSOR, APPROVER, PAYER, INVESTIGATOR])
@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_take_a_step(name: str, who: int) -> None:
    step = STEPS[name]
    assert refusals(step, replace(FACTS, state=step.froms[0]), who) == PEOPLE[name].get(who, [])


@pytest.mark.parametrize("state", RewardState)
@pytest.mark.parametrize("name", STEPS)
def test_a_step_leaves_only_its_own_states(name: str, state: RewardState) -> None:
    step, late = STEPS[name], replace(FACTS, today=TODAY + timedelta(days=1))
    facts = replace(late if name == "expire" else FACTS, state=state)
    found = refusals(step, facts, None)
    wrong = ["This step is not possible in the present state of the reward."]
    assert found == ([] if state in step.froms else wrong)


@pytest.mark.parametrize("name", STEPS)
def test_criteria_that_fail_stop_what_leads_to_a_payment(name: str) -> None:
    step = STEPS[name]
    found = refusals(step, replace(FACTS, state=step.froms[0], failed_count=1), PAYER)
    assert (UNMET in found) is (name in {"assess", "approve", "notify"})


@pytest.mark.parametrize("days", [0, 1])
@pytest.mark.parametrize("name", ["claim", "code", "expire"])
def test_the_last_day_of_the_period_still_counts(name: str, days: int) -> None:
    facts = replace(FACTS, state=RewardState.NOTIFIED, today=TODAY + timedelta(days=days))
    expected = {"expire": [EARLY, None]}.get(name, [None, LATE])[days]
    assert refusals(STEPS[name], facts, None) == ([expected] if expected else [])


def test_every_state_is_reached_named_and_left_or_an_end() -> None:
    reached = {RewardState.PROPOSED, *(step.to for step in STEPS.values())}
    left = {state for step in STEPS.values() for state in step.froms}
    assert reached == set(RewardState) == set(STATE_LABELS)
    ends = {RewardState.PAID, RewardState.REFUSED, RewardState.EXPIRED, RewardState.WITHDRAWN}
    assert set(RewardState) - left == ends == set(RewardState) - set(WAITS_FOR)
    assert set(RewardState) - LIVE == ends - {RewardState.PAID}
    assert TOLD <= LIVE


@pytest.mark.parametrize("role", Role)
def test_no_role_holds_two_of_the_three_hands(role: Role) -> None:
    hands = (Permission.REWARD_ASSESS, Permission.REWARD_APPROVE, Permission.REWARD_PAY)
    held = [right for right in hands if role in POLICY[right]]
    assert len(held) <= 1
    if held:
        assert role in POLICY[Permission.REWARD_VIEW]


def test_those_who_take_in_handle_publish_or_administer_know_nothing() -> None:
    knowing = {Role.SUPERVISOR, Role.LEADER, Role.AUDITOR, Role.REWARD_OFFICER}
    for right in Permission:
        if right.startswith("reward:"):
            assert set(POLICY[right]) <= knowing
    assert set(POLICY[Permission.REWARD_VIEW]) == knowing
    own = {right for right in Permission if Role.REWARD_OFFICER in POLICY.get(right, {})}
    assert own == {
        Permission.REWARD_VIEW, Permission.REWARD_PROPOSE, Permission.REWARD_PAY,
        Permission.INBOX_VIEW, Permission.TERM_VIEW, Permission.TEXT_VIEW,
    }  # fmt: skip
