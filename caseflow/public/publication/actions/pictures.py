"""Choosing pictures for a draft and covering what may not be seen. Never commits."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from caseflow.core.evidence.models import Evidence
from caseflow.core.redaction import propose
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.storage.models import StoredFile
from caseflow.people.accounts.models import User
from caseflow.public.publication.actions.knowing import known_of
from caseflow.public.publication.actions.steps import take_step
from caseflow.public.publication.models import Publication, PublicationPicture

SHOWABLE = ("image/jpeg", "image/png", "image/webp")
MOST_PICTURES = 9


def get_picture(row: Publication, picture_id: int) -> PublicationPicture:
    """Return a picture of this publication or raise NotVisible."""
    found = db.session.get(PublicationPicture, picture_id)
    if found is None or found.publication_id != row.id:
        raise NotVisible(_("There is no such picture."))
    return found


def choose_picture(
    row: Publication, actor: User, *, version: int, evidence_id: int, caption: str
) -> PublicationPicture:
    """Take a picture of the evidence into a draft, nothing covered yet. Raises BadInput."""
    take_step(row, "save", actor, version=version)
    if evidence_id not in {file_id for file_id, _words in picture_choices(row)}:
        raise BadInput(_("Choose a picture of this case that is not chosen yet."))
    count = select(func.count(PublicationPicture.id)).where(
        PublicationPicture.publication_id == row.id
    )
    if (db.session.scalar(count) or 0) >= MOST_PICTURES:
        raise BadInput(_("At most %(count)s pictures.", count=MOST_PICTURES))
    _ensure_fit(caption, row)
    picture = PublicationPicture(
        publication_id=row.id, evidence_id=evidence_id, caption=caption, regions=[]
    )
    db.session.add(picture)
    db.session.flush()
    return picture


def picture_choices(row: Publication) -> list[tuple[int, str]]:
    """Return the pictures in the evidence of the publication's cases that are not chosen yet."""
    chosen = select(PublicationPicture.evidence_id).where(
        PublicationPicture.publication_id == row.id
    )
    found = db.session.execute(
        select(Evidence.id, Evidence.caption, Evidence.file_name)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .where(
            Evidence.case_id.in_(row.case_ids),
            StoredFile.content_type.in_(SHOWABLE),
            Evidence.id.not_in(chosen),
        )
        .order_by(Evidence.id)
    )
    return [(one.id, f"{one.caption} ({one.file_name})") for one in found]


def cover_picture(
    row: Publication,
    picture: PublicationPicture,
    actor: User,
    *,
    version: int,
    caption: str,
    regions: list[list[float]],
    is_covered: bool,
) -> None:
    """Set what is covered; `is_covered`: the person says that nothing is left to be.

    Other rectangles or words than were confirmed must be confirmed anew. Raises BadInput.
    """
    take_step(row, "save", actor, version=version)
    _ensure_fit(caption, row)
    picture.caption, picture.regions = caption, regions
    picture.confirmed_by_id = actor.id if is_covered else None
    picture.confirmed_at = clock.now() if is_covered else None
    db.session.flush()


def drop_picture(
    row: Publication, picture: PublicationPicture, actor: User, *, version: int
) -> None:
    """Take a picture out of a draft."""
    take_step(row, "save", actor, version=version)
    db.session.delete(picture)
    db.session.flush()


def _ensure_fit(caption: str, row: Publication) -> None:
    if propose(caption, known_of(row.case_ids)):
        raise BadInput(_("The public reads what a picture shows: leave out what names somebody."))
