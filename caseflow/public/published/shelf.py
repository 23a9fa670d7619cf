"""What stands in the public tables, as the outlets show it: one state, read over one connection.

A shelf lives for one request, or for one run of the writer of the static bundle. It knows nothing
but the published tables, and never the session of the desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, extract, func, select

from caseflow.ground.public_database import reading
from caseflow.public.published.addresses import MonthCount, Spot
from caseflow.public.published.models import PublishedPage, PublishedPicture

LEAD = 90
"""Characters of a text shown in a list."""

BATCH = 500

_Page, _Picture = PublishedPage, PublishedPicture

_IN_TURN = (_Page.published_on, func.length(_Page.slug), _Page.slug)
"""The order of publishing, which no correction changes: number 9 stands before number 10."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of a list of published pages."""

    slug: str
    kind: str
    title: str
    lead: str
    township: str
    category: str
    published_on: date
    withdrawn_on: date | None
    expired_on: date | None
    corrected_on: date | None

    @property
    def is_gone(self) -> bool:
        return self.withdrawn_on is not None or self.expired_on is not None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page, without its bytes."""

    position: int
    sha256: str
    width: int
    height: int
    caption: str


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A published page, or the tombstone of one that was withdrawn or ran out."""

    slug: str
    kind: str
    version: int
    title: str
    body: str
    tables: list[dict[str, Any]]
    legal_basis: str
    township: str
    category: str
    published_on: date
    changed_at: datetime
    corrected_on: date | None
    correction: str
    expires_on: date | None
    expired_on: date | None
    withdrawn_on: date | None
    withdraw_reason: str
    pictures: tuple[Picture, ...] = ()

    @property
    def is_gone(self) -> bool:
        return self.withdrawn_on is not None or self.expired_on is not None


@dataclass(frozen=True, slots=True)
class State:
    """A mark of all that is published: another one after any change, for versions only grow."""

    count: int
    versions: int
    changed_at: str
    """ISO, "" while there is nothing."""


_FIELDS = tuple(name for name in PublicPage.__dataclass_fields__ if name != "pictures")
_WHOLE = tuple(getattr(_Page, name) for name in _FIELDS)
_LINE = (
    _Page.slug,
    _Page.kind,
    _Page.title,
    func.substr(_Page.body, 1, 2 * LEAD).label("opening"),
    _Page.township,
    _Page.category,
    _Page.published_on,
    _Page.withdrawn_on,
    _Page.expired_on,
    _Page.corrected_on,
)


