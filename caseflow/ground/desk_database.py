"""The connection of the public counter: a database user that may insert and read by code only.

`CASEFLOW_DESK_DATABASE_URL` names it (docs/operations.md, ADR 0029); without it the pages of the
portal go over the installation's own connection. Nothing here knows the session of the desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app
from sqlalchemy import Connection, Engine, Table, create_engine
from sqlalchemy.dialects import postgresql, sqlite

from caseflow.ground.config import settings
from caseflow.ground.extensions import Model, db

_KEY = "caseflow_desk_engine"


@contextmanager
def asking() -> Iterator[Connection]:
    """Yield a connection that reads."""
    with _engine().connect() as connection:
        yield connection


@contextmanager
def handing_in() -> Iterator[Connection]:
    """Yield a connection whose one transaction is committed at the end of the block."""
    with _engine().connect() as connection:
        writing = connection.execution_options(caseflow_writes=True)
        with writing.begin():
            yield writing


def is_inserted(connection: Connection, model: type[Model], row: dict[str, Any]) -> bool:
    """Insert a row and return whether it was new; one whose key is there already is left alone.

    No column is returned and no target of the conflict is named: either needs the right to read.
    """
    table = model.__table__
    assert isinstance(table, Table)
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table).inline().on_conflict_do_nothing()
    done = connection.execution_options(preserve_rowcount=True).execute(statement, row)
    return done.rowcount == 1


def _engine() -> Engine:
    """Return the engine of the counter, made once an application."""
    url = settings().desk_database_url
    if url is None:
        return db.engine
    extensions = current_app.extensions
    if _KEY not in extensions:
        extensions[_KEY] = create_engine(
            url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True
        )
    found: Engine = extensions[_KEY]
    return found


def forget_desk() -> None:
    """Close the counter's connections; the next question opens new ones."""
    engine = current_app.extensions.pop(_KEY, None)
    if engine is not None:
        engine.dispose()
