"""What the worker does at night: ends what nobody claimed, forgets who was paid."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from sqlalchemy import delete, select

from caseflow.ground import clock
from caseflow.ground.errors import Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.rewards.actions.paying import time_of_payees
from caseflow.public.rewards.actions.steps import claim_version, record, take_step
from caseflow.public.rewards.lifecycle import RewardState
from caseflow.public.rewards.models import Reward, RewardPayee

log = structlog.get_logger()


def expire_rewards() -> int:
    """End every reward whose time to claim is over; returns how many ended."""
    ids = db.session.scalars(
        select(Reward.id)
        .where(Reward.state == RewardState.NOTIFIED, Reward.claim_until_on < clock.today())
        .order_by(Reward.id)
    ).all()
    return sum(_one(reward_id, _expire) for reward_id in ids)


def forget_payees() -> int:
    """Delete every payee that was kept for its time; returns how many went."""
    ids = db.session.scalars(
        select(RewardPayee.reward_id)
        .where(RewardPayee.sealed_at < clock.now() - time_of_payees())
        .order_by(RewardPayee.reward_id)
    ).all()
    return sum(_one(reward_id, _forget) for reward_id in ids)


def _one(reward_id: int, act: Callable[[Reward], bool]) -> bool:
    """Do it to one in a transaction of its own; False if somebody was quicker."""
    try:
        with unit_of_work():
            return act(db.session.get_one(Reward, reward_id))
    except (StaleCase, Refused):
        return False
    except Exception as error:  # Whatever is wrong with one must not stop the others.
        log.warning("not tidied", error=type(error).__name__)
        return False


def _expire(row: Reward) -> bool:
    take_step(row, "expire", None, version=row.version)
    row.claim_code_hash = None
    return True


def _forget(row: Reward) -> bool:
    claim_version(row, row.version)
    gone = db.session.execute(delete(RewardPayee).where(RewardPayee.reward_id == row.id))
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        raise StaleCase("gone")
    record(row, "forget", row.state, None)
    return True
