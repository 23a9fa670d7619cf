"""The public copy of a publication, and the tombstone that a withdrawal leaves of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.petitions.models import Category
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.public.publication.actions.marks import TEXT, TITLE, redacted
from caseflow.public.publication.models import Publication, PublishedPage

SUMMARY = "summary"


def slug_of(row: Publication) -> str:
    """Return the public address of a publication: it tells nothing of the case's number."""
    return f"{clock.local(row.drafted_at):%Y}-{row.id}"


def write_page(row: Publication, on: date) -> None:
    """Write the public copy: only columns that may be public. A second run changes nothing."""
    if db.session.get(PublishedPage, slug_of(row)) is not None:
        return
    case = db.session.get_one(Case, row.case_id)
    township = select(Township.name).where(Township.code == case.township_code)
    db.session.add(
        PublishedPage(
            slug=slug_of(row),
            kind=SUMMARY,
            title=redacted(row.title, row.marks, TITLE),
            body=redacted(row.original, row.marks, TEXT),
            township=db.session.scalar(township) or "",
            category=_category(case.id),
            published_on=on,
        )
    )


def bury_page(row: Publication, on: date, reason: str) -> None:
    """Leave of a published page only its place, the dates and the reason."""
    page = db.session.get(PublishedPage, slug_of(row))
    if page is not None:
        page.withdrawn_on, page.withdraw_reason = on, reason
        page.title = page.body = page.township = page.category = ""


def _category(case_id: int) -> str:
    names = db.session.scalars(
        select(Category.name)
        .join(CaseCategory, CaseCategory.category_code == Category.code)
        .where(CaseCategory.case_id == case_id)
        .order_by(Category.position)
    )
    return "、".join(names)[:60]
