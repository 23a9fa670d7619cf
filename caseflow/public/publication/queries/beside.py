"""What stands beside the words of a publication: pictures, named sites, demands to withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from caseflow.core.cases.due import Due
from caseflow.core.evidence.models import Evidence
from caseflow.ground.extensions import db
from caseflow.ground.storage.models import StoredFile
from caseflow.people.accounts.models import User
from caseflow.public.publication.actions.replies import rights_of
from caseflow.public.publication.actions.steps import is_heard
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.models import (
    Publication,
    PublicationPicture,
    ReplyRight,
    WithdrawalDemand,
)
from caseflow.public.publication.queries.due import demand_due


@dataclass(frozen=True, slots=True)
class PictureView:
    """A chosen picture: its file, what is covered, and who confirmed that."""

    id: int
    evidence_id: int
    sha256: str
    content_type: str
    caption: str
    regions: tuple[tuple[float, ...], ...]
    confirmed_by: str | None
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SiteView:
    """A named site, what it is named for, and how far its right of reply has come."""

    source_id: int
    name: str
    findings: tuple[tuple[str, str], ...]
    state: str
    """untold, waiting, answered, considered or over."""
    noticed_on: date | None = None
    way: str = ""
    answer_by: date | None = None
    answered_on: date | None = None
    answer: str = ""
    considered: str = ""


@dataclass(frozen=True, slots=True)
class DemandView:
    """A ground to withdraw the page; `due` None: it is settled."""

    id: int
    ground: str
    known_at: datetime
    recorded_by: str | None
    due: Due | None
    settled_at: datetime | None
    outcome: str


def picture_views(publication_id: int) -> tuple[PictureView, ...]:
    """Return the pictures of a publication in order; one statement."""
    rows = db.session.execute(
        select(PublicationPicture, StoredFile.sha256, StoredFile.content_type, User.display_name)
        .join(Evidence, Evidence.id == PublicationPicture.evidence_id)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .outerjoin(User, User.id == PublicationPicture.confirmed_by_id)
        .where(PublicationPicture.publication_id == publication_id)
        .order_by(PublicationPicture.id)
    )
    return tuple(
        PictureView(
            id=row.id,
            evidence_id=row.evidence_id,
            sha256=sha256,
            content_type=content_type,
            caption=row.caption,
            regions=tuple(tuple(sides) for sides in row.regions),
            confirmed_by=name,
            confirmed_at=row.confirmed_at,
        )
        for row, sha256, content_type, name in rows
    )


def site_views(row: Publication) -> tuple[SiteView, ...]:
    """Return the sites that have a right of reply, in the order of the list."""
    if not KINDS[row.kind].has_right_of_reply:
        return ()
    rights = rights_of(row.id)
    return tuple(_site(site, rights.get(site["source_id"])) for site in row.sites)


def _site(site: dict[str, object], right: ReplyRight | None) -> SiteView:
    source_id, name = int(str(site["source_id"])), str(site["name"])
    findings: list[dict[str, str]] = site["findings"]  # type: ignore[assignment]
    told = tuple((one["on"], one["ground"]) for one in findings)
    if right is None:
        return SiteView(source_id, name, told, "untold")
    return SiteView(
        source_id=source_id,
        name=name,
        findings=told,
        state=_state(right),
        noticed_on=right.noticed_on,
        way=right.way,
        answer_by=right.answer_by,
        answered_on=right.answered_on,
        answer=right.answer,
        considered=right.considered,
    )


def _state(right: ReplyRight) -> str:
    if right.considered_at is not None:
        return "considered"
    if right.answered_on is not None:
        return "answered"
    return "over" if is_heard(right) else "waiting"


def demand_views(publication_id: int) -> tuple[DemandView, ...]:
    """Return the grounds to withdraw a page, the newest first; one statement."""
    rows = db.session.execute(
        select(WithdrawalDemand, User.display_name)
        .outerjoin(User, User.id == WithdrawalDemand.recorded_by_id)
        .where(WithdrawalDemand.publication_id == publication_id)
        .order_by(WithdrawalDemand.id.desc())
    )
    return tuple(
        DemandView(
            id=row.id,
            ground=row.ground,
            known_at=row.known_at,
            recorded_by=name,
            due=demand_due(row) if row.settled_at is None else None,
            settled_at=row.settled_at,
            outcome=row.outcome,
        )
        for row, name in rows
    )
