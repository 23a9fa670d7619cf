"""Publishing what was approved: one publication a transaction, safe to run twice or be killed.

The claim is the conditional UPDATE of the version; claim and public copy are one commit, so that
a worker killed in between has done nothing.
"""

from __future__ import annotations

import structlog
from sqlalchemy import select

from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotVisible, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.publication.actions.steps import get_publication, take_step
from caseflow.public.publication.lifecycle import PublicationState
from caseflow.public.publication.models import Publication

log = structlog.get_logger()


def publish_approved() -> int:
    """Publish everything that is approved; returns how many went out."""
    return sum(_publish_one(publication_id) for publication_id in approved_ids())


def approved_ids() -> list[int]:
    """Return the publications that wait for the worker, the oldest first."""
    return list(
        db.session.scalars(
            select(Publication.id)
            .where(Publication.state == PublicationState.APPROVED)
            .order_by(Publication.id)
        )
    )


def _publish_one(publication_id: int) -> bool:
    """Publish one; what may not be public any more goes back to its drafter, with the reasons."""
    try:
        with unit_of_work():
            row = get_publication(publication_id)
            take_step(row, "publish", None, version=row.version)
        return True
    except StaleCase:
        return False  # Another worker has it, or somebody withdrew it this moment.
    except Refused as error:
        _take_back(publication_id, error.reasons)
    except (BadInput, NotVisible) as error:  # A picture cannot be made: a person must choose.
        _take_back(publication_id, [str(error)])
    except Exception as error:  # Whatever is wrong with one must not stop the others.
        log.warning("not published", publication_id=publication_id, error=type(error).__name__)
    return False


def expire_published() -> int:
    """Leave a tombstone of every page whose last day is over; returns how many went."""
    return sum(_expire_one(publication_id) for publication_id in expired_ids())


def expired_ids() -> list[int]:
    """Return the publications whose page stands in public beyond its last day."""
    return list(
        db.session.scalars(
            select(Publication.id)
            .where(
                Publication.expires_on < clock.today(),
                Publication.published_at.is_not(None),
                Publication.withdrawn_at.is_(None),
                Publication.expired_at.is_(None),
            )
            .order_by(Publication.id)
        )
    )


def _expire_one(publication_id: int) -> bool:
    try:
        with unit_of_work():
            row = get_publication(publication_id)
            take_step(row, "expire", None, version=row.version)
        return True
    except (StaleCase, Refused):
        log.info("publication has moved on", publication_id=publication_id)
    except Exception as error:  # Whatever is wrong with one must not stop the others.
        log.warning("not expired", publication_id=publication_id, error=type(error).__name__)
    return False


def _take_back(publication_id: int, reasons: list[str]) -> None:
    try:
        with unit_of_work():
            row = get_publication(publication_id)
            take_step(row, "take_back", None, version=row.version, reason=" ".join(reasons))
    except (StaleCase, Refused):
        log.info("publication has moved on", publication_id=publication_id)
