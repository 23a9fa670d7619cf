"""One commit at the edge: views, jobs and commands write inside `unit_of_work()` only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from caseflow.ground.extensions import db

_AFTER = "after_commit_calls"


def after_commit(name: str, call: Callable[[], None]) -> None:
    """Have `call` run once after the present unit of work has committed.

    A later call under the same `name` replaces the earlier one. It is a courtesy (waking a worker):
    what must happen stands in a row that a sweeper also finds.
    """
    db.session.info.setdefault(_AFTER, {})[name] = call


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Run the block in one writing transaction; commit at its end, roll back on any error.

    The read transaction of the request so far is ended first, and loaded rows are read again, so
    that rules are judged on what is true under the write lock.
    """
    session = db.session
    session.commit()
    session.info.pop(_AFTER, None)
    session.connection(execution_options={"caseflow_writes": True})
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        session.info.pop(_AFTER, None)
        raise
    for call in session.info.pop(_AFTER, {}).values():
        call()
