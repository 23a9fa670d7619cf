"""Rewards for founded reports: one of each, from the proposal to the payment."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.petitions.models import Petition
from caseflow.demo.lives import at_work
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.public.rewards.actions import assessing, claiming, paying
from caseflow.public.rewards.actions.assessing import AssessCommand
from caseflow.public.rewards.actions.paying import PayCommand, Payee
from caseflow.public.rewards.actions.starting import propose
from caseflow.public.rewards.criteria import failed_count, to_confirm
from caseflow.public.rewards.models import Reward
from caseflow.public.rewards.queries.facts import report_facts

ENDS = ("paid", "notified", "proposed", "assessed", "refused", "paid in cash", "approved")
"""Where each reward stops, in turn."""
STEPS = ("propose", "assess", "decide", "notify", "claim", "pay")
STOPS = {"proposed": "propose", "assessed": "assess", "refused": "decide", "approved": "decide",
         "notified": "notify"}  # fmt: skip
RULES = ("tier-500", "tier-1000", "tier-2000")
APART = timedelta(hours=5)


@dataclass(frozen=True, slots=True)
class Story:
    """How one reward goes; `rule` is a key of rules.RULES."""

    end: str
    rule: str
    people: dict[str, User]


def reward_some(people: dict[str, User], end: datetime, dice: random.Random) -> None:
    """Reward the reporters of the first closed reports that meet the criteria."""
    for place, (petition, closed_at) in zip(range(len(ENDS)), _eligible(), strict=False):
        story = Story(ENDS[place], RULES[place % len(RULES)], people)
        _live(petition, story, at_work(closed_at + timedelta(days=2), dice), end, dice)


def _eligible() -> Iterator[tuple[Petition, datetime]]:
    rows = db.session.execute(
        select(Petition, Case.closed_at)
        .join(Case, Case.id == Petition.case_id)
        .where(Case.state == State.CLOSED, Petition.track == "report")
        .order_by(Case.closed_at, Petition.id)
    ).all()
    for petition, closed_at in rows:
        if closed_at and not failed_count(report_facts(petition.id), needs_decision=False):
            yield petition, closed_at


def _live(
    petition: Petition, story: Story, at: datetime, end: datetime, dice: random.Random
) -> None:
    """Take a reward from its proposal to where it stops; nothing happens after `end`."""
    row = None
    for name in STEPS:
        if at > end:
            return
        with clock.pretend(at):
            if row is None:
                row = propose(petition.number, story.people["reward"])
            else:
                _take(row, name, story)
        if name == STOPS.get(story.end):
            return
        at = at_work(at + APART, dice)


def _take(row: Reward, name: str, story: Story) -> None:
    people, version = story.people, row.version
    if name == "assess":
        assessing.assess(row, people["supervisor"], _assessment(row, story), version=version)
    elif name == "decide" and story.end == "refused":
        reason = "举报内容与此前媒体公开报道一致，未提供新的线索。"
        assessing.refuse(row, people["leader"], version=version, reason=reason)
    elif name == "decide":
        assessing.approve(row, people["leader"], version=version)
    elif name == "notify":
        way = "page" if claiming.is_anonymous(row) else "phone"
        claiming.notify(row, people["reward"], version=version, way=way)
    elif name == "claim":
        _claim(row, people["reward"])
    else:
        paying.pay(row, people["reward"], _payment(story), version=version)


def _assessment(row: Reward, story: Story) -> AssessCommand:
    confirmed = to_confirm(report_facts(row.petition_id), needs_decision=False)
    words = "举报属实，已核对举报人非工作人员，建议按所列档次奖励。"
    return AssessCommand(story.rule, None, None, 1, frozenset(confirmed), words)


def _claim(row: Reward, officer: User) -> None:
    """An anonymous reporter makes a code first; others show their identity card."""
    way, code = claiming.BY_IDENTITY, ""
    if claiming.is_anonymous(row):
        way, code = claiming.BY_CODE, claiming.make_code(row)
    claiming.claim(row, officer, version=row.version, way=way, code=code)


def _payment(story: Story) -> PayCommand:
    if story.end == "paid in cash":
        return PayCommand(paying.CASH, "演示收据002")
    return PayCommand(paying.BANK, "演示收据001", Payee("演示户名", "演示银行", "0000000000000000"))
