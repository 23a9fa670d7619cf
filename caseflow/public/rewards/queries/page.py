"""Everything on the page of one reward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.models import Case
from caseflow.core.petitions.models import Channel, Petition
from caseflow.ground.extensions import db
from caseflow.ground.web.timeline import Entry
from caseflow.people.accounts.models import User
from caseflow.people.permissions.rights import holds, missing_right
from caseflow.public.rewards.criteria import Verdict, judge_all
from caseflow.public.rewards.lifecycle import (
    STATE_LABELS,
    STEPS,
    TOLD,
    WAITS_FOR,
    RewardFacts,
    RewardState,
    Step,
    not_an_investigator,
    refusals,
)
from caseflow.public.rewards.models import Reward, RewardPayee
from caseflow.public.rewards.queries.facts import report_facts, reward_facts
from caseflow.public.rewards.queries.history import (
    WAYS,
    Look,
    reward_history,
    reward_looks,
)
from caseflow.public.rewards.rules import RULES


@dataclass(frozen=True, slots=True)
class CriterionView:
    code: str
    label: str
    verdict: Verdict
    reason: str
    source: str
    is_confirmed: bool
    """The assessor confirmed what the records cannot tell."""


@dataclass(frozen=True, slots=True)
class AmountView:
    """What was assessed, with how it came about."""

    yuan: int
    rule: str
    lines: tuple[str, ...]
    instrument: str
    article: str
    valid_from: date
    is_verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class NextStep:
    name: str
    label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RewardPage:
    """The page of one reward. Nobody is named but staff."""

    id: int
    version: int
    number: str
    state: RewardState
    state_words: str
    waits_for: str
    petition_number: str
    subject: str
    channel: str
    submitted_at: datetime
    is_anonymous: bool
    has_reporter: bool
    case_id: int
    case_number: str
    proposed_by: str
    proposed_at: datetime
    assessed_by: str | None
    approved_by: str | None
    claim_until_on: date | None
    has_code: bool
    payment: str
    receipt_number: str
    paid_by: str | None
    paid_at: datetime | None
    has_payee: bool
    has_part: bool
    """Whoever looks at the page investigated the case: nobody is shown to them."""
    amount: AmountView | None
    criteria: tuple[CriterionView, ...]
    steps: tuple[NextStep, ...]
    history: tuple[Entry, ...]
    looks: tuple[Look, ...]

    @property
    def may_show_reporter(self) -> bool:
        return self.has_reporter and self.state in TOLD and not self.has_part

    @property
    def may_show_payee(self) -> bool:
        return self.has_payee and not self.has_part


def reward_page(row: Reward, user: User, today: date) -> RewardPage:
    """Return the page of a reward as `user` may act on it."""
    named, criteria = _named(row), criteria_of(row)
    facts = reward_facts(row, sum(one.verdict is Verdict.FAILED for one in criteria), today)
    state = facts.state
    return RewardPage(
        id=row.id,
        version=row.version,
        number=row.number,
        state=state,
        state_words=_(STATE_LABELS[state]),
        waits_for=_(WAITS_FOR[state]) if state in WAITS_FOR else "",
        petition_number=named.petition_number,
        subject=named.subject,
        channel=named.channel,
        submitted_at=named.submitted_at,
        is_anonymous=named.is_anonymous,
        has_reporter=named.complainant_id is not None,
        case_id=named.case_id,
        case_number=named.case_number,
        proposed_by=named.proposed_by,
        proposed_at=row.proposed_at,
        assessed_by=named.assessed_by,
        approved_by=named.approved_by,
        claim_until_on=row.claim_until_on,
        has_code=row.claim_code_hash is not None,
        payment=_(WAYS[row.payment_way]) if row.payment_way else "",
        receipt_number=row.receipt_number,
        paid_by=named.paid_by,
        paid_at=row.paid_at,
        has_payee=named.has_payee,
        has_part=not_an_investigator(facts, user.id) is not None,
        amount=_amount(row),
        criteria=criteria,
        steps=next_steps(facts, user),
        history=reward_history(row.id),
        looks=reward_looks(row.id),
    )


def _named(row: Reward) -> Any:
    proposer, assessor, approver, payer = (aliased(User) for _role in range(4))
    return db.session.execute(
        select(
            Petition.number.label("petition_number"),
            Petition.subject,
            Petition.submitted_at,
            Petition.is_anonymous,
            Petition.complainant_id,
            Channel.name.label("channel"),
            Case.id.label("case_id"),
            Case.number.label("case_number"),
            proposer.display_name.label("proposed_by"),
            assessor.display_name.label("assessed_by"),
            approver.display_name.label("approved_by"),
            payer.display_name.label("paid_by"),
            exists().where(RewardPayee.reward_id == Reward.id).label("has_payee"),
        )
        .select_from(Reward)
        .join(Petition, Petition.id == Reward.petition_id)
        .join(Channel, Channel.code == Petition.channel_code)
        .join(Case, Case.id == Petition.case_id)
        .join(proposer, proposer.id == Reward.proposed_by_id)
        .outerjoin(assessor, assessor.id == Reward.assessed_by_id)
        .outerjoin(approver, approver.id == Reward.approved_by_id)
        .outerjoin(payer, payer.id == Reward.paid_by_id)
        .where(Reward.id == row.id)
    ).one()


def criteria_of(row: Reward) -> tuple[CriterionView, ...]:
    """Return every criterion as the records stand now, and what the assessor confirmed."""
    needs = bool(row.rule_code and RULES[row.rule_code].needs_decision)
    confirmed = set((row.assessment or {}).get("confirmed", ()))
    found = judge_all(report_facts(row.petition_id), needs_decision=needs)
    return tuple(
        CriterionView(
            code=one.code,
            label=_(one.label),
            verdict=finding.verdict,
            reason=_(finding.reason),
            source=one.source,
            is_confirmed=one.code in confirmed,
        )
        for one, finding in found
    )


def _amount(row: Reward) -> AmountView | None:
    if row.assessment is None or row.amount_yuan is None or row.rule_code is None:
        return None
    lines = tuple(str(_(text, **_grouped(places))) for text, places in row.assessment["lines"])
    rule = RULES[row.rule_code]
    return AmountView(
        yuan=row.amount_yuan,
        rule=_(rule.label),
        lines=lines,
        instrument=row.assessment["instrument"],
        article=row.assessment["article"],
        valid_from=date.fromisoformat(row.assessment["valid_from"]),
        is_verified=row.assessment["is_verified"],
        note=_(rule.note) if rule.note else "",
    )


def _grouped(places: dict[str, Any]) -> dict[str, str]:
    return {name: f"{value:,}" for name, value in places.items()}


def next_steps(facts: RewardFacts, user: User) -> tuple[NextStep, ...]:
    """Return the steps of staff that leave from the present state, each with its refusals."""
    return tuple(
        NextStep(step.name, _(step.label), tuple(_reasons(step, facts, user)))
        for step in STEPS.values()
        if step.permission is not None and facts.state in step.froms
    )


def _reasons(step: Step, facts: RewardFacts, user: User) -> list[str]:
    assert step.permission is not None
    if not holds(user, step.permission):
        return [missing_right(step.permission)]
    return [str(_(reason)) for reason in refusals(step, facts, user.id)]
