"""Looking at who reported or who was paid: shown once, and the look is recorded. Never commits."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.petitions.complainants import Person, look_at
from caseflow.core.petitions.models import Petition
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission
from caseflow.people.permissions.rights import ensure_right
from caseflow.public.rewards.actions.paying import Payee, unseal_payee
from caseflow.public.rewards.lifecycle import TOLD, RewardFacts, RewardState, not_an_investigator
from caseflow.public.rewards.models import Reward, RewardLook, RewardPayee
from caseflow.public.rewards.queries.facts import investigators_of

REPORTER, PAYEE = "reporter", "payee"
NEUTRAL_REASON = "identity check"
"""In the list of looks at complainants, which is read by people who know nothing of rewards."""


def look_at_reporter(row: Reward, actor: User, reason: str) -> Person:
    """Return who reported, for the payment desk while it tells and checks them."""
    ensure_right(Permission.REWARD_PAY, actor)
    _ensure_no_part(row, actor)
    if RewardState(row.state) not in TOLD:
        raise Refused([_("Who reported is shown only between the approval and the payment.")])
    petition = db.session.get_one(Petition, row.petition_id)
    person = None
    if petition.complainant_id is not None:
        person = look_at(
            petition.complainant_id,
            user_id=actor.id,
            reason=NEUTRAL_REASON,
            petition_id=petition.id,
        )
    if person is None:
        raise NotVisible(_("Nothing is known of who reported."))
    _note(row, actor, REPORTER, reason)
    return person


def look_at_payee(row: Reward, actor: User, reason: str) -> Payee:
    """Return to whom a transfer went, for the payment desk."""
    ensure_right(Permission.REWARD_PAY, actor)
    _ensure_no_part(row, actor)
    found = db.session.scalar(select(RewardPayee).where(RewardPayee.reward_id == row.id))
    if found is None:
        raise NotVisible(_("No payee is kept with this reward."))
    _note(row, actor, PAYEE, reason)
    return unseal_payee(found)


def _ensure_no_part(row: Reward, actor: User) -> None:
    """Raise Refused for whoever investigated, as every step of the reward does."""
    facts = RewardFacts(RewardState(row.state), investigator_ids=investigators_of(row.petition_id))
    reason = not_an_investigator(facts, actor.id)
    if reason:
        raise Refused([_(reason)])


def _note(row: Reward, actor: User, what: str, reason: str) -> None:
    db.session.add(
        RewardLook(
            reward_id=row.id,
            user_id=actor.id,
            what=what,
            reason=reason[:300],
            looked_at=clock.now(),
        )
    )
