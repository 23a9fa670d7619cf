"""What every test may ask for: a database of its own on either engine, the application, a browser.

Ask for `app` or `client` (no context is pushed, as in service), or for `db_session` when the test
calls actions and queries itself. Each test runs on SQLite and on PostgreSQL; one that needs a
single engine says `@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)`.
"""

from __future__ import annotations

import gc
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser
from redis import Redis

from caseflow import create_app
from caseflow.ground.config import Settings, read_settings
from caseflow.ground.desk_database import forget_desk
from caseflow.ground.extensions import db
from caseflow.ground.public_database import forget_reader
from tests import memo, scratch, servers
from tests.receivers import HookReceiver, MailReceiver
from tests.schema import TESTING, Built, Copies, PostgresqlCopies, SqliteCopies

ENGINES = ("sqlite", "postgresql")

scratch.use_memory()
memo.keep_builders()


def pytest_configure() -> None:
    sys.addaudithook(servers.refuse_strangers)


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of the garbage collector's rounds: a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def cluster() -> Iterator[servers.Cluster]:
    """A PostgreSQL cluster."""
    yield from servers.postgresql()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    yield from servers.redis_server()


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The URL of a Redis with nothing in it."""
    with Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server


@pytest.fixture(scope="session")
def migrated() -> dict[str, Copies]:
    """One migrated database an engine, made when first asked for."""
    return {}


@pytest.fixture(params=ENGINES)
def database_url(
    request: pytest.FixtureRequest,
    migrated: dict[str, Copies],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The URL of a migrated database of this test's own, with reference rows and nobody in it."""
    engine: str = request.param
    if engine not in migrated:
        folder = tmp_path_factory.mktemp(engine)
        migrated[engine] = (
            SqliteCopies(folder)
            if engine == "sqlite"
            else PostgresqlCopies(request.getfixturevalue("cluster"), folder)
        )
    found = _built_for(request)
    yield from migrated[engine].copy(found.template) if found else migrated[engine].copy()


def _built_for(request: pytest.FixtureRequest) -> Built | None:
    mark = request.node.get_closest_marker("built")
    if mark is None:
        return None
    copies: dict[str, Copies] = request.getfixturevalue("migrated")
    engine: str = request.node.callspec.params["database_url"]
    return copies[engine].built(mark.kwargs["by"], request.getfixturevalue("redis_server"))


@pytest.fixture
def built(request: pytest.FixtureRequest, database_url: str) -> Any:
    """What the maker that the test is marked with returned: `@pytest.mark.built(by=make)`.

    The test has a copy of its database and of its files. `make` takes nothing, runs inside an
    application, and returns ids and plain values: what it made is copied, not its objects.
    """
    found = _built_for(request)
    assert found is not None, "the test is marked with what is built for it"
    return found.result


@pytest.fixture
def environment(
    request: pytest.FixtureRequest, database_url: str, redis_url: str, tmp_path: Path
) -> dict[str, str]:
    """Settings of this test's installation, as a process would find them."""
    home = tmp_path / "home"
    found = _built_for(request)
    if found:
        shutil.copytree(found.home, home)
    return {
        **TESTING,
        "CASEFLOW_HOME": str(home),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
    }


@pytest.fixture
def settings(app: Flask) -> Settings:
    found: Settings = app.config["SETTINGS"]
    return found


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Compiled templates, shared: every test makes an application of its own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def make_app(
    environment: dict[str, str], compiled_templates: FileSystemBytecodeCache
) -> Iterator[Callable[..., Flask]]:
    """Makes applications over this test's data: `make_app(CASEFLOW_RATE_LIMITS="1")`."""
    made: list[Flask] = []

    def make(**settings: str) -> Flask:
        app = create_app(read_settings({**environment, **settings}))
        app.config["WTF_CSRF_ENABLED"] = False
        app.jinja_env.bytecode_cache = compiled_templates
        memo.share_compiled(app)
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
            forget_desk()
            forget_reader()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The application. Forms need no CSRF token; the tests of CSRF turn it on again."""
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def db_session(app: Flask) -> Iterator[Any]:
    """The session inside a pushed context: for actions and queries, not together with `client`."""
    with app.app_context():
        yield db.session


@pytest.fixture
def mail() -> Iterator[MailReceiver]:
    """A mail server that keeps what it is given."""
    with MailReceiver() as receiver:
        yield receiver


@pytest.fixture
def hook_receiver() -> Iterator[HookReceiver]:
    """An HTTP server that keeps the web hooks it is sent."""
    with HookReceiver() as receiver:
        yield receiver


@pytest.fixture
def live_server(app: Flask, environment: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of this test's installation served by gunicorn; `app` sees the same data."""
    own = servers.environment(tmp_path / "home", **environment)
    yield from servers.web_server(own)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Two such fixtures cannot live in one process: share this one."""
    yield from servers.chromium()
