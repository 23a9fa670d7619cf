"""Published pages by a PostgreSQL user that may read what is published and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import ProgrammingError

from caseflow.ground.extensions import db
from caseflow.public.grants import READER, RIGHTS, statements
from caseflow.public.outlets.site.checking import check_site
from caseflow.public.outlets.site.writing import write_site
from tests import servers
from tests.published import ADDRESSES, GONE_ADDRESSES, make_site

POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
pytestmark = [pytest.mark.built(by=make_site), pytest.mark.usefixtures("friday"), POSTGRESQL]

ROLE = "caseflow_reader"
MACHINES = ("/feed.atom", "/feed.json", "/sitemap.xml", "/sitemap/2026-11.xml", "/robots.txt",
            "/results/2026-2/1.jpg", "/results/digest/2026-W42.docx")  # fmt: skip

ACTS = (
    "CREATE TABLE mine (x int)",
    "CREATE TEMPORARY TABLE mine (x int)",
    "CREATE SCHEMA mine",
    "CREATE ROLE other",
    "UPDATE published_pages SET title = 'x'",
    "ALTER TABLE published_pages ADD y int",
    "DROP TABLE published_pages",
)
REFUSED = "permission denied|must be owner"


def said(environment: dict[str, str], *options: str) -> str:
    """Return what `caseflow public grants` prints, run as a process of its own."""
    command = [sys.executable, "-c", "from caseflow.cli import main; main()", "public", "grants"]
    env = servers.environment(Path(environment["CASEFLOW_HOME"]), **environment)
    done = subprocess.run(
        [*command, *options], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def reader_url(cluster: Any, database_url: str, environment: dict[str, str]) -> Iterator[str]:
    """The URL of the reader, whose rights `caseflow public grants --apply` has given."""
    cluster.execute(f"CREATE ROLE {ROLE} LOGIN")
    assert "no others" in said(environment, "--apply", "--role", ROLE)
    yield str(make_url(database_url).set(username=ROLE).render_as_string(hide_password=False))
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {ROLE}"))
    engine.dispose()
    cluster.execute(f"DROP ROLE {ROLE}")


@pytest.fixture
def blind_app(make_app: Callable[..., Flask], reader_url: str) -> Flask:
    """An application whose own database is not there: it has the reader's connection alone."""
    nowhere = str(
        make_url(reader_url)
        .set(database="not_there", username="nobody")
        .render_as_string(hide_password=False)
    )
    return make_app(DATABASE_URL=nowhere, CASEFLOW_READER_DATABASE_URL=reader_url)


def test_every_page_and_feed_is_served_over_the_readers_connection_alone(
    blind_app: Flask, app: Flask, folder: Path
) -> None:
    client, own = blind_app.test_client(), app.test_client()
    for path in (*ADDRESSES, *GONE_ADDRESSES, *MACHINES):
        answer = client.get(path)
        assert answer.status_code == (410 if path in GONE_ADDRESSES else 200), path
        assert answer.data == own.get(path).data, path
    assert client.get("/results/none/").status_code == 404
    with blind_app.app_context():
        assert write_site(str(folder)).count > 35
        assert check_site(str(folder)).fault_count == 0


def test_the_reader_may_read_no_other_table_and_write_nowhere(
    reader_url: str, db_session: Any
) -> None:
    tables = set(inspect(db.engine).get_table_names())
    allowed = {right.table for right in RIGHTS if right.user == READER}
    assert allowed == {"published_pages", "published_pictures"}
    assert len(tables) > 60
    engine = create_engine(reader_url)
    try:
        for table in sorted(tables):
            refused = _refusal(engine, f'SELECT 1 FROM "{table}" LIMIT 1')
            assert (refused is None) == (table in allowed), table
            for act in (f'DELETE FROM "{table}"', f'TRUNCATE "{table}"',
                        f'INSERT INTO "{table}" DEFAULT VALUES'):  # fmt: skip
                assert _refusal(engine, f"SET TRANSACTION READ WRITE; {act}"), (table, act)
        for act in ACTS:
            assert _refusal(engine, f"SET TRANSACTION READ WRITE; {act}"), act
    finally:
        engine.dispose()


def _refusal(engine: Any, statement: str) -> str | None:
    """Return how the database refuses a statement, or None if it does it. Nothing is kept."""
    with engine.connect() as connection:
        try:
            for part in statement.split("; "):
                connection.execute(text(part))
        except ProgrammingError as error:
            said = str(error)
            return said if re.search(REFUSED, said) else pytest.fail(said)
        finally:
            connection.rollback()
    return None


def test_rights_given_by_hand_are_taken_again(
    reader_url: str, db_session: Any, environment: dict[str, str]
) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(f"GRANT SELECT ON complainants TO {ROLE}"))
    engine = create_engine(reader_url)
    assert _refusal(engine, "SELECT 1 FROM complainants") is None
    said({**environment, "CASEFLOW_READER_DATABASE_URL": reader_url}, "--apply")
    assert _refusal(engine, "SELECT 1 FROM complainants")
    engine.dispose()


def test_the_statements_are_printed_as_they_would_run(environment: dict[str, str]) -> None:
    lines = said(environment, "--role", 'odd"name').splitlines()
    name = make_url(environment["DATABASE_URL"]).database
    assert lines == [f"{one};" for one in statements(READER, 'odd"name', str(name))]
    assert 'GRANT SELECT ON "published_pages" TO "odd""name";' in lines
