"""The life of a reward: proposed → assessed → approved → notified → claimed → paid. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from caseflow.ground.i18n import N_
from caseflow.people.permissions.policy import Permission


class RewardState(StrEnum):
    PROPOSED = "proposed"
    ASSESSED = "assessed"
    APPROVED = "approved"
    NOTIFIED = "notified"
    CLAIMED = "claimed"
    PAID = "paid"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


_S, _P = RewardState, Permission

STATE_LABELS: dict[RewardState, str] = {
    _S.PROPOSED: N_("To be assessed"),
    _S.ASSESSED: N_("To be approved"),
    _S.APPROVED: N_("To be told to the reporter"),
    _S.NOTIFIED: N_("To be claimed by the reporter"),
    _S.CLAIMED: N_("To be paid"),
    _S.PAID: N_("Paid out"),
    _S.REFUSED: N_("Reward refused"),
    _S.EXPIRED: N_("Not claimed in time"),
    _S.WITHDRAWN: N_("Reward withdrawn"),
}

WAITS_FOR: dict[RewardState, str] = {
    _S.PROPOSED: N_("the assessor"),
    _S.ASSESSED: N_("the approver"),
    _S.APPROVED: N_("the reward officer"),
    _S.NOTIFIED: N_("the reporter"),
    _S.CLAIMED: N_("the reward officer"),
}
"""Who is to act next; a state that is not here is an end."""

LIVE = frozenset(RewardState) - {_S.WITHDRAWN, _S.REFUSED, _S.EXPIRED}
"""States in which a matter is rewarded, or may still be."""

TOLD = frozenset({_S.APPROVED, _S.NOTIFIED, _S.CLAIMED})
"""States in which the payment desk may look at who reported: to tell them, and to check them."""


@dataclass(frozen=True, slots=True)
class RewardFacts:
    """What the rules need to know of a reward; days are local dates."""

    state: RewardState
    assessed_by_id: int | None = None
    approved_by_id: int | None = None
    investigator_ids: frozenset[int] = frozenset()
    """Everybody who investigated the matter."""
    failed_count: int = 0
    """Criteria that are not met as the case stands now."""
    claim_until_on: date | None = None
    today: date | None = None
    counted_fine_yuan: int | None = None
    """The fine that the amount was counted from; None: it was counted from none."""
    recorded_fine_yuan: int | None = None
    """The fine as recorded now, where one counts; None: no amount is recorded."""


Guard = Callable[[RewardFacts, int | None], str | None]


def not_an_investigator(facts: RewardFacts, actor_id: int | None) -> str | None:
    """Whoever investigated a case has no part in rewarding the report of it."""
    if actor_id in facts.investigator_ids:
        return N_("Whoever investigated the case takes no part in its reward.")
    return None


def not_the_assessor(facts: RewardFacts, actor_id: int | None) -> str | None:
    """Two persons: one assesses, another decides."""
    if actor_id is not None and actor_id == facts.assessed_by_id:
        return N_("Somebody other than the assessor must decide.")
    return None


def a_third_person(facts: RewardFacts, actor_id: int | None) -> str | None:
    """Three persons: money is handed out by none of those who decided on it."""
    if actor_id is not None and actor_id in {facts.assessed_by_id, facts.approved_by_id}:
        return N_("Somebody other than the assessor and the approver must pay.")
    return None


def criteria_hold(facts: RewardFacts, _actor_id: int | None) -> str | None:
    """The criteria are asked anew: a decision may have been overturned since."""
    if facts.failed_count:
        return N_("Some criteria are not met.")
    return None


def fine_still_stands(facts: RewardFacts, _actor_id: int | None) -> str | None:
    """A share of a fine is of the fine that stands: it may have been set lower since."""
    counted, recorded = facts.counted_fine_yuan, facts.recorded_fine_yuan
    if counted is not None and recorded is not None and recorded < counted:
        return N_("The recorded fine is now lower than the one counted from: assess it anew.")
    return None


def within_the_period(facts: RewardFacts, _actor_id: int | None) -> str | None:
    """A reward is claimed up to the last day of its period."""
    if facts.claim_until_on and facts.today and facts.today > facts.claim_until_on:
        return N_("The time to claim this reward is over.")
    return None


def period_is_over(facts: RewardFacts, actor_id: int | None) -> str | None:
    """The worker ends a period only after its last day."""
    if within_the_period(facts, actor_id) is None:
        return N_("The time to claim this reward is not over yet.")
    return None


@dataclass(frozen=True, slots=True)
class Step:
    """One row; `permission` None: done by the worker or the reporter, not by staff."""

    name: str
    label: str
    froms: tuple[RewardState, ...]
    to: RewardState
    permission: Permission | None
    guards: tuple[Guard, ...] = ()
    needs: str = ""
    """Which form: assessment, reason, way, claim, payment; empty: only a confirmation."""
    source: str = ""


_PRACTICE = "internal practice (ADR 30): three persons, none of them an investigator"
_UNDECIDED = (_S.PROPOSED, _S.ASSESSED)
_BEFORE_PAYMENT = (_S.PROPOSED, _S.ASSESSED, _S.APPROVED, _S.NOTIFIED, _S.CLAIMED)

STEPS: dict[str, Step] = {
    row.name: row
    for row in (
        Step("assess", N_("Assess"), (_S.PROPOSED,), _S.ASSESSED, _P.REWARD_ASSESS,
             (not_an_investigator, criteria_hold), "assessment", _PRACTICE),
        Step("approve", N_("Approve the reward"), (_S.ASSESSED,), _S.APPROVED, _P.REWARD_APPROVE,
             (not_an_investigator, not_the_assessor, criteria_hold, fine_still_stands), "",
             _PRACTICE),
        Step("send_back", N_("Send back to the assessor"), (_S.ASSESSED,), _S.PROPOSED,
             _P.REWARD_APPROVE, (), "reason"),
        Step("refuse", N_("Refuse the reward"), _UNDECIDED, _S.REFUSED, _P.REWARD_APPROVE,
             (not_an_investigator, not_the_assessor), "reason", _PRACTICE),
        Step("notify", N_("Record that the reporter can know"), (_S.APPROVED,), _S.NOTIFIED,
             _P.REWARD_PAY, (not_an_investigator, criteria_hold, fine_still_stands), "way"),
        Step("claim", N_("Check who claims"), (_S.NOTIFIED,), _S.CLAIMED, _P.REWARD_PAY,
             (not_an_investigator, within_the_period), "claim"),
        Step("pay", N_("Record the payment"), (_S.CLAIMED,), _S.PAID, _P.REWARD_PAY,
             (not_an_investigator, a_third_person), "payment", _PRACTICE),
        Step("code", N_("Make a claim code"), (_S.NOTIFIED,), _S.NOTIFIED, None,
             (within_the_period,)),
        Step("expire", N_("End the time to claim"), (_S.NOTIFIED,), _S.EXPIRED, None,
             (period_is_over,)),
        Step("withdraw", N_("Withdraw the reward"), _BEFORE_PAYMENT, _S.WITHDRAWN,
             _P.REWARD_APPROVE, (not_an_investigator,), "reason"),
    )
}  # fmt: skip
"""A reward begins `proposed` (actions/starting.py); every step is one row of `reward_events`."""


def refusals(step: Step, facts: RewardFacts, actor_id: int | None) -> list[str]:
    """Return the reasons (msgids) why `step` is refused; empty means allowed."""
    if facts.state not in step.froms:
        return [N_("This step is not possible in the present state of the reward.")]
    found = (guard(facts, actor_id) for guard in step.guards)
    return [reason for reason in found if reason]
