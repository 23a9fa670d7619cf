"""Working off the entries of a file, a batch a transaction: what the command and the job share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import text

from caseflow.desk.imports.actions.taking import Outcome, Target, imported_quietly, take_entries
from caseflow.desk.imports.mapping import Entry
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User

BATCH = 200
_ANALYSE_AFTER = frozenset({1, 4, 16, 64, 256})
"""After these batches PostgreSQL counts anew: it plans badly for tables it believes empty."""

AfterBatch = Callable[[int, Outcome], None]


def take_in_batches(
    entries: Sequence[Entry],
    target: Target,
    actor: Callable[[], User | None],
    *,
    origin: str,
    after_batch: AfterBatch = lambda done, outcome: None,
    go_on: Callable[[], bool] = lambda: True,
    size: int = BATCH,
) -> Outcome:
    """Take entries in; each batch is committed with what `after_batch` writes of it.

    `after_batch` gets the number of entries done and what the batch came to. If it raises, the
    batch is rolled back and the import stops. `go_on` is asked between batches.
    """
    total = Outcome()
    for number, start in enumerate(range(0, len(entries), size), start=1):
        part = entries[start : start + size]
        with imported_quietly(origin), unit_of_work():
            outcome = take_entries(part, target, actor())
            after_batch(start + len(part), outcome)
        total.add(outcome)
        if number in _ANALYSE_AFTER:
            _analyse()
        if not go_on():
            break
    return total


def _analyse() -> None:
    if db.engine.dialect.name != "postgresql":
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE cases, petitions, deadlines, case_events, replies"))
