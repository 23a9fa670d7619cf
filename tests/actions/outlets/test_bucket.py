"""The static bundle in a bucket: a real server that speaks S3, interrupted and gone on with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import s3fs
from flask import Flask
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

from caseflow.public.outlets.site import bucket as site_bucket
from caseflow.public.outlets.site.bucket import MANIFEST
from caseflow.public.outlets.site.checking import check_site
from caseflow.public.outlets.site.writing import write_site
from tests.published import add_picture, make_site, publish, withdraw
from tests.sites import files_of

PLACE = "s3://county/open"
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
pytestmark = [pytest.mark.built(by=make_site), pytest.mark.usefixtures("friday")]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, s3fs.S3FileSystem]]:
    """The server's address, and its bucket looked at past caseflow."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    running = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    running.start()
    s3_backends.reset()
    host, port = running.get_host_and_port()
    address = f"http://{host}:{port}"
    found = s3fs.S3FileSystem(
        endpoint_url=address, skip_instance_cache=True, use_listings_cache=False
    )
    found.mkdir("county")
    yield address, found
    running.stop()


@pytest.fixture
def app_in_bucket(
    make_app: Callable[..., Flask], store: tuple[str, s3fs.S3FileSystem]
) -> Iterator[Flask]:
    app = make_app(CASEFLOW_SITE=PLACE, CASEFLOW_S3_ENDPOINT=store[0])
    with app.app_context():
        yield app


def objects(system: s3fs.S3FileSystem) -> dict[str, bytes]:
    top = PLACE.removeprefix("s3://")
    return {key.removeprefix(top + "/"): system.cat_file(key) for key in system.find(top)}


@SQLITE
def test_a_bucket_holds_what_a_folder_does(
    app_in_bucket: Flask, store: tuple[str, s3fs.S3FileSystem], folder: Any
) -> None:
    write_site(str(folder))
    write_site()
    held = objects(store[1])
    assert MANIFEST in held
    assert {k: v for k, v in held.items() if k != MANIFEST} == files_of(
        (folder / "current").resolve()
    )
    assert write_site().count == 0
    about = store[1].info("county/open/feed.atom")
    assert about["ContentType"].startswith("application/atom+xml")
    assert check_site(PLACE).fault_count == 0


@SQLITE
def test_a_withdrawal_takes_the_words_and_the_picture(
    app_in_bucket: Flask, store: tuple[str, s3fs.S3FileSystem]
) -> None:
    slug = publish(60, date(2026, 11, 10), body="绝不再见的字句")
    add_picture(slug, color="crimson")
    write_site()
    withdraw(slug, NOW)
    assert write_site().removed == ["results/2026-60/1.jpg"]
    for path, content in objects(store[1]).items():
        assert "绝不再见的字句".encode() not in content, path
    assert check_site(PLACE).fault_count == 0


class Cut(Exception):
    """The line to the server is cut."""


@SQLITE
def test_an_interrupted_run_leads_nobody_to_what_is_missing_and_is_gone_on_with(
    app_in_bucket: Flask,
    store: tuple[str, s3fs.S3FileSystem],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_site()
    manifest = objects(store[1])[MANIFEST]
    put = site_bucket.Bucket.put
    for cut_at in range(1, 12, 3):
        publish(100 + cut_at, date(2026, 11, 20))
        calls = iter(range(1, 100))

        def put_until_cut(self: Any, path: str, content: bytes, at: int = cut_at) -> None:
            if next(calls) == at:  # noqa: B023 -- this round's
                raise Cut
            put(self, path, content)

        with monkeypatch.context() as patched:
            patched.setattr(site_bucket.Bucket, "put", put_until_cut)
            with pytest.raises(Cut):
                write_site()
        held = objects(store[1])
        assert held[MANIFEST] == manifest
        listed = held["results/index.html"].decode()
        for number in range(1, cut_at + 1):
            if f"/results/2026-{100 + number}/" in listed:
                assert f"results/2026-{100 + number}/index.html" in held
        assert write_site().count > 0
        assert check_site(PLACE).fault_count == 0
        manifest = objects(store[1])[MANIFEST]
