"""The connection of the public counter: a database user that may insert and read by code only.

`CASEFLOW_DESK_DATABASE_URL` names it (docs/operations.md, ADR 0029); without it the pages of the
portal go over the installation's own connection. Nothing here knows the session of the desk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy import Connection, Engine, create_engine

from caseflow.ground.config import settings
from caseflow.ground.extensions import db

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


def _engine() -> Engine:
    """Return the engine of the counter, made once an application."""
    url = settings().desk_database_url
    if url is None:
        return db.engine
    extensions = current_app.extensions
    if _KEY not in extensions:
        extensions[_KEY] = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    found: Engine = extensions[_KEY]
    return found


def forget_desk() -> None:
    """Close the counter's connections: a forked process needs its own."""
    engine = current_app.extensions.pop(_KEY, None)
    if engine is not None:
        engine.dispose()
