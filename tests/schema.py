"""Databases: each dialect is migrated, and filled by each maker, once a process; then copied."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import text

from caseflow import create_app
from caseflow.bootstrap import load_reference
from caseflow.core.audit.triggers import create_statements
from caseflow.ground import schema
from caseflow.ground.config import read_settings
from caseflow.ground.extensions import db
from caseflow.ground.search.index import CREATE
from caseflow.ground.unit_of_work import unit_of_work
from tests.servers import Cluster

_numbers = count(1)

TESTING = {
    "CASEFLOW_TESTING": "1",
    "CASEFLOW_RATE_LIMITS": "0",
    "CASEFLOW_ARGON2_MEMORY_KIB": "64",
}
"""Settings that every application of the tests has."""


Make = Callable[[], Any]
BASE = "template_caseflow"


@dataclass(frozen=True)
class Built:
    """A database with something in it, the files that belong to it, and what its maker returned."""

    template: str
    home: Path
    result: Any


class Copies(ABC):
    """Makes copies of one migrated database that has its reference rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._built: dict[Make, Built] = {}
        fill(self.create(BASE), folder)

    @abstractmethod
    def create(self, name: str, of: str | None = None) -> str:
        """Make a database, empty or a copy of another; returns its URL."""

    @abstractmethod
    def drop(self, name: str) -> None:
        """Remove a database."""

    def copy(self, of: str = BASE) -> Iterator[str]:
        """Yield the URL of a fresh copy, and drop it afterwards."""
        name = f"copy{next(_numbers)}"
        yield self.create(name, of)
        self.drop(name)

    def built(self, make: Make, redis_url: str) -> Built:
        """Return what `make()` makes in an application of its own: once, however often asked."""
        if make not in self._built:
            name = f"built{next(_numbers)}"
            home = self.folder / name
            url = self.create(name, BASE)
            own = {"CASEFLOW_HOME": str(home), "DATABASE_URL": url, "REDIS_URL": redis_url}
            app = create_app(read_settings({**TESTING, **own}))
            app.config["WTF_CSRF_ENABLED"] = False
            with app.app_context():
                result = make()
                db.session.remove()
                db.engine.dispose()
            self._built[make] = Built(name, home, result)
        return self._built[make]


def _make_schema() -> None:
    if schema.script_heads():
        schema.upgrade()
        return
    db.create_all()
    dialect = db.engine.dialect.name
    with unit_of_work():
        for statement in (*CREATE[dialect], *create_statements(dialect)):
            db.session.execute(text(statement))


def fill(url: str, home: Path) -> None:
    """Migrate the database at `url` and load its reference rows."""
    app = create_app(read_settings({"CASEFLOW_HOME": str(home), "DATABASE_URL": url}))
    with app.app_context():
        _make_schema()
        with unit_of_work():
            load_reference()
        db.session.remove()
        db.engine.dispose()


class SqliteCopies(Copies):
    def create(self, name: str, of: str | None = None) -> str:
        path = self._path(name)
        if of:
            shutil.copyfile(self._path(of), path)
        return f"sqlite:///{path}"

    def drop(self, name: str) -> None:
        path = self._path(name)
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"


class PostgresqlCopies(Copies):
    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.cluster = cluster
        super().__init__(folder)

    def create(self, name: str, of: str | None = None) -> str:
        # The default, by way of PostgreSQL's log, takes three times the CPU of copying files.
        source = f" TEMPLATE {of} STRATEGY FILE_COPY" if of else ""
        self.cluster.execute(f"CREATE DATABASE {name}{source}")
        return self.cluster.url(name)

    def drop(self, name: str) -> None:
        self.cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")
