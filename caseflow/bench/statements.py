"""The SQL of a request, noted as it passes, and run again through the bare driver."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import URL, Engine, event, make_url


@dataclass(frozen=True, slots=True)
class Step:
    """A statement with its parameters, or the end of a transaction ("commit" or "rollback")."""

    statement: str
    parameters: Any = None
    is_many: bool = False


ENDS = frozenset({"commit", "rollback"})


@contextmanager
def noting(engine: Engine) -> Iterator[list[Step]]:
    """Note every statement that passes through `engine` during the block, in order."""
    steps: list[Step] = []

    def executed(_c: Any, _cursor: Any, sql: str, values: Any, _x: Any, many: bool) -> None:
        steps.append(Step(sql, values, many and isinstance(values, list)))

    def committed(_connection: Any) -> None:
        steps.append(Step("commit"))

    def rolled_back(_connection: Any) -> None:
        steps.append(Step("rollback"))

    hooks = (("before_cursor_execute", executed), ("commit", committed), ("rollback", rolled_back))
    for name, hook in hooks:
        event.listen(engine, name, hook)
    try:
        yield steps
    finally:
        for name, hook in hooks:
            event.remove(engine, name, hook)


class BareDriver:
    """A connection of sqlite3 or psycopg, without SQLAlchemy; options as the application's own."""

    def __init__(self, url: URL | str) -> None:
        parts = make_url(url)
        self.is_sqlite = parts.get_backend_name() == "sqlite"
        self.connection: Any
        if self.is_sqlite:
            assert parts.database
            self.connection = sqlite3.connect(parts.database, timeout=30, isolation_level=None)
            for option in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-32000",
                           "temp_store=MEMORY"):  # fmt: skip
                self.connection.execute(f"PRAGMA {option}")
            return
        plain = parts.set(drivername="postgresql").render_as_string(hide_password=False)
        self.connection = psycopg.connect(plain)

    def run(self, steps: list[Step]) -> None:
        """Run the steps one after the other, and fetch what they answer."""
        cursor = self.connection.cursor()
        for step in steps:
            if step.statement == "commit":
                self.connection.commit()
            elif step.statement == "rollback":
                self.connection.rollback()
            elif step.is_many:
                cursor.executemany(step.statement, step.parameters)
            else:
                cursor.execute(step.statement, step.parameters or ())
                if cursor.description is not None:
                    cursor.fetchall()
        cursor.close()

    def all(self, statement: str) -> list[Any]:
        """Return the rows of one statement."""
        return list(self.connection.execute(statement).fetchall())

    def close(self) -> None:
        self.connection.close()


def empty_page() -> Any:
    """Return a client of a Flask application whose only page is empty."""
    application = Flask("empty")
    application.add_url_rule("/", "empty", lambda: "")
    return application.test_client()
