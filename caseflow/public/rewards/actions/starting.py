"""Proposing a reward for a petition. Never commits."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.numbers import normal_number, take_number
from caseflow.ground import clock
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission
from caseflow.people.permissions.rights import ensure_right
from caseflow.public.rewards.actions.steps import record
from caseflow.public.rewards.lifecycle import LIVE, RewardState
from caseflow.public.rewards.models import Reward


def propose(number: str, actor: User) -> Reward:
    """Begin a reward for the petition of this number. Raises NotPermitted or BadInput."""
    ensure_right(Permission.REWARD_PROPOSE, actor)
    wanted = select(Petition.id).where(Petition.number == normal_number(number))
    # The row is locked, so that two who propose at once do not both find that there is none.
    petition_id = db.session.scalar(wanted.with_for_update())
    if petition_id is None:
        raise BadInput(_("There is no petition of this number."))
    if live_reward_of(petition_id) is not None:
        raise BadInput(_("This petition has a reward already."))
    now = clock.now()
    row = Reward(
        number=take_number("reward", clock.local_date(now)),
        petition_id=petition_id,
        state=RewardState.PROPOSED,
        version=1,
        proposed_by_id=actor.id,
        proposed_at=now,
    )
    db.session.add(row)
    db.session.flush()
    record(row, "propose", None, actor.id)
    return row


def live_reward_of(petition_id: int) -> int | None:
    """Return the reward of a petition that lives, or None."""
    return db.session.scalar(
        select(Reward.id).where(Reward.petition_id == petition_id, Reward.state.in_(LIVE)).limit(1)
    )
