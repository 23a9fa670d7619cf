"""Dumping and loading a whole database with its own means: SQLite's backup, pg_dump, pg_restore."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from caseflow.ground.errors import CaseflowError

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
"""Dialect → name of its dump in the backup's data folder."""


def dialect_of(url: str) -> str:
    """Return "sqlite" or "postgresql"."""
    return make_url(url).get_backend_name()


def dump(url: str, target: Path) -> str | None:
    """Write a consistent copy of a database in use; returns the revision it stands at."""
    if dialect_of(url) == "sqlite":
        return _dump_sqlite(_sqlite_path(url), target)
    revision = _postgresql_revision(url)
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
    _run("pg_dump", *options, f"--dbname={_libpq(url)}")
    return revision


def ensure_empty(url: str) -> None:
    """Raise CaseflowError if the database holds anything."""
    if not _is_empty(url):
        raise CaseflowError(
            "The database is not empty: restore into a new folder (CASEFLOW_HOME) or a new "
            "database (DATABASE_URL)."
        )


def load(url: str, source: Path) -> None:
    """Load a dump into a database that must be empty."""
    ensure_empty(url)
    if dialect_of(url) == "sqlite":
        path = _sqlite_path(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        coming = path.with_name(path.name + ".coming")
        shutil.copyfile(source, coming)
        coming.replace(path)
        return
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run("pg_restore", *options, f"--dbname={_libpq(url)}", str(source))


def _is_empty(url: str) -> bool:
    """Return whether the database has no table at all (or, on SQLite, is not there)."""
    if dialect_of(url) == "sqlite":
        path = _sqlite_path(url)
        if not path.exists():
            return True
        with contextlib.closing(sqlite3.connect(path)) as connection:
            found = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return bool(found[0] == 0)
    with _connected(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
        ).fetchone()
    return row is not None and row[0] == 0


def _sqlite_path(url: str) -> Path:
    return Path(make_url(url).database or "")


def _dump_sqlite(path: Path, target: Path) -> str | None:
    if not path.exists():
        raise CaseflowError(f"There is no database at {path}.")
    with (
        contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy, pages=10_000)
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise CaseflowError("The database is damaged; the backup was not made.")
        known = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        if not copy.execute(known).fetchone()[0]:
            return None
        row = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _libpq(url: str) -> str:
    """Return the address in the form that PostgreSQL's own programs read."""
    plain = make_url(url).set(drivername="postgresql")
    return plain.render_as_string(hide_password=False)


def _connected(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(_libpq(url), connect_timeout=10)
    except psycopg.OperationalError as error:
        reason = str(error).strip().partition("\n")[0]
        raise CaseflowError(f"The database does not answer: {reason}") from error


def _postgresql_revision(url: str) -> str | None:
    with _connected(url) as connection:
        known = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if known is None or known[0] is None:
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _program(name: str) -> str:
    """Return the newest program of that name: it must not be older than the server."""
    found = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3])
    )
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        raise CaseflowError(f"{name} is needed and missing: install Debian's postgresql-client.")
    return program


def _run(name: str, *options: str) -> None:
    done = subprocess.run([_program(name), *options], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip() or f"exit code {done.returncode}").splitlines()[0]
        raise CaseflowError(f"{name} failed: {reason}")
