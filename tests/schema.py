"""Migrated databases: each dialect is migrated once a run, then copied for every test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Protocol

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


class Copies(Protocol):
    """Makes copies of one migrated database that has its reference rows."""

    def copy(self) -> Iterator[str]:
        """Yield the URL of a fresh copy, and drop it afterwards."""
        ...


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


class SqliteCopies:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite3"
        fill(f"sqlite:///{self.template}", folder)

    def copy(self) -> Iterator[str]:
        path = self.folder / f"copy{next(_numbers)}.sqlite3"
        shutil.copyfile(self.template, path)
        yield f"sqlite:///{path}"
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


class PostgresqlCopies:
    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.cluster = cluster
        cluster.execute("CREATE DATABASE template_caseflow")
        fill(cluster.url("template_caseflow"), folder)

    def copy(self) -> Iterator[str]:
        name = f"copy{next(_numbers)}"
        # The default, by way of PostgreSQL's log, takes three times the CPU of copying files.
        self.cluster.execute(
            f"CREATE DATABASE {name} TEMPLATE template_caseflow STRATEGY FILE_COPY"
        )
        yield self.cluster.url(name)
        self.cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")
