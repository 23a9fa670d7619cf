"""Reading published pages for other pages: nothing here knows a case."""

from __future__ import annotations

from caseflow.ground.web.pagination import Page
from caseflow.public.published.shelf import Summary, open_shelf

SIZE = 20


def newest_published(limit: int = SIZE) -> list[Summary]:
    """Return what was published last, tombstones included, the newest first."""
    with open_shelf() as shelf:
        return shelf.newest(limit)


def published_rows(_cursor: str | None, size: int = SIZE) -> Page[Summary]:
    """Return the newest publications as the first page of a list."""
    return Page(newest_published(size))
