"""Counting the SQL statements that something sends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from caseflow.ground.extensions import db


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Note every statement that the application's database gets during the block."""
    with app.app_context():
        engine = db.engine
    found: list[str] = []

    def note(_c: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        found.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
