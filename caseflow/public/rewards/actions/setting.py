"""Setting a row of the reward rules anew from a day on. Never commits."""

from __future__ import annotations

from flask_babel import gettext as _

from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission
from caseflow.people.permissions.rights import ensure_right
from caseflow.public.rewards.models import RewardRuleChange
from caseflow.public.rewards.rules import RULES, Change, Kind


def set_rule(change: Change, actor: User) -> RewardRuleChange:
    """Append a change of a rule. Raises NotPermitted or BadInput."""
    ensure_right(Permission.REWARD_APPROVE, actor)
    kind = RULES[change.code].kind
    given = {
        Kind.FIXED: change.amount_yuan,
        Kind.PERCENT: change.percent,
        Kind.UP_TO: change.cap_yuan,
    }[kind]
    if given is None:
        raise BadInput(_("Enter the number that this rule counts with."))
    row = RewardRuleChange(
        code=change.code,
        valid_from=change.valid_from,
        amount_yuan=change.amount_yuan,
        percent=change.percent,
        cap_yuan=change.cap_yuan,
        instrument=change.instrument,
        article=change.article,
        is_verified=change.is_verified,
        set_at=clock.now(),
        set_by_id=actor.id,
    )
    db.session.add(row)
    return row
