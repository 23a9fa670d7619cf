"""One visit with four photographs, as a tablet sends it, against writing the same bytes and rows.

Requests go through the test client: the facts, then of each file how far it is, its one piece, and
its end. The floor writes each photograph once and syncs it to the disk, and puts the very rows that
the visit put, with as many commits, through the bare driver into tables without keys or indexes.
"""

from __future__ import annotations

import os
import random
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from caseflow.bench.field.sessions import Session, client_of
from caseflow.bench.field.visits import (
    OFFICERS,
    PHOTOGRAPHS,
    Camera,
    Trip,
    announced,
    make_trip,
    new_id,
    sha256,
    visit,
)
from caseflow.bench.statements import BareDriver, Step, empty_page, noting
from caseflow.bench.timing import Figure, Timed, measure
from caseflow.ground.config import settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db

REQUESTS = 1 + 3 * PHOTOGRAPHS
WARM_UP = 3
_INSERT = re.compile(r"\s*INSERT INTO (\w+)", re.IGNORECASE)


@dataclass
class Syncing:
    """A tablet, and the floor beside it."""

    session: Session
    trip: Trip
    camera: Camera
    chance: random.Random
    engine: Engine
    driver: BareDriver
    folder: Path
    empty: Any = field(default_factory=empty_page)
    photographs: list[bytes] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    number: int = 0
    tables: set[str] = field(default_factory=set)

    def prepare(self) -> None:
        """Take the photographs of the next visit."""
        self.number += 1
        self.photographs = [self.camera.photograph() for _ in range(PHOTOGRAPHS)]

    def real(self) -> None:
        """Send the visit with its photographs."""
        files = [announced(one, self.chance, "image/jpeg", "现场.jpg") for one in self.photographs]
        body = visit(self.trip, self.number, files, new_id(self.chance))
        with noting(self.engine) as steps:
            answer = self.session.json("POST", "/field/submissions", body)
            if answer.json["receipt"]["status"] != "taken":
                raise CaseflowError(f"The visit was not taken: {answer.text}")
            for content, file in zip(self.photographs, files, strict=True):
                self.session.send_file(content, file["client_id"])
        self.steps = steps

    def between(self) -> None:
        """Make a table without keys for every table that the visit put rows into."""
        found = []
        for step in self.steps:
            named = _INSERT.match(step.statement)
            if named and named[1] in db.metadata.tables:
                self._make(named[1])
                words = step.statement.replace(named[1], f"floor_{named[1]}", 1)
                words = re.split(r"\s(?:RETURNING|ON CONFLICT)\s", words)[0]
                found.append(replace(step, statement=words))
            elif step.statement == "commit" and found and found[-1].statement != "commit":
                found.append(step)
        self.steps = found

    def _make(self, name: str) -> None:
        if name not in self.tables:
            self.tables.add(name)
            connection = self.driver.connection
            connection.execute(f"DROP TABLE IF EXISTS floor_{name}")
            connection.execute(f"CREATE TABLE floor_{name} AS SELECT * FROM {name} WHERE 1 = 0")
            connection.commit()

    def floor(self) -> None:
        """Write the same bytes and rows, and get an empty page for each request."""
        for _request in range(REQUESTS):
            self.empty.get("/")
        for content in self.photographs:
            with (self.folder / sha256(content)).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        if self.driver.is_sqlite:
            self.driver.connection.execute("BEGIN IMMEDIATE")
        for step in self.steps:
            self.driver.run([step])
            if step.statement == "commit" and self.driver.is_sqlite:
                self.driver.connection.execute("BEGIN IMMEDIATE")
        self.driver.connection.commit()

    def end(self) -> None:
        for name in self.tables:
            self.driver.connection.execute(f"DROP TABLE IF EXISTS floor_{name}")
        self.driver.connection.commit()
        self.driver.close()


@contextmanager
def _syncing(app: Flask) -> Iterator[Syncing]:
    chance = random.Random(4)
    trip, session = make_trip(app), client_of(app, OFFICERS[0])
    with app.app_context():
        engine, url = db.engine, settings().database_url
    with tempfile.TemporaryDirectory(dir=app.config["SETTINGS"].home) as folder:
        found = Syncing(
            session, trip, Camera(chance), chance, engine, BareDriver(url), Path(folder)
        )
        try:
            yield found
        finally:
            found.end()


def time_sync(app: Flask, visits: int) -> dict[str, Timed]:
    """Return the times of `visits` visits with four photographs each, one after the other.

    Call it outside the application's context, or all requests would share one session.
    """
    with _syncing(app) as one:
        figure = Figure(
            "visit_with_photographs",
            real=one.real,
            floor=one.floor,
            prepare=one.prepare,
            between=one.between,
        )
        return measure([figure], visits, WARM_UP)
