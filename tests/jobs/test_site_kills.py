"""SIGKILL at twenty points of publishing: the bundle is wholly old or wholly new, never mixed.

Each round publishes a page with a picture and withdraws the one before it, so that files come,
change and go. The next run completes what was left, and nothing is published twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import enqueue
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.outlets.site.writing import write_site
from caseflow.public.publication.lifecycle import PublicationState
from caseflow.public.publication.models import Publication
from caseflow.public.published.models import PublishedPage
from tests import servers
from tests.actions.publication.test_cells import publication_in
from tests.cast import make_cast
from tests.jobs.working import worker
from tests.published import add_picture, make_site, publish, withdraw
from tests.sites import inodes_of, tree_hash

_SITE = "caseflow.public.outlets.site"
_FOLDER = f"{_SITE}.folder"

BEFORE = (
    f"{_SITE}.writing:target_at:before",  # nothing is read
    f"{_SITE}.writing:plan_of:after",  # what is to be done is known
    f"{_FOLDER}:Folder.begin:before",
    f"{_FOLDER}:Folder.begin:after",  # the other copy is marked as changing
    f"{_FOLDER}:Folder.put:before",
    f"{_FOLDER}:Folder.put:after",  # its first file is written
    f"{_FOLDER}:Folder.put:after:3",
    f"{_FOLDER}:Folder.put:after:9",
    f"{_FOLDER}:Folder.remove:before",
    f"{_FOLDER}:Folder.remove:after",  # a picture has gone from it
    f"{_FOLDER}:Folder.commit:before",
    f"{_FOLDER}:Folder._sync:after",
    f"{_FOLDER}:Folder._write_whole:after:2",  # its list of files is written
    f"{_FOLDER}:Folder._done:after",  # it is whole, and nobody sees it
    f"{_FOLDER}:Folder._switch:before",
)
AFTER = (
    f"{_FOLDER}:Folder._switch:after",  # everybody sees it
    f"{_FOLDER}:Folder._level:before",
    f"{_FOLDER}:_link:after:2",  # the copy of before follows
    f"{_FOLDER}:_take_away:after:2",
    f"{_FOLDER}:Folder._level:after",
)
PUBLISHING = (
    "caseflow.public.publication.actions.publishing:take_step:before",
    "caseflow.public.publication.actions.publishing:take_step:after",  # nothing is committed
    "caseflow.public.outlets.waking:enqueue:before",  # committed, nobody is woken
)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def work(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """`work(point)`: a real worker empties the queues, or dies at the point; tells which."""
    yield from worker(servers.environment(tmp_path / "home", **environment))


@pytest.fixture
def site(app: Flask) -> Iterator[Path]:
    """The folder of the bundle; the application's context is pushed."""
    with app.app_context():
        yield app.config["SETTINGS"].home / "public-site"


def wake() -> None:
    enqueue("default", "workers.jobs.outlets.write_site")


def check_whole(site: Path, wanted: str, point: str) -> None:
    assert tree_hash(site) == wanted, point
    assert inodes_of(site / "a") == inodes_of(site / "b"), point
    assert not list(site.glob("*.pending")), point
    assert not list(site.rglob("*.coming")), point


@SQLITE
@pytest.mark.built(by=make_site)
def test_a_writer_killed_anywhere_leaves_the_old_bundle_or_the_new(
    site: Path, work: Callable[[str], str], tmp_path: Path
) -> None:
    assert len(BEFORE) + len(AFTER) == 20
    expected = tmp_path / "expected"
    last = publish(1000, date(2026, 11, 20))
    add_picture(last)
    write_site(str(site))
    for number, point in enumerate((*BEFORE, *AFTER), start=1001):
        old = tree_hash(site)
        withdraw(last, clock.now())
        last = publish(number, date(2026, 11, 20))
        add_picture(last)
        write_site(str(expected))
        new = tree_hash(expected)
        assert new != old
        wake()
        assert work(point) == "killed", point
        assert tree_hash(site) == (new if point in AFTER else old), point
        write_site(str(site))  # what the next run of the job does
        check_whole(site, new, point)
    ids = [item["id"] for item in json.loads((site / "current/feed.json").read_bytes())["items"]]
    assert len(ids) == len(set(ids))


@SQLITE
@pytest.mark.built(by=make_site)
def test_the_very_first_bundle_is_whole_or_not_there(
    site: Path, work: Callable[[str], str], tmp_path: Path
) -> None:
    write_site(str(tmp_path / "expected"))
    wanted = tree_hash(tmp_path / "expected")
    for point in (f"{_FOLDER}:Folder.put:after:20", f"{_FOLDER}:Folder._switch:before"):
        wake()
        assert work(point) == "killed"
        assert tree_hash(site) == ""
    wake()
    assert work(f"{_FOLDER}:_link:after:9") == "killed"
    assert tree_hash(site) == wanted
    wake()
    assert work("-") == "done"
    check_whole(site, wanted, "the first")


def test_a_publisher_killed_anywhere_publishes_once(site: Path, work: Callable[[str], str]) -> None:
    with unit_of_work():
        make_cast()
    for point in PUBLISHING:
        row = publication_in(PublicationState.APPROVED)
        enqueue("default", "workers.jobs.publication.publish_approved")
        assert work(point) == "killed", point
        enqueue("default", "workers.jobs.publication.publish_approved")
        wake()
        assert work("-") == "done"
        db.session.rollback()
        assert db.session.get_one(Publication, row.id).state == "published"
    slugs = list(db.session.scalars(select(PublishedPage.slug)))
    assert len(slugs) == len(PUBLISHING)
    items = json.loads((site / "current/feed.json").read_bytes())["items"]
    assert sorted(item["url"].split("/")[-2] for item in items) == sorted(slugs)
