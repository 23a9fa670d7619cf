"""The public copy of a publication, the tombstone that it leaves, and what was public when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select, update

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.petitions.models import Category
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.public.outlets.waking import wake_site_after_commit
from caseflow.public.publication.actions.marks import TEXT, TITLE, redacted, redacted_tables
from caseflow.public.publication.actions.outward_pictures import clear_pictures, write_pictures
from caseflow.public.publication.models import Publication, PublicationVersion
from caseflow.public.published.models import PublishedPage

SHOWN, WITHDRAWN, EXPIRED = "shown", "withdrawn", "expired"


@dataclass(frozen=True, slots=True)
class PublicOn:
    """What was public at an instant under one address."""

    slug: str
    version: int
    publication_id: int
    public_from_at: datetime
    public_until_at: datetime | None
    state: str
    page: dict[str, Any]


def slug_of(row: Publication) -> str:
    """Return the public address of a publication: it tells nothing of the case's number."""
    return f"{clock.local(row.drafted_at):%Y}-{row.id}"


def write_page(row: Publication, at: datetime) -> None:
    """Write the public copy, or its corrected version: only columns that may be public.

    Without a correction a second run changes nothing.
    """
    page = db.session.get(PublishedPage, slug_of(row))
    if page is not None and row.before_correction is None:
        return
    if page is None:
        page = _new_page(row, at)
    else:
        page.version, page.changed_at = page.version + 1, at
        page.corrected_on, page.correction = clock.local_date(at), row.correction
    page.title = redacted(row.title, row.marks, TITLE)
    page.body = redacted(row.original, row.marks, TEXT)
    page.tables = redacted_tables(row.tables, row.marks)
    page.legal_basis, page.expires_on = row.legal_basis, row.expires_on
    db.session.add(page)
    hashes = write_pictures(row, page.slug)
    db.session.flush()
    _keep(row, page, SHOWN, hashes)


def _new_page(row: Publication, at: datetime) -> PublishedPage:
    case = db.session.get(Case, row.case_id) if row.case_id else None
    township = select(Township.name).where(Township.code == (case.township_code if case else None))
    return PublishedPage(
        slug=slug_of(row),
        kind=row.kind,
        version=1,
        township=db.session.scalar(township) or "",
        category=_category(case.id) if case else "",
        published_on=clock.local_date(at),
        changed_at=at,
    )


def bury_page(row: Publication, at: datetime, state: str, reason: str) -> None:
    """Leave of a published page only its place, the dates and the reason.

    `state`: WITHDRAWN or EXPIRED. What is buried already stays as it is.
    """
    page = db.session.get(PublishedPage, slug_of(row))
    if page is None or page.withdrawn_on is not None or page.expired_on is not None:
        return
    page.version, page.changed_at = page.version + 1, at
    if state == EXPIRED:
        page.expired_on = clock.local_date(at)
    else:
        page.withdrawn_on, page.withdraw_reason = clock.local_date(at), reason
    page.title = page.body = page.township = page.category = page.correction = ""
    page.tables = []
    clear_pictures(page.slug)
    db.session.flush()
    _keep(row, page, state, [])


def public_at(instant: datetime) -> list[PublicOn]:
    """Return what the public could read at an instant, tombstones included, by address."""
    kept = PublicationVersion
    found = db.session.scalars(
        select(kept)
        .where(
            kept.public_from_at <= instant,
            (kept.public_until_at.is_(None)) | (kept.public_until_at > instant),
        )
        .order_by(kept.slug)
    )
    return [
        PublicOn(
            row.slug,
            row.version,
            row.publication_id,
            row.public_from_at,
            row.public_until_at,
            row.state,
            row.page,
        )
        for row in found
    ]


def _keep(row: Publication, page: PublishedPage, state: str, hashes: list[str]) -> None:
    """Append the present version word for word, and end the one before it."""
    db.session.execute(
        update(PublicationVersion)
        .where(PublicationVersion.slug == page.slug, PublicationVersion.public_until_at.is_(None))
        .values(public_until_at=page.changed_at)
    )
    wake_site_after_commit()
    db.session.add(
        PublicationVersion(
            slug=page.slug,
            version=page.version,
            publication_id=row.id,
            public_from_at=page.changed_at,
            state=state,
            page=_as_kept(page),
            picture_hashes=hashes,
        )
    )
    db.session.flush()


def _as_kept(page: PublishedPage) -> dict[str, Any]:
    """Return the columns of a page as JSON, days in ISO form."""
    columns = (column.key for column in inspect(PublishedPage).column_attrs)
    found = {name: getattr(page, name) for name in columns if name != "changed_at"}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in found.items()
    }


def _category(case_id: int) -> str:
    names = db.session.scalars(
        select(Category.name)
        .join(CaseCategory, CaseCategory.category_code == Category.code)
        .where(CaseCategory.case_id == case_id)
        .order_by(Category.position)
    )
    return "、".join(names)[:60]
