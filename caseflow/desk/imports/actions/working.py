"""Working off runs: one worker at a time, held by a lease that every batch renews.

A worker that was killed leaves its run to the next, which goes on after the last batch committed.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from math import inf
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, and_, case, or_, select, update

from caseflow.core.messages.audience import Addressee, Directory
from caseflow.core.messages.catalogue import CATALOGUE
from caseflow.desk.imports.actions.batches import take_in_batches
from caseflow.desk.imports.actions.runs import (
    get_run,
    plan_of_run,
    run_origin,
    table_of_run,
    target_of,
    wake_import,
)
from caseflow.desk.imports.actions.taking import Outcome
from caseflow.desk.imports.actions.tasks import LIKELY, ask_for
from caseflow.desk.imports.mapping import Plan, Rejected
from caseflow.desk.imports.models import ImportCase, ImportRun
from caseflow.desk.imports.reading import Unreadable
from caseflow.desk.imports.wording import in_words
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.ground.notifications.outbox import QueuedMessage, queue_messages
from caseflow.ground.unit_of_work import after_commit, unit_of_work
from caseflow.people.accounts.models import User

LEASE = timedelta(minutes=5)
SLICE_S = 30.0
"""A job stops after the batch in which so many seconds are over, and another goes on: messages
and reminders that came up in the meantime are not kept waiting."""
MOST_LOST = 5
"""A file over which so many workers were lost is given up."""


def _claimable(now: datetime) -> Any:
    lease_over = and_(ImportRun.state == "running", ImportRun.claimed_until_at <= now)
    return or_(ImportRun.state == "waiting", lease_over)


def work_off_runs() -> int:
    """Work off waiting runs, oldest first, for one slice; return how many were taken up."""
    count, until = 0, time.monotonic() + SLICE_S
    while time.monotonic() < until:
        run_id = db.session.scalar(
            select(ImportRun.id).where(_claimable(clock.now())).order_by(ImportRun.id).limit(1)
        )
        if run_id is None:
            break
        count += work_off(run_id, until)
    return count


def work_off(run_id: int, until: float = inf) -> bool:
    """Take up one run and work on it until it is done or the monotonic clock says `until`.

    False if another worker has it.
    """
    claimed = _claim(run_id)
    if claimed is None:
        return False
    attempt, lost_count = claimed
    run = get_run(run_id)
    if lost_count >= MOST_LOST:
        _finish(run, attempt, error=_("The import stopped its worker again and again."))
        return True
    try:
        planned = plan_of_run(run, table_of_run(run))
    except Unreadable as error:
        _finish(run, attempt, error=in_words(error.problem))
        return True
    except NotVisible as error:
        _finish(run, attempt, error=str(error))
        return True
    _work(run, planned, attempt, until)
    return True


def _claim(run_id: int) -> Row[int, int] | None:
    """Take the run for the length of a lease; return the number of the attempt, its fence."""
    now = clock.now()
    was_lost = case((ImportRun.state == "running", 1), else_=0)
    with unit_of_work():
        return db.session.execute(
            update(ImportRun)
            .where(ImportRun.id == run_id, _claimable(now))
            .values(
                state="running",
                claimed_until_at=now + LEASE,
                attempts=ImportRun.attempts + 1,
                lost_count=ImportRun.lost_count + was_lost,
            )
            .returning(ImportRun.attempts, ImportRun.lost_count)
            .execution_options(synchronize_session=False)
        ).one_or_none()


class LostLease(Exception):
    """Another worker has taken the run over; what this one had not committed is rolled back."""


def _hold(run_id: int, attempt: int, **values: Any) -> None:
    """Write `values` and renew the lease, or raise LostLease."""
    values.setdefault("claimed_until_at", clock.now() + LEASE)
    held = db.session.execute(
        update(ImportRun)
        .where(
            ImportRun.id == run_id,
            ImportRun.state == "running",
            ImportRun.attempts == attempt,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if held.rowcount != 1:  # type: ignore[attr-defined]
        raise LostLease


def rejection(found: Rejected) -> dict[str, Any]:
    """Return a rejected row as it is kept."""
    return {
        "row": found.row,
        "reference": found.reference,
        "msgid": found.problem.msgid,
        "params": found.problem.params,
    }


def _work(run: ImportRun, planned: Plan, attempt: int, until: float) -> None:
    """Take the entries that no earlier attempt took; every batch is counted as it is committed."""
    run_id, user_id, skipped = run.id, run.user_id, run.done_count
    if skipped == 0:
        known = [rejection(found) for found in planned.rejected]
        with unit_of_work():
            _hold(
                run_id,
                attempt,
                row_count=planned.row_count,
                already_count=planned.repeats,
                rejected=known,
            )

    def count(done: int, outcome: Outcome) -> None:
        now_rejected = [rejection(found) for found in outcome.rejected]
        more = {"rejected": [*get_run(run_id).rejected, *now_rejected]} if now_rejected else {}
        db.session.add_all(
            ImportCase(run_id=run_id, case_id=case_id, row_number=row)
            for row, case_id in outcome.taken
        )
        _hold(
            run_id,
            attempt,
            lost_count=0,
            done_count=skipped + done,
            imported_count=ImportRun.imported_count + outcome.imported,
            already_count=ImportRun.already_count + outcome.already_there,
            reply_count=ImportRun.reply_count + outcome.replies,
            **more,
        )

    try:
        take_in_batches(
            planned.entries[skipped:],
            target_of(run),
            lambda: db.session.get(User, user_id),
            origin=run_origin(run_id),
            after_batch=count,
            go_on=lambda: time.monotonic() < until,
        )
        if get_run(run_id).done_count < len(planned.entries):
            _put_back(run_id, attempt)
        else:
            _finish(run, attempt)
    except LostLease:
        return


def _put_back(run_id: int, attempt: int) -> None:
    """Let another job go on with the rest of the run."""
    with unit_of_work():
        _hold(run_id, attempt, state="waiting", claimed_until_at=None)
        after_commit("imports", wake_import)


def _finish(run: ImportRun, attempt: int, error: str | None = None) -> None:
    """End a run and tell its person, and the duty dispatcher, once for the whole file."""
    with unit_of_work():
        db.session.refresh(run)
        run.rejected = sorted(run.rejected, key=lambda row: row["row"])
        db.session.flush()
        _hold(
            run.id,
            attempt,
            state="failed" if error else "done",
            finished_at=clock.now(),
            error=error[:300] if error else None,
        )
        if run.imported_count:
            announce(run_origin(run.id), run.imported_count, run.user_id)
            ask_for(run.id, LIKELY, run.user_id)


def announce(key: str, count: int, user_id: int | None) -> None:
    """Queue the one message on imported petitions: to the duty dispatcher and to who started it."""
    message, now = CATALOGUE["petitions_imported"], clock.now()
    nobody = Addressee(case_id=0, number="", unit_id=None, assignee_id=None, created_by_id=None)
    directory = Directory(clock.local_date(now))
    people = {person.id for person in directory.recipients(message.audience, nobody)}
    if user_id is not None and directory.user(user_id):
        people.add(user_id)
    queue_messages(
        [
            QueuedMessage(
                key=f"{message.kind}:{key}:{person_id}:{channel}",
                kind=message.kind,
                channel=channel,
                recipient_id=person_id,
                case_id=None,
                params={"count": count},
                available_at=now,
            )
            for person_id in sorted(people)
            for channel in message.channels
        ],
        now,
    )
