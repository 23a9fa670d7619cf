"""Assessing a reward and deciding on it. Never commits."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.petitions.models import Petition
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.public.rewards.actions.steps import take_step
from caseflow.public.rewards.criteria import failed_count, to_confirm
from caseflow.public.rewards.models import Reward
from caseflow.public.rewards.queries.facts import fine_of, report_facts
from caseflow.public.rewards.queries.rules import rule_in_force
from caseflow.public.rewards.rules import Amount, Kind, RewardRule, amount_of


@dataclass(frozen=True, slots=True)
class AssessCommand:
    """What the assessor puts in; whole yuan."""

    rule_code: str
    fine_yuan: int | None
    chosen_yuan: int | None
    reporter_count: int
    confirmed: frozenset[str]
    """Codes of the criteria that the records could not tell and the assessor confirms."""
    words: str


def assess(row: Reward, actor: User, command: AssessCommand, *, version: int) -> None:
    """Say by which rule and how much. Raises BadInput, StaleCase, NotPermitted or Refused."""
    rule = rule_of(row, command.rule_code)
    amount = amount_under(rule, command)
    _ensure_eligible(row, rule, command)
    _ensure_fine(row, rule, command)
    take_step(row, "assess", actor, version=version, words=command.words,
              rule=rule.code, yuan=amount.yuan)  # fmt: skip
    row.rule_code, row.amount_yuan = rule.code, amount.yuan
    row.assessed_by_id = actor.id
    row.assessment = {
        "fine_yuan": command.fine_yuan,
        "chosen_yuan": command.chosen_yuan,
        "reporter_count": command.reporter_count,
        "confirmed": sorted(command.confirmed),
        "lines": [[text, places] for text, places in amount.lines],
        "instrument": rule.instrument,
        "article": rule.article,
        "valid_from": rule.valid_from.isoformat(),
        "is_verified": rule.is_verified,
    }


def rule_of(row: Reward, code: str) -> RewardRule:
    """Return the rule as it was in force when the petition was submitted (practice, unverified)."""
    at = db.session.scalar(select(Petition.submitted_at).where(Petition.id == row.petition_id))
    assert at is not None
    return rule_in_force(code, clock.local_date(at))


def amount_under(rule: RewardRule, command: AssessCommand) -> Amount:
    """Return the amount, or raise BadInput saying what is missing."""
    amount = amount_of(
        rule,
        fine_yuan=command.fine_yuan,
        chosen_yuan=command.chosen_yuan,
        reporter_count=command.reporter_count,
    )
    if amount.problem:
        raise BadInput(_(amount.problem))
    return amount


def _ensure_eligible(row: Reward, rule: RewardRule, command: AssessCommand) -> None:
    """Raise BadInput while a criterion fails under this rule, or one is still to be confirmed."""
    facts = report_facts(row.petition_id)
    if failed_count(facts, needs_decision=rule.needs_decision):
        raise BadInput(_("Some criteria are not met under this rule."))
    open_ones = set(to_confirm(facts, needs_decision=rule.needs_decision)) - command.confirmed
    if open_ones:
        raise BadInput(_("Confirm every criterion that the records cannot tell."))


def _ensure_fine(row: Reward, rule: RewardRule, command: AssessCommand) -> None:
    """Raise BadInput for a share of more than the fine that stands, where its amount is known."""
    if rule.kind is not Kind.PERCENT:
        return
    recorded = fine_of(row.petition_id)
    if recorded is not None and (command.fine_yuan or 0) > recorded:
        raise BadInput(_("The fine recorded with the case is %(yuan)s yuan.", yuan=f"{recorded:,}"))


def approve(row: Reward, actor: User, *, version: int) -> None:
    """Approve what another person assessed."""
    take_step(row, "approve", actor, version=version, yuan=row.amount_yuan)
    row.approved_by_id = actor.id


def send_back(row: Reward, actor: User, *, version: int, reason: str) -> None:
    """Give it back to be assessed anew."""
    take_step(row, "send_back", actor, version=version, words=reason)
    row.rule_code = row.amount_yuan = row.assessment = row.assessed_by_id = None


def refuse(row: Reward, actor: User, *, version: int, reason: str) -> None:
    """Refuse the reward with a reason."""
    take_step(row, "refuse", actor, version=version, words=reason)


def withdraw(row: Reward, actor: User, *, version: int, reason: str) -> None:
    """Take the reward back before it is paid; a claim code made so far holds no more."""
    take_step(row, "withdraw", actor, version=version, words=reason)
    row.claim_code_hash = None
