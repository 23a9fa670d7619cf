"""A real HTTP server that speaks S3, with a bucket, and an installation that keeps files there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import s3fs
from flask import Flask
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer


@pytest.fixture
def server_address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server with no bucket in it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    running = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    running.start()
    s3_backends.reset()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server_address: str) -> s3fs.S3FileSystem:
    """The bucket `evidence`, looked at past caseflow."""
    found = s3fs.S3FileSystem(
        endpoint_url=server_address, skip_instance_cache=True, use_listings_cache=False
    )
    found.mkdir("evidence")
    return found


@pytest.fixture
def app_in_bucket(
    make_app: Callable[..., Flask], server_address: str, bucket: s3fs.S3FileSystem
) -> Flask:
    return make_app(CASEFLOW_FILES="s3://evidence/zhong", CASEFLOW_S3_ENDPOINT=server_address)
