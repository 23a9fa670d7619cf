"""Who worked on a publication: its words, marks and pictures. They do not approve it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from caseflow.ground.extensions import db
from caseflow.public.publication.lifecycle import VERSION_ENDS, WRITING
from caseflow.public.publication.models import Publication, PublicationEvent


def writers_of(row: Publication) -> frozenset[int]:
    """Return who worked on the present version: since the last one was out, or was given up."""
    ended = select(func.coalesce(func.max(PublicationEvent.id), 0)).where(
        PublicationEvent.publication_id == row.id, PublicationEvent.act.in_(VERSION_ENDS)
    )
    return _writers(row, ended.scalar_subquery()) | {row.corrected_by_id or row.drafted_by_id}


def writers_ever(row: Publication) -> frozenset[int]:
    """Return who worked on any version: a page keeps words of all that came before."""
    corrected = {row.corrected_by_id} if row.corrected_by_id else set()
    return _writers(row, 0) | corrected | {row.drafted_by_id}


def _writers(row: Publication, after_id: Any) -> frozenset[int]:
    found = db.session.scalars(
        select(PublicationEvent.actor_id).where(
            PublicationEvent.publication_id == row.id,
            PublicationEvent.act.in_(WRITING),
            PublicationEvent.id > after_id,
        )
    )
    return frozenset(one for one in found if one is not None)
