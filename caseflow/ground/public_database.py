"""The connection of published pages: a database user that may only read what is public.

`CASEFLOW_READER_DATABASE_URL` names it (docs/operations.md, ADR 0031); without it the pages read
over the installation's own connection. Nothing here knows the session of the desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy import Connection, Engine, create_engine

from caseflow.ground.config import settings
from caseflow.ground.extensions import db

_KEY = "caseflow_reader_engine"


@contextmanager
def reading() -> Iterator[Connection]:
    """Yield a connection whose transaction sees one state of the public tables to its end."""
    engine = _engine()
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    with engine.connect() as connection:
        yield connection


def _engine() -> Engine:
    """Return the engine of the reader, made once an application."""
    url = settings().reader_database_url
    if url is None:
        return db.engine
    extensions = current_app.extensions
    if _KEY not in extensions:
        extensions[_KEY] = create_engine(
            url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True
        )
    found: Engine = extensions[_KEY]
    return found


def forget_reader() -> None:
    """Close the reader's connections; the next question opens new ones."""
    engine = current_app.extensions.pop(_KEY, None)
    if engine is not None:
        engine.dispose()