class Shelf:
    """Reads; what it was asked once it remembers, for its state does not change."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._months: dict[tuple[int, int], list[Summary]] = {}
        self._outline: list[MonthCount] | None = None
        self._state: State | None = None
        self._days: list[date] | None = None
        self._at_hand: dict[str, PublicPage] = {}

    def state(self) -> State:
        """Return the mark of the present state, in one statement over no page's text."""
        if self._state is None:
            columns = func.count(), func.sum(_Page.version), func.max(_Page.changed_at)
            count, versions, at = self._connection.execute(select(*columns)).one()
            self._state = State(count, int(versions or 0), at.isoformat() if at else "")
        return self._state

    def spots(self) -> list[Spot]:
        """Return where every page stands, and its version."""
        columns = _Page.slug, _Page.version, _Page.kind, _Page.published_on
        return [Spot(*row) for row in self._connection.execute(select(*columns))]

    def outline(self) -> list[MonthCount]:
        """Return how many went out, by kind and month, the newest month first."""
        if self._outline is None:
            year = extract("year", _Page.published_on).label("year")
            month = extract("month", _Page.published_on).label("month")
            rows = self._connection.execute(
                select(_Page.kind, year, month, func.count().label("n"))
                .group_by(_Page.kind, year, month)
                .order_by(year.desc(), month.desc(), _Page.kind)
            )
            self._outline = [
                MonthCount(row.kind, int(row.year), int(row.month), row.n) for row in rows
            ]
        return self._outline

    def month(self, year: int, month: int) -> list[Summary]:
        """Return what went out in a month, the oldest first: later ones move nothing."""
        if (year, month) not in self._months:
            first = date(year, month, 1)
            after = date(year + month // 12, month % 12 + 1, 1)
            self._months[year, month] = self._lines(
                select(*_LINE)
                .where(_Page.published_on >= first, _Page.published_on < after)
                .order_by(*_IN_TURN)
            )
        return self._months[year, month]

    def newest(self, limit: int, kind: str | None = None) -> list[Summary]:
        """Return what went out last, tombstones included, the newest first."""
        wanted = select(*_LINE).order_by(*(column.desc() for column in _IN_TURN))
        if kind is not None:
            wanted = wanted.where(_Page.kind == kind)
        return self._lines(wanted.limit(limit))

    def page(self, slug: str) -> PublicPage | None:
        """Return a published page or its tombstone; None if there never was one."""
        if slug in self._at_hand:
            return self._at_hand.pop(slug)
        return next(iter(self._pages(select(*_WHOLE).where(_Page.slug == slug))), None)

    def last_changed(self, limit: int) -> list[PublicPage]:
        """Return what was published, corrected, withdrawn or ran out last."""
        order = _Page.changed_at.desc(), _Page.slug.desc()
        return self._pages(select(*_WHOLE).order_by(*order).limit(limit))

    def week(self, monday: date) -> list[PublicPage]:
        """Return what went out in the seven days from `monday` on, the oldest first."""
        days = _Page.published_on >= monday, _Page.published_on < monday + timedelta(days=7)
        return self._pages(select(*_WHOLE).where(*days).order_by(*_IN_TURN))

    def days(self) -> list[date]:
        """Return the days on which something went out, the newest first."""
        if self._days is None:
            wanted = select(_Page.published_on).distinct().order_by(_Page.published_on.desc())
            self._days = list(self._connection.scalars(wanted))
        return self._days

    def picture(self, slug: str, position: int) -> bytes | None:
        """Return the bytes (JPEG) of a picture whose page stands."""
        return self._connection.scalar(
            select(_Picture.content)
            .join(_Page, _Page.slug == _Picture.slug)
            .where(_Picture.slug == slug, _Picture.position == position)
            .where(_Page.withdrawn_on.is_(None), _Page.expired_on.is_(None))
        )

    def in_batches(self, slugs: Iterable[str]) -> Iterator[PublicPage]:
        """Yield many pages, some hundred at a time; `page()` then knows the one yielded last."""
        wanted = sorted(slugs)
        for start in range(0, len(wanted), BATCH):
            part = wanted[start : start + BATCH]
            for page in self._pages(select(*_WHOLE).where(_Page.slug.in_(part))):
                self._at_hand = {page.slug: page}
                yield page

    def _lines(self, wanted: Select[Any]) -> list[Summary]:
        return [_summary(row) for row in self._connection.execute(wanted)]

    def _pages(self, wanted: Select[Any]) -> list[PublicPage]:
        rows = self._connection.execute(wanted).all()
        pictures = self._pictures([row.slug for row in rows])
        return [
            PublicPage(
                **{name: getattr(row, name) for name in _FIELDS},
                pictures=tuple(pictures.get(row.slug, ())),
            )
            for row in rows
        ]

    def _pictures(self, slugs: list[str]) -> dict[str, list[Picture]]:
        columns = tuple(getattr(_Picture, name) for name in Picture.__dataclass_fields__)
        found: dict[str, list[Picture]] = {}
        if slugs:
            wanted = select(_Picture.slug, *columns).where(_Picture.slug.in_(slugs))
            for slug, *values in self._connection.execute(wanted.order_by(_Picture.position)):
                found.setdefault(slug, []).append(Picture(*values))
        return found


def _summary(row: Any) -> Summary:
    lead = " ".join(row.opening.split())
    return Summary(
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        lead=lead[:LEAD] + ("…" if len(lead) > LEAD else ""),
        township=row.township,
        category=row.category,
        published_on=row.published_on,
        withdrawn_on=row.withdrawn_on,
        expired_on=row.expired_on,
        corrected_on=row.corrected_on,
    )


_held: ContextVar[Shelf | None] = ContextVar("held_shelf", default=None)


@contextmanager
def open_shelf() -> Iterator[Shelf]:
    """Yield the shelf that a writer holds at present, else one of its own."""
    held = _held.get()
    if held is not None:
        yield held
        return
    with reading() as connection:
        yield Shelf(connection)


@contextmanager
def held_shelf() -> Iterator[Shelf]:
    """Yield a shelf that everything inside the block reads from: all see the same state."""
    with reading() as connection:
        shelf = Shelf(connection)
        token = _held.set(shelf)
        try:
            yield shelf
        finally:
            _held.reset(token)


def is_shelf_held() -> bool:
    """Return whether a writer of the bundle is at work, and not a visitor of the application."""
    return _held.get() is not None
