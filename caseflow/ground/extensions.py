"""Flask extensions, created once and bound to the application in `create_app`."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING, Any

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, ExceptionContext, MetaData, event
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


BUSY_S = 30
"""Seconds for which SQLite waits for a lock."""


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(key_func=get_remote_address)
migrate = Migrate()


@event.listens_for(Engine, "connect")
def _prepare_sqlite(dbapi_connection: Any, _record: Any) -> None:
    """Give SQLite its safe options, and take transaction control away from the driver."""
    if not isinstance(dbapi_connection, sqlite3.Connection):
        return
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    _use_wal(cursor)
    for option in (
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_S * 1000}",
        "temp_store=MEMORY",
        "cache_size=-32000",
    ):
        cursor.execute(f"PRAGMA {option}")
    cursor.close()


def _use_wal(cursor: sqlite3.Cursor) -> None:
    """Ask for the write-ahead log until it is given.

    A file that is not in that mode yet (new, restored, just loaded) is changed by its first
    connection. While another one writes to it, or changes it too, SQLite refuses at once, whatever
    its timeout.
    """
    last = time.monotonic() + BUSY_S
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > last:
                raise
            time.sleep(0.005)


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Take SQLite's write lock at the start of a writing transaction: no upgrade can fail."""
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("caseflow_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_NAMES_ONLY = ("23", "25", "28", "40", "42", "53", "55", "57", "P0")
"""Classes of SQLSTATE whose first line names tables, columns and constraints, and no value."""
_QUOTES = "42601"
"""What was read as syntax is quoted, so too what somebody typed into a search."""


@event.listens_for(Engine, "handle_error")
def _hide_values(context: ExceptionContext) -> None:
    """Leave the values of rows out of what a failed statement says, wherever it is logged or kept.

    PostgreSQL shows them in DETAIL, HINT and CONTEXT, and in the first line where a value itself is
    wrong. The kind, the code, the names and the place stay. `hide_parameters` hides the rest.
    """
    wrapped, error = context.sqlalchemy_exception, context.original_exception
    code = getattr(error, "sqlstate", None) or ""
    is_of_values = code or isinstance(wrapped, DataError) or not isinstance(wrapped, DBAPIError)
    if wrapped is None or not is_of_values:
        return  # The connection, or SQLite, which names columns only.
    is_plain = code.startswith(_NAMES_ONLY) and code != _QUOTES
    said = str(error).partition("\n")[0] if is_plain else "(its words may hold values)"
    error.args = (f"{said} {code}".strip(),)
    if not code:  # A value that could not be sent: whatever stumbled over it first names it too.
        error.__cause__ = error.__context__ = None
    kind = type(error)
    wrapped.args = (f"({kind.__module__}.{kind.__qualname__}) {error.args[0]}",)
