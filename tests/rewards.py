"""Rewards in every state, brought there by the people who take the steps."""

from __future__ import annotations

from typing import Any

from caseflow.core.petitions.models import Petition
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.rewards.actions import assessing, claiming, paying, starting
from caseflow.public.rewards.actions.assessing import AssessCommand
from caseflow.public.rewards.actions.paying import PayCommand, Payee
from caseflow.public.rewards.lifecycle import RewardState
from caseflow.public.rewards.models import Reward
from tests.cast import present_cast
from tests.factories import WAYS, do, open_case

REASON = "材料需要补正。"
PAYEE = Payee("卜收款", "忠县农商行果园支行", "6217000000000000123")
BY_BANK = PayCommand(paying.BANK, "收2026-001", PAYEE)
BY_CASH = PayCommand(paying.CASH, "收2026-002")
S = RewardState
WAY_TO: dict[RewardState, tuple[str, ...]] = {
    S.PROPOSED: (),
    S.ASSESSED: ("assess",),
    S.APPROVED: ("assess", "approve"),
    S.NOTIFIED: ("assess", "approve", "notify"),
    S.CLAIMED: ("assess", "approve", "notify", "claim"),
    S.PAID: ("assess", "approve", "notify", "claim", "pay"),
    S.REFUSED: ("refuse",),
    S.WITHDRAWN: ("withdraw",),
}
"""EXPIRED is reached by the worker alone."""
WHO = {"assess": "sunil", "approve": "lena", "send_back": "lena", "refuse": "lena",
       "withdraw": "lena", "notify": "rita", "claim": "rita", "pay": "rita"}  # fmt: skip


def assessment(**changes: Any) -> AssessCommand:
    """Return the assessment of a plain report by the first tier."""
    fields: dict[str, Any] = {
        "rule_code": "tier-500",
        "fine_yuan": None,
        "chosen_yuan": None,
        "reporter_count": 1,
        "confirmed": frozenset({"outsider"}),
        "words": "符合条件。",
    }
    return AssessCommand(**{**fields, **changes})


def closed_report(**petition: Any) -> tuple[int, str]:
    """Return the petition of a closed, founded report, and its lookup code."""
    opened = open_case(**petition)
    for name in WAYS["closed"]:
        do(opened.case, name)
    return opened.petition.id, opened.lookup_code


def proposed(petition_id: int) -> Reward:
    """Propose a reward for a petition as Rita."""
    number = db.session.get_one(Petition, petition_id).number
    with unit_of_work():
        return starting.propose(number, present_cast().rita)


def take(row: Reward, name: str, who: str | None = None) -> None:
    """Take one step with input that fits, as whoever takes it."""
    actor, version = getattr(present_cast(), who or WHO[name]), row.version
    with unit_of_work():
        if name == "assess":
            assessing.assess(row, actor, assessment(), version=version)
        elif name == "approve":
            assessing.approve(row, actor, version=version)
        elif name == "notify":
            claiming.notify(row, actor, version=version, way="phone")
        elif name == "claim":
            claiming.claim(row, actor, version=version, way=claiming.BY_IDENTITY, code="")
        elif name == "pay":
            paying.pay(row, actor, BY_BANK, version=version)
        else:
            getattr(assessing, name)(row, actor, version=version, reason=REASON)


def reward_in(state: RewardState, **petition: Any) -> Reward:
    """Return a new reward in `state`; the report of a new case unless `petition_id` is given."""
    petition_id = petition.pop("petition_id", None) or closed_report(**petition)[0]
    row = proposed(petition_id)
    for name in WAY_TO[state]:
        take(row, name)
    assert row.state == state
    return row
