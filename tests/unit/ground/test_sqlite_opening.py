"""Opening a SQLite file that others use: it waits, and never answers “locked” at once."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from sqlalchemy import create_engine

import caseflow.ground.extensions  # noqa: F401 — its listeners prepare every connection


def test_a_file_not_yet_in_its_mode_is_waited_for_while_another_writes(tmp_path: Path) -> None:
    path = tmp_path / "restored.sqlite3"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("CREATE TABLE cases (id INTEGER)")
    assert writer.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    writer.execute("BEGIN IMMEDIATE")
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    told: list[object] = []

    def open_it() -> None:
        try:
            with engine.connect() as connection:
                told.append(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())
        except Exception as error:
            told.append(error)

    opener = threading.Thread(target=open_it)
    opener.start()
    opener.join(0.5)
    assert told == [], "it waits as long as the other one writes"
    writer.execute("COMMIT")
    writer.close()
    opener.join(20)
    engine.dispose()
    assert told == ["wal"]
