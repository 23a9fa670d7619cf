"""Who set which figure of the criteria, from when on and on what basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.public.publication.models import PublicationCriterion


@dataclass(frozen=True, slots=True)
class CriterionDecision:
    """One figure that the bureau set."""

    amount: int
    valid_from: date
    basis: str
    decided_at: datetime
    decided_by: str


def criterion_decisions(key: str) -> list[CriterionDecision]:
    """Return what was set for a criterion, the newest first; one statement."""
    rows = db.session.execute(
        select(
            PublicationCriterion.amount,
            PublicationCriterion.valid_from,
            PublicationCriterion.basis,
            PublicationCriterion.decided_at,
            User.display_name,
        )
        .join(User, User.id == PublicationCriterion.actor_id)
        .where(PublicationCriterion.key == key)
        .order_by(PublicationCriterion.id.desc())
    )
    return [CriterionDecision(*row) for row in rows]
