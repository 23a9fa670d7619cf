"""Which addresses the public site has, and which of them a changed page shows on. Pure.

An address that ends in a stroke is a page, kept in the static bundle as its `index.html`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

PAGE_SIZE = 50
"""Lines of a page of a month."""

WITHOUT_COOKIES = ("/results/", "/feed.", "/sitemap", "/robots.txt")

ON_EVERY_CHANGE = (
    "/results/",
    "/results/kind/",
    "/feed.atom",
    "/feed.json",
    "/sitemap.xml",
)
"""What shows the newest, or counts."""

SITE_ONCE = ("/robots.txt", "/404.html")
LAST = "/"
"""The start of the bundle: written last, as whoever comes begins there."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page stands among the others, which never changes, and its version."""

    slug: str
    version: int
    kind: str
    published_on: date


def page_of(slug: str) -> str:
    """Return the address of a published page."""
    return f"/results/{slug}/"


def picture_of(slug: str, position: int) -> str:
    """Return the address of a picture."""
    return f"/results/{slug}/{position}.jpg"


def week_of(day: date) -> str:
    """Return the ISO week of a day: “2026-W48”."""
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02d}"


def digest_of(week: str) -> tuple[str, str]:
    """Return the addresses of the digest of a week: the page and the document."""
    return f"/results/digest/{week}/", f"/results/digest/{week}.docx"


def month_pages(month: str, count: int, kind: str | None = None) -> list[str]:
    """Return the addresses of a month ("2026/11") of so many publications."""
    root = f"/results/kind/{kind}/{month}/" if kind else f"/results/{month}/"
    pages = (count + PAGE_SIZE - 1) // PAGE_SIZE
    return [root if number == 1 else f"{root}{number}/" for number in range(1, pages + 1)]


def month_key(day: date) -> str:
    """Return the month of a day as addresses have it: “2026/11”."""
    return f"{day:%Y/%m}"


def sitemap_of(month: str) -> str:
    """Return the address of the list of a month's pages for search engines."""
    return f"/sitemap/{month.replace('/', '-')}.xml"


@dataclass(frozen=True, slots=True)
class MonthCount:
    """How many publications of a kind went out in a month."""

    kind: str
    year: int
    month: int
    count: int

    @property
    def key(self) -> str:
        return f"{self.year:04d}/{self.month:02d}"


def lists_of(changed: Iterable[Spot], outline: Iterable[MonthCount]) -> list[str]:
    """Return the lists on which the changed pages stand, besides those that any change alters."""
    wanted = {(spot.kind, month_key(spot.published_on)) for spot in changed}
    months = {month for _kind, month in wanted}
    whole = dict.fromkeys(months, 0)
    found = [f"/results/kind/{kind}/" for kind in {kind for kind, _month in wanted}]
    for row in outline:
        if row.key in months:
            whole[row.key] += row.count
        if (row.kind, row.key) in wanted:
            found += month_pages(row.key, row.count, row.kind)
    for month, count in whole.items():
        found += month_pages(month, count)
    return sorted(found)


def file_of(address: str) -> str:
    """Return the file of the bundle that holds an address."""
    return address[1:] + "index.html" if address.endswith("/") else address[1:]
