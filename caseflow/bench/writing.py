"""Writing many rows at once: executemany on SQLite, COPY on PostgreSQL; indexes come after."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, text

from caseflow.bench.models import Row
from caseflow.ground import schema
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db

PRAGMAS = (
    "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000", "journal_mode=MEMORY",
)  # fmt: skip
"""Safe to lose: a load that was cut off is thrown away."""


class Writer:
    """Writes batches of rows to one connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.raw: Any = connection.connection.driver_connection

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Run the block in one transaction of the driver's own: rows do not pass SQLAlchemy."""
        if self.is_sqlite:
            self.raw.execute("BEGIN")
        try:
            yield
        except BaseException:
            self.raw.rollback()
            raise
        self.raw.commit()

    def write(self, table: str, rows: list[Row]) -> None:
        """Insert rows that all have the same columns."""
        if not rows:
            return
        columns = list(rows[0])
        forms = _FORMS[self.connection.dialect.name]
        lines = (
            [forms[type(one)](one) if type(one) in forms else one for one in cells]
            for cells in map(itemgetter(*columns), rows)
        )
        names = ", ".join(
            "rowid" if self.is_sqlite and table == "case_texts" and name == "case_id" else name
            for name in columns
        )
        if self.is_sqlite:
            marks = ", ".join("?" * len(columns))
            self.raw.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", lines)
            return
        with self.raw.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


_JSON: dict[type, Callable[[Any], str]] = {dict: _json, list: _json}
_FORMS: dict[str, dict[type, Callable[[Any], str]]] = {
    "sqlite": {**_JSON, datetime: _instant, date: date.isoformat},
    "postgresql": _JSON,
}
"""How values are written by the bare driver as SQLAlchemy stores them, by dialect and type."""


@contextmanager
def writing() -> Iterator[Writer]:
    """Give a writer on one connection with checks and indexes out of the way; build them after."""
    db.session.remove()
    db.engine.dispose()  # Or SQLite keeps its write-ahead log, which grows until the end.
    with db.engine.connect() as connection:
        writer = Writer(connection)
        if writer.is_sqlite:
            for pragma in PRAGMAS:
                writer.raw.execute(f"PRAGMA {pragma}")
            (mode,) = writer.raw.execute("PRAGMA journal_mode").fetchone()
            if mode != "memory":
                raise CaseflowError("Another program has this database open: stop it first.")
        indexes = _indexes(connection)
        for name, _make in indexes:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
        if not writer.is_sqlite:
            connection.execute(text("SET session_replication_role = replica"))
        connection.commit()
        yield writer
        connection.commit()
        for _name, make in indexes:
            connection.exec_driver_sql(make)
        if not writer.is_sqlite:
            _move_sequences(connection)
            connection.execute(text("SET session_replication_role = DEFAULT"))
        connection.commit()
    schema.refresh_statistics()


def _indexes(connection: Connection) -> list[tuple[str, str]]:
    """Return name and CREATE statement of the indexes that hold no constraint."""
    question = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'"
        if connection.dialect.name == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() "
        "AND indexdef LIKE 'CREATE INDEX%'"
    )
    return [(str(row[0]), str(row[1])) for row in connection.execute(text(question))]


def _move_sequences(connection: Connection) -> None:
    """Let the next ids follow the ones that were written."""
    owned = connection.execute(
        text(
            # Kept apart: the function fails on tables without that column.
            "WITH with_id AS MATERIALIZED (SELECT table_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND column_name = 'id') "
            "SELECT table_name, pg_get_serial_sequence(table_name, 'id') FROM with_id"
        )
    ).all()
    for table, sequence in owned:
        if sequence is None:
            continue
        connection.execute(
            text(f"SELECT setval('{sequence}', COALESCE((SELECT max(id) FROM {table}), 0) + 1)")
        )
