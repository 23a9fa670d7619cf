"""Writing the pictures of a published page, and taking them away. Never commits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from caseflow.core.evidence.models import Evidence
from caseflow.ground.errors import BadInput
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import open_file
from caseflow.ground.storage.models import StoredFile
from caseflow.public.publication.models import Publication, PublicationPicture
from caseflow.public.publication.pictures import (
    PublicPicture,
    Region,
    UnreadablePicture,
    publishable,
)
from caseflow.public.published.models import PublishedPicture


def covered(sha256: str, regions: list[list[float]]) -> PublicPicture:
    """Return a stored picture as the public would see it, its regions covered.

    Raises NotVisible if its bytes are gone, BadInput if they are no picture, or if a region has no
    size.
    """
    with open_file(sha256) as file:
        content = file.read()
    try:
        return publishable(content, _places(regions))
    except UnreadablePicture as error:
        raise BadInput(_(error.sentence)) from error


def _places(regions: list[list[float]]) -> list[Region]:
    try:
        return [Region(left, top, wide, high) for left, top, wide, high in regions]
    except ValueError as error:
        raise BadInput(
            _("A rectangle of the picture has no size: cover the places anew.")
        ) from error


def write_pictures(row: Publication, slug: str) -> list[str]:
    """Write the pictures of a page anew, in order; return their hashes."""
    clear_pictures(slug)
    chosen = db.session.execute(
        select(PublicationPicture, StoredFile.sha256)
        .join(Evidence, Evidence.id == PublicationPicture.evidence_id)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .where(PublicationPicture.publication_id == row.id)
        .order_by(PublicationPicture.id)
    ).all()
    made = [(one, covered(sha256, one.regions)) for one, sha256 in chosen]
    db.session.add_all(
        PublishedPicture(
            slug=slug,
            position=place,
            sha256=picture.sha256,
            width=picture.width,
            height=picture.height,
            caption=one.caption,
            content=picture.content,
        )
        for place, (one, picture) in enumerate(made, start=1)
    )
    return [picture.sha256 for _one, picture in made]


def chosen_pictures(publication_id: int) -> list[dict[str, Any]]:
    """Return the pictures of a draft as JSON, so that they can be put back."""
    rows = db.session.scalars(
        select(PublicationPicture)
        .where(PublicationPicture.publication_id == publication_id)
        .order_by(PublicationPicture.id)
    )
    return [
        {
            "evidence_id": row.evidence_id,
            "caption": row.caption,
            "regions": row.regions,
            "confirmed_by_id": row.confirmed_by_id,
            "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
        }
        for row in rows
    ]


def put_back_pictures(publication_id: int, chosen: list[dict[str, Any]]) -> None:
    """Make the pictures of a draft what they were."""
    db.session.execute(
        delete(PublicationPicture).where(PublicationPicture.publication_id == publication_id)
    )
    for one in chosen:
        at = one["confirmed_at"]
        db.session.add(
            PublicationPicture(
                publication_id=publication_id,
                **{**one, "confirmed_at": datetime.fromisoformat(at) if at else None},
            )
        )
    db.session.flush()


def clear_pictures(slug: str) -> None:
    """Take the pictures of a page away from the public."""
    db.session.execute(delete(PublishedPicture).where(PublishedPicture.slug == slug))
