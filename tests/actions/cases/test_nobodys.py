"""No case is ever nobody's: random walks with leave, departures and closed units."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests import soak
from tests.cast import make_cast
from tests.walks import Walk, people_walks

SAMPLE, FULL, STEPS = 12, 1000, 40
START = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)


def office() -> None:
    with clock.pretend(START), unit_of_work():
        make_cast()
        people_walks()


def restore(kept: Path) -> None:
    """Put the database back as it was when the office opened."""
    db.session.remove()
    db.engine.dispose()
    present = Path(str(db.engine.url.database))
    for ending in ("-wal", "-shm"):
        present.with_name(present.name + ending).unlink(missing_ok=True)
    shutil.copyfile(kept, present)


@pytest.mark.soak
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_walks_leave_no_case_without_an_owner(db_session: Any, tmp_path: Path) -> None:
    office()
    db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    db.session.remove()
    db.engine.dispose()
    kept = tmp_path / "office.db"
    shutil.copyfile(str(db.engine.url.database), kept)
    done, refused, first = Counter[str](), Counter[str](), soak.seed()
    for number in range(soak.rounds(SAMPLE, FULL)):
        restore(kept)
        walk = Walk(first + number, START)
        walk.run(STEPS)
        done += walk.done
        refused += walk.refused
    print(f"done: {sum(done.values())} {done}; refused: {sum(refused.values())} {refused}")
    assert {"close", "close_unit", "fall_ill", "assign"} <= set(refused)
    assert {"leave", "fall_ill", "close_unit", "new_head", "hand_over"} <= set(done)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("seed", [1001, 1002, 1003])
def test_a_few_walks_on_postgresql(db_session: Any, seed: int) -> None:
    office()
    Walk(seed, START).run(STEPS)
