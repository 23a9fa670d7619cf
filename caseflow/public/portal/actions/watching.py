"""Petitions handed in on the website that could not be registered: nobody else would see them."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import select

from caseflow.core.messages.actions import people_of, tell_people
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.portal.models import PortalSubmission

log = structlog.get_logger()

HELD_UP_AFTER = timedelta(minutes=15)
MOST_NAMED = 5


def unregistered(now: datetime) -> list[str]:
    """Return the numbers of what has waited too long to become a petition, the oldest first."""
    return list(
        db.session.scalars(
            select(PortalSubmission.number)
            .where(
                PortalSubmission.registered_at.is_(None),
                PortalSubmission.received_at < now - HELD_UP_AFTER,
            )
            .order_by(PortalSubmission.received_at)
        )
    )


def watch_portal(now: datetime) -> int:
    """Tell dispatchers and administrators of it, once a day; return how many there are.

    The resident has a number and waits for an answer; what they wrote stays sealed until then.
    """
    numbers = unregistered(now)
    if numbers:
        log.error("petitions of the portal are held up", count=len(numbers))
        kind, day = "portal_stuck", clock.local_date(now).isoformat()
        facts = {"count": len(numbers), "numbers": "、".join(numbers[:MOST_NAMED])}
        with unit_of_work():
            tell_people(kind, day, people_of(kind), facts)
    return len(numbers)
