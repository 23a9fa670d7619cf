"""Undoing what a request wrote, so that its very statements can be written again.

A registration takes numbers and keys that are unique: its statements cannot be run twice. So what
it added is taken out again, and sequences and number series are set back, before the floor runs
the same statements with the same parameters; after the floor everything is taken out once more,
and the load is as it was. None of this is timed; it has a connection of its own, so that neither
side finds its pages warmed.

History is append-only by triggers. They fire on changes and removals only, never on what a
registration does: on SQLite they are taken off for the run, on PostgreSQL for this connection.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer

from caseflow.bench.statements import BareDriver, Step
from caseflow.core.audit.triggers import create_statements, drop_statements
from caseflow.ground.extensions import db

_INSERT = re.compile(r"\s*INSERT INTO (\w+)", re.IGNORECASE)
COUNTED = "number_series"
BY_PARENT = (("case_id", "cases"), ("petition_id", "petitions"))
"""Tables without an id of their own: the column by which their new rows are known."""


@dataclass
class Mark:
    """Where the tables stood: the last id of each, sequences, and the last numbers."""

    last_ids: dict[str, int] = field(default_factory=dict)
    sequences: dict[str, tuple[int, bool]] = field(default_factory=dict)
    numbers: list[Any] = field(default_factory=list)


class Rewinder:
    """Sets marks, and brings the tables of a request back to them."""

    def __init__(self, driver: BareDriver) -> None:
        self.driver = driver
        self.mark = Mark()
        self.tables = [
            table.name
            for table in db.metadata.sorted_tables
            if "id" in table.c and isinstance(table.c.id.type, Integer)
        ]

    def __enter__(self) -> Rewinder:
        if self.driver.is_sqlite:
            for statement in drop_statements("sqlite"):
                self._do(statement.replace("DROP TRIGGER", "DROP TRIGGER IF EXISTS"))
            self._do("PRAGMA foreign_keys=OFF")
        else:
            self._do("SET session_replication_role = replica")
            self.driver.connection.commit()
        return self

    def __exit__(self, *_error: object) -> None:
        self.driver.connection.rollback()
        if self.driver.is_sqlite:
            for statement in create_statements("sqlite"):
                self._do(statement)
        self.driver.close()

    def _do(self, statement: str) -> None:
        self.driver.connection.execute(statement)

    def set_mark(self) -> None:
        """Remember where everything stands."""
        questions = " UNION ALL ".join(
            f"SELECT '{name}', coalesce(max(id), 0) FROM {name}" for name in self.tables
        )
        found = Mark(dict(self.driver.all(questions)))
        found.numbers = self.driver.all(f"SELECT series, year, last FROM {COUNTED}")
        if not self.driver.is_sqlite:
            for name in self.tables:
                sequence = self.driver.all(f"SELECT pg_get_serial_sequence('{name}', 'id')")[0][0]
                if sequence is not None:
                    asked = f"SELECT last_value, is_called FROM {sequence}"
                    found.sequences[sequence] = self.driver.all(asked)[0]
        self.driver.connection.rollback()
        self.mark = found

    def rewind(self, steps: list[Step]) -> None:
        """Take out what the statements added since the mark was set."""
        names = {m[1] for step in steps if (m := _INSERT.match(step.statement))} - {COUNTED}
        if self.driver.is_sqlite:
            self._do("BEGIN IMMEDIATE")
        for name in names:
            column, last = self._new_rows(name)
            self._do(f"DELETE FROM {name} WHERE {column} > {last}")
        self._do(f"DELETE FROM {COUNTED}")
        for series, year, number in self.mark.numbers:
            self._do(f"INSERT INTO {COUNTED} VALUES ('{series}', {year}, {number})")
        for sequence, (number, is_called) in self.mark.sequences.items():
            self._do(f"SELECT setval('{sequence}', {number}, {is_called})")
        self.driver.connection.commit()

    def _new_rows(self, name: str) -> tuple[str, int]:
        """Return the column, and its last value that was there before."""
        if name in self.mark.last_ids:
            return "id", self.mark.last_ids[name]
        table = db.metadata.tables.get(name)
        for column, parent in BY_PARENT:
            is_there = table is not None and column in table.c
            if is_there or (table is None and not self.driver.is_sqlite and column == "case_id"):
                return column, self.mark.last_ids[parent]
        if table is None and self.driver.is_sqlite:
            return "rowid", self.mark.last_ids["cases"]
        raise LookupError(f"the bench does not know how to take new rows out of {name}")
