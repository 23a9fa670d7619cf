"""Writing the static bundle: what changed since the last run, and only that; safe to be killed.

Nothing is kept in the database: a bundle says itself what it was made from. Two runs never write
at once on a machine; the second waits and then looks at what is published by then.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.public.outlets.digest import ended_weeks
from caseflow.public.outlets.site.bucket import Bucket
from caseflow.public.outlets.site.folder import Folder
from caseflow.public.outlets.site.manifest import Manifest, Source
from caseflow.public.outlets.site.rendering import asset_files, assets_in, rendered
from caseflow.public.published.addresses import (
    LAST,
    ON_EVERY_CHANGE,
    SITE_ONCE,
    Spot,
    digest_of,
    file_of,
    lists_of,
    month_key,
    page_of,
    picture_of,
    sitemap_of,
    week_of,
)
from caseflow.public.published.answering import build_mark, of_state
from caseflow.public.published.shelf import PublicPage, Shelf, held_shelf

DIGESTS = "/results/digest/"


class Taker(Protocol):
    """Takes the files of a bundle one by one."""

    def put(self, path: str, content: bytes, /) -> None: ...
    def remove(self, path: str, /) -> None: ...


class Target(Taker, Protocol):
    """A place for a bundle: a folder or a bucket."""

    def manifest(self) -> Manifest | None: ...
    def is_settled(self) -> bool: ...
    def settle(self) -> None: ...
    def begin(self) -> None: ...
    def commit(self, manifest: Manifest, *, is_whole: bool) -> None: ...
    def read(self, path: str) -> bytes | None: ...
    def paths(self) -> set[str]: ...


def target_at(address: str) -> Target:
    """Return the place that an address names."""
    if address.startswith("s3://"):
        return Bucket(address, settings().s3_endpoint)
    return Folder(Path(address))


@dataclass(slots=True)
class Written:
    """What a run did; paths as they are asked for."""

    put: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.put) + len(self.removed)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which pages and lists are to be looked at."""

    slugs: list[str]
    lists: list[str]
    is_whole: bool
    """Everything is looked at: what is then in no address goes."""


def write_site(address: str | None = None) -> Written:
    """Bring the bundle up to date; nothing is touched if it is. No address: the setting's."""
    where = address or settings().site_address
    if where is None:
        return Written()
    with alone(), held_shelf() as shelf:
        return _write(target_at(where), shelf)


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other process of this machine writes; a killed one waits for nobody."""
    with (settings().home / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def source_of(shelf: Shelf) -> Source:
    """Return what a bundle would be made from now."""
    last_week = week_of(clock.today() - timedelta(days=7))
    return Source(build_mark(), of_state(shelf), last_week)


def plan_of(held: Manifest | None, source: Source, shelf: Shelf, spots: dict[str, Spot]) -> Plan:
    """Return what to look at: everything after a change of the program, else what rows touch."""
    known = held.rows if held and held.source.build == source.build else {}
    is_whole = not known or not known.keys() <= spots.keys()
    known = {} if is_whole else known
    changed = [spot for slug, spot in spots.items() if known.get(slug) != spot.version]
    lists = lists_of(changed, shelf.outline())
    lists += sorted({sitemap_of(month_key(spot.published_on)) for spot in changed})
    weeks = {week_of(spot.published_on) for spot in changed}
    lists += _digests(held, source, shelf, weeks)
    lists += [*ON_EVERY_CHANGE, *(SITE_ONCE if is_whole else ()), LAST]
    return Plan([spot.slug for spot in changed], lists, is_whole)


def _digests(held: Manifest | None, source: Source, shelf: Shelf, weeks: set[str]) -> list[str]:
    """Return the digests of the weeks in which something changed, and of those now over."""
    ended = ended_weeks(shelf.days(), clock.today())
    if held is not None and held.source.week != source.week:
        weeks = weeks | {week for week in ended if week > held.source.week}
    return [address for week in ended if week in weeks for address in digest_of(week)] + [DIGESTS]


def _write(target: Target, shelf: Shelf) -> Written:
    target.settle()
    held, source = target.manifest(), source_of(shelf)
    if held is not None and held.source == source:
        return Written()
    spots = {spot.slug: spot for spot in shelf.spots()}
    plan = plan_of(held, source, shelf, spots)
    rows = {slug: spot.version for slug, spot in spots.items()}
    manifest = Manifest(source, rows, dict(held.files) if held else {})
    target.begin()
    run = _Run(target, manifest.files)
    run.write_pages(shelf, plan.slugs)
    run.clear(set(plan.slugs))
    run.write_lists(plan.lists)
    if plan.is_whole:
        run.clear(None)
    target.commit(manifest, is_whole=plan.is_whole)
    return run.written


def wanted_files(shelf: Shelf) -> dict[str, str]:
    """Return path and SHA-256 of every file of a bundle written now; nothing is written."""
    spots = {spot.slug: spot for spot in shelf.spots()}
    plan = plan_of(None, source_of(shelf), shelf, spots)
    run = _Run(_Nowhere(), {})
    run.write_pages(shelf, plan.slugs)
    run.write_lists(plan.lists)
    return run.files


class _Nowhere:
    """Takes files and keeps none."""

    def put(self, _path: str, _content: bytes) -> None: ...
    def remove(self, _path: str) -> None: ...


class _Run:
    """One run: writes what differs, and leads nobody to what is not there yet."""

    def __init__(self, target: Taker, files: dict[str, str]) -> None:
        self.target, self.files = target, files
        self.written, self.wanted = Written(), set[str]()

    def write_pages(self, shelf: Shelf, slugs: list[str]) -> None:
        """Write pages and their pictures."""
        pages = shelf.in_batches(slugs)
        self.write_lists(address for page in pages for address in _addresses_of(page))

    def write_lists(self, addresses: Iterable[str]) -> None:
        """Write each address, after the static files that it asks for."""
        for address, content in rendered(addresses):
            path = file_of(address)
            if path.endswith(".html"):
                self._write_assets(assets_in(content))
            self._write(path, content)

    def _write_assets(self, names: set[str]) -> None:
        coming = {name for name in names if f"static/{name}" not in self.wanted}
        for path, content in asset_files(coming):
            self._write(path, content)

    def clear(self, slugs: set[str] | None) -> None:
        """Remove the files of these pages that are theirs no more; None: all without an address."""
        for path in [path for path in self.files if path not in self.wanted]:
            if slugs is None or _slug_in(path) in slugs:
                self.target.remove(path)
                del self.files[path]
                self.written.removed.append(path)

    def _write(self, path: str, content: bytes) -> None:
        self.wanted.add(path)
        sha256 = hashlib.sha256(content).hexdigest()
        if self.files.get(path) != sha256:
            self.target.put(path, content)
            self.files[path] = sha256
            self.written.put.append(path)


def _addresses_of(page: PublicPage) -> list[str]:
    pictures = () if page.is_gone else page.pictures
    return [page_of(page.slug), *(picture_of(page.slug, one.position) for one in pictures)]


def _slug_in(path: str) -> str:
    """Return the page that a file belongs to, or what stands there in the path of another."""
    parts = path.split("/")
    return parts[1] if len(parts) == 3 and parts[0] == "results" else ""
