"""Doing a decision case by case, each in a transaction of its own, at most once.

The state of an item and the act on its case are committed together, and only an item that still
waits is taken: a worker that is killed in the middle leaves the rest to the next one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from math import inf
from typing import Any

import structlog
from flask_babel import force_locale
from flask_babel import gettext as _
from redis.exceptions import RedisError
from sqlalchemy import exists, func, select, update
from sqlalchemy.exc import OperationalError

from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.messages.actions import tell_people
from caseflow.ground import clock
from caseflow.ground.errors import CaseflowError, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.jobs.queues import DEFAULT, enqueue
from caseflow.ground.unit_of_work import after_commit, unit_of_work
from caseflow.ground.web.locale import DEFAULT as DEFAULT_LOCALE
from caseflow.people.accounts.models import User
from caseflow.supervision.bulk.models import BulkItem, BulkRun
from caseflow.supervision.bulk.rules import ACTS, AT_ONCE, CHANGED, DONE, REFUSED, WAITING

log = structlog.get_logger()

JOB = "workers.jobs.bulk.work_off_bulk"
JOB_LIMIT_S = 300
SLICE_S = 30.0
"""A job stops after so many seconds and another goes on: messages are not kept waiting."""


def start(run: BulkRun, given: dict[str, Any]) -> None:
    """Let a decision that was looked over be done; more than a page of cases by a worker.

    Raises Refused if it was started before, or no case is left to be done.
    """
    count = waiting_count(run.id)
    if not count:
        raise Refused([_("With none of these cases can this be done.")])
    started = db.session.execute(
        update(BulkRun)
        .where(BulkRun.id == run.id, BulkRun.state == "draft")
        .values(state="waiting", given=_kept(given), started_at=clock.now(), is_job=count > AT_ONCE)
        .execution_options(synchronize_session=False)
    )
    if started.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused([_("This was started already.")])
    db.session.refresh(run)
    if run.is_job:
        after_commit("bulk", wake)


def waiting_count(run_id: int) -> int:
    """Return how many cases of the decision wait to be done."""
    wanted = select(func.count()).where(BulkItem.run_id == run_id, BulkItem.state == WAITING)
    return db.session.scalar(wanted) or 0


def wake() -> None:
    """Ask a worker to look now; with Redis away the periodic job finds the run."""
    try:
        enqueue(DEFAULT, JOB, limit_s=JOB_LIMIT_S)
    except (RedisError, CaseflowError) as error:
        log.warning("bulk run not woken, the sweeper will", error=type(error).__name__)


def _kept(given: dict[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in given.items()}


def work_off_runs() -> int:
    """Work off what waits, oldest first, for one slice; returns how many cases were done."""
    count, until = 0, time.monotonic() + SLICE_S
    ids = db.session.scalars(select(BulkRun.id).where(BulkRun.state == "waiting"))
    for run_id in sorted(ids):
        if time.monotonic() >= until:
            wake()
            break
        count += work_off(run_id, until)
    return count


def work_off(run_id: int, until: float = inf) -> int:
    """Do what waits of one decision until the monotonic clock says `until`; returns how many.

    May run twice at once: each item is one worker's.
    """
    run = db.session.get_one(BulkRun, run_id)
    user = db.session.get_one(User, run.user_id)
    waiting = select(BulkItem.id).where(BulkItem.run_id == run_id, BulkItem.state == WAITING)
    ids, count = list(db.session.scalars(waiting.order_by(BulkItem.id))), 0
    with _as_of(run_id), force_locale(user.locale or DEFAULT_LOCALE):
        for item_id in ids:
            if time.monotonic() >= until:
                wake()
                return count
            count += _do(item_id, run_id)
        _finish(run_id)
    return count


@contextmanager
def _as_of(run_id: int) -> Iterator[None]:
    """Let the history say of which decision the acts of the block were part."""
    before = db.session.info.get("origin")
    db.session.info["origin"] = f"bulk:{run_id}"
    try:
        yield
    finally:
        if before is None:
            db.session.info.pop("origin", None)
        else:
            db.session.info["origin"] = before


def _do(item_id: int, run_id: int) -> bool:
    """Do one case, or note why not; False if it is another worker's."""
    try:
        with unit_of_work():
            if not _settle(item_id, DONE):
                return False
            _act(db.session.get_one(BulkItem, item_id), db.session.get_one(BulkRun, run_id))
        return True
    except StaleCase as error:
        return _note(item_id, CHANGED, str(error))
    except CaseflowError as error:
        return _note(item_id, REFUSED, str(error))
    except OperationalError:
        raise  # The database cannot write now: the item still waits, and another job takes it up.
    except Exception:
        log.exception("a case of a bulk decision failed", run=run_id, item=item_id)
        return _note(item_id, REFUSED, _("A fault of the program; it was written to the log."))


def _act(item: BulkItem, run: BulkRun) -> None:
    user = db.session.get_one(User, run.user_id)
    if not user.is_active:
        raise Refused([_("The account of whoever decided this is closed.")])
    case = db.session.get_one(Case, item.case_id)
    act = ACTS[run.act]
    row = act.transition(State(case.state))
    if row is None:
        raise Refused([_("This step is not possible in the present state of the case.")])
    perform(case, row.name, user, version=item.version, **act.given(row, run.given))
    item.version_after = case.version


def _settle(item_id: int, state: str, words: str = "") -> bool:
    """Move an item that waits to `state`; False if it does not wait any more."""
    settled = db.session.execute(
        update(BulkItem)
        .where(BulkItem.id == item_id, BulkItem.state == WAITING)
        .values(state=state, words=words[:500])
        .execution_options(synchronize_session=False)
    )
    return bool(settled.rowcount == 1)  # type: ignore[attr-defined]


def _note(item_id: int, state: str, words: str) -> bool:
    with unit_of_work():
        return _settle(item_id, state, words)


def _finish(run_id: int) -> None:
    """End a decision of which nothing waits, and tell its person once if a worker did it."""
    now = clock.now()
    still = exists().where(BulkItem.run_id == run_id, BulkItem.state == WAITING)
    with unit_of_work():
        ended = db.session.execute(
            update(BulkRun)
            .where(BulkRun.id == run_id, BulkRun.state == "waiting", ~still)
            .values(state="done", finished_at=now)
            .execution_options(synchronize_session=False)
        )
        run = db.session.get_one(BulkRun, run_id)
        if ended.rowcount == 1 and run.is_job:  # type: ignore[attr-defined]
            done = select(func.count()).where(BulkItem.run_id == run_id, BulkItem.state == DONE)
            user = db.session.get_one(User, run.user_id)
            facts = {"count": db.session.scalar(done) or 0, "path": f"/supervision/bulk/{run_id}"}
            tell_people("bulk_done", str(run_id), [user], facts)
