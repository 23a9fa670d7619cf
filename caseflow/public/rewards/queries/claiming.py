"""What a reporter with number and lookup code learns of a reward, in one statement."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from caseflow.core.petitions.actions import lookup_hash
from caseflow.core.petitions.further_codes import further_code
from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.numbers import normal_number
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.public.portal.models import PortalSubmission
from caseflow.public.portal.tokens import normal_receipt
from caseflow.public.rewards.lifecycle import RewardState
from caseflow.public.rewards.models import Reward


@dataclass(frozen=True, slots=True)
class OpenReward:
    """A reward that can be claimed; nothing that names anybody."""

    id: int
    number: str
    amount_yuan: int
    claim_until_on: date


_COLUMNS = (Reward.id, Reward.number, Reward.amount_yuan, Reward.claim_until_on, Reward.state)


def reward_for_lookup(number: str, code: str) -> OpenReward | None:
    """Return the reward that waits to be claimed by whoever knows number and lookup code.

    A further code, sent for one that was lost, is as good as the first (petitions/further_codes).

    None where the number or the code is wrong, and where there is no such reward: the same work
    is done for each.
    """
    typed = lookup_hash(code)
    further = further_code(Petition.id, typed, clock.now())
    row = db.session.execute(
        select(Petition.lookup_code_hash, further.exists().label("has_further"), *_COLUMNS)
        .outerjoin(
            Reward,
            and_(Reward.petition_id == Petition.id, Reward.state == RewardState.NOTIFIED),
        )
        .where(_is_named(number), Petition.voided_at.is_(None))
    ).first()
    is_first = hmac.compare_digest(row.lookup_code_hash if row else "", typed)
    fits = is_first or (row is not None and row.has_further)
    return _open(row) if fits and row is not None and row.id is not None else None


def _is_named(number: str) -> ColumnElement[bool]:
    """Return the clause of the petition with this number: its own, or that of its receipt."""
    receipt = normal_receipt(number)
    if not receipt:
        return Petition.number == normal_number(number)
    handed_in = select(PortalSubmission.petition_id).where(PortalSubmission.number == receipt)
    return Petition.id == handed_in.scalar_subquery()


def open_reward(reward_id: int) -> OpenReward | None:
    """Return a reward that waits to be claimed, or None."""
    row = db.session.execute(select(*_COLUMNS).where(Reward.id == reward_id)).first()
    return _open(row) if row is not None else None


def _open(row: Any) -> OpenReward | None:
    if row.state != RewardState.NOTIFIED or row.claim_until_on < clock.today():
        return None
    return OpenReward(row.id, row.number, row.amount_yuan, row.claim_until_on)
