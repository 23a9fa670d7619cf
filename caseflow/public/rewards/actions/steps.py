"""One step of a reward's table: right, version, rules, state, record. Never commits."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from caseflow.ground import clock, versions
from caseflow.ground.errors import NotPermitted, NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.rights import ensure_right
from caseflow.public.rewards.criteria import failed_count
from caseflow.public.rewards.lifecycle import STEPS, RewardFacts, Step, refusals
from caseflow.public.rewards.models import Reward, RewardEvent
from caseflow.public.rewards.queries.facts import report_facts, reward_facts
from caseflow.public.rewards.rules import RULES


def get_reward(reward_id: int) -> Reward:
    """Return the reward or raise NotVisible."""
    found = db.session.get(Reward, reward_id)
    if found is None:
        raise NotVisible(_("There is no such reward."))
    return found


def facts_of(row: Reward) -> RewardFacts:
    """Return what the rules need to know of a reward."""
    report = report_facts(row.petition_id)
    needs_decision = bool(row.rule_code and RULES[row.rule_code].needs_decision)
    return reward_facts(row, failed_count(report, needs_decision=needs_decision), clock.today())


def take_step(
    row: Reward,
    name: str,
    actor: User | None,
    *,
    version: int,
    words: str = "",
    **changes: Any,
) -> None:
    """Do one step of the table and record it with `changes` (codes and amounts, no person).

    Raises StaleCase, NotPermitted or Refused.
    """
    step = STEPS[name]
    if actor is not None:
        ensure_may(step, actor)
    claim_version(row, version)
    reasons = refusals(step, facts_of(row), actor.id if actor else None)
    if reasons:
        raise Refused([_(text) for text in reasons])
    before, row.state = row.state, step.to
    record(row, name, before, actor.id if actor else None, words, changes)


def ensure_may(step: Step, actor: User) -> None:
    """Raise NotPermitted unless the person holds the right of `step`; some are nobody's."""
    if step.permission is None:
        raise NotPermitted(_("No person takes this step."))
    ensure_right(step.permission, actor)


def claim_version(row: Reward, version: int) -> None:
    """Make `row` one version newer, or raise StaleCase if it is not at `version` any more."""
    versions.claim_version(row, version, _("Somebody changed this reward in the meantime."))


def record(
    row: Reward,
    act: str,
    before: str | None,
    actor_id: int | None,
    words: str = "",
    changes: dict[str, Any] | None = None,
) -> None:
    """Append what was done; there is one such row for each version."""
    db.session.add(
        RewardEvent(
            reward_id=row.id,
            at=clock.now(),
            actor_id=actor_id,
            act=act,
            from_state=before,
            to_state=row.state,
            words=words,
            changes=changes or {},
        )
    )
    db.session.flush()
