"""What came in on the website and could not be worked off: nobody else would see it."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select

from caseflow.core.messages.actions import people_of, tell_people
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.portal.models import PortalRequest, PortalSubmission

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


def unsettled(now: datetime) -> int:
    """Return how many ratings, further words and wishes for a code have waited too long."""
    waiting = select(func.count(PortalRequest.id)).where(
        PortalRequest.done_at.is_(None), PortalRequest.asked_at < now - HELD_UP_AFTER
    )
    return db.session.scalar(waiting) or 0


def watch_portal(now: datetime) -> int:
    """Tell dispatchers and administrators of it, once a day; return how many there are.

    The resident has a number and waits for an answer; what they wrote stays sealed until then.
    """
    numbers, requests = unregistered(now), unsettled(now)
    if numbers:
        log.error("petitions of the portal are held up", count=len(numbers))
        named = "、".join(numbers[:MOST_NAMED])
        _tell("portal_stuck", now, {"count": len(numbers), "numbers": named})
    if requests:
        log.error("requests of the portal are held up", count=requests)
        _tell("requests_stuck", now, {"count": requests})
    return len(numbers) + requests


def _tell(kind: str, now: datetime, facts: dict[str, object]) -> None:
    with unit_of_work():
        tell_people(kind, clock.local_date(now).isoformat(), people_of(kind), facts)
