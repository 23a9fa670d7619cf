"""Reading published pages: nothing here knows a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.public.published.models import PublishedPage

SIZE = 20
LEAD = 90
"""Characters of a text shown in the list."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of the list of published pages."""

    slug: str
    title: str
    lead: str
    township: str
    category: str
    published_on: date
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A published page, or the tombstone of one."""

    slug: str
    title: str
    body: str
    township: str
    category: str
    published_on: date
    withdrawn_on: date | None
    withdraw_reason: str


_COLUMNS: tuple[Any, ...] = (
    PublishedPage.slug,
    PublishedPage.title,
    PublishedPage.body,
    PublishedPage.township,
    PublishedPage.category,
    PublishedPage.published_on,
    PublishedPage.withdrawn_on,
)


def published_rows(cursor: str | None, size: int = SIZE) -> Page[Summary]:
    """Return a page of what was published, the newest first, tombstones included."""
    keys = [Key(PublishedPage.published_on, True), Key(PublishedPage.slug, True)]
    return fetch_page(select(*_COLUMNS), keys, cursor, _summary, size)


def _summary(row: Any) -> Summary:
    lead = " ".join(row.body.split())
    return Summary(
        slug=row.slug,
        title=row.title,
        lead=lead[:LEAD] + ("…" if len(lead) > LEAD else ""),
        township=row.township,
        category=row.category,
        published_on=row.published_on,
        withdrawn_on=row.withdrawn_on,
    )


def published_page(slug: str) -> PublicPage | None:
    """Return a published page or its tombstone; None if there never was one."""
    row = db.session.execute(
        select(*_COLUMNS, PublishedPage.withdraw_reason).where(PublishedPage.slug == slug)
    ).first()
    if row is None:
        return None
    return PublicPage(
        slug=row.slug,
        title=row.title,
        body=row.body,
        township=row.township,
        category=row.category,
        published_on=row.published_on,
        withdrawn_on=row.withdrawn_on,
        withdraw_reason=row.withdraw_reason,
    )
