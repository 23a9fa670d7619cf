"""Writing exports: one worker at a time, held by a lease that every batch renews.

A file cannot be gone on with by somebody else: a worker that was killed leaves its export to the
next, which throws its parts away and begins anew.
"""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import and_, case, or_, select, update

from caseflow.core.messages.catalogue import CATALOGUE
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import CaseflowError
from caseflow.ground.extensions import db
from caseflow.ground.notifications.outbox import QueuedMessage, queue_messages
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.supervision.exports.actions.asking import ensure_may_export, note
from caseflow.supervision.exports.keeping import KeptFile, drop, keep, make_work_folder
from caseflow.supervision.exports.models import Export
from caseflow.supervision.exports.rows import Cell, Looking, case_cells, case_ids
from caseflow.supervision.exports.rules import (
    BATCH,
    CLOSING_LEASE,
    LEASE,
    MOST_LOST,
    Column,
    columns_of,
)
from caseflow.supervision.exports.writing import TooLarge, Writer, writer_of

log = structlog.get_logger()

SLICE_S = 60.0
"""A job takes up no further export once so many seconds are over."""


class Stopped(Exception):
    """The export was cancelled, or another worker has taken it over."""


@dataclass(frozen=True, slots=True)
class Order:
    """An export as its worker needs it; `attempt` is the fence of its lease."""

    id: int
    attempt: int
    user_id: int
    form: str
    query: str
    columns: tuple[Column, ...]
    with_complainants: bool
    reason: str


def _claimable() -> Any:
    lease_over = and_(Export.state == "running", Export.claimed_until_at <= clock.now())
    return or_(Export.state == "waiting", lease_over)


def work_off_exports() -> int:
    """Write what waits, the oldest first, and what a lost worker left; return how many."""
    count, until = 0, time.monotonic() + SLICE_S
    while time.monotonic() < until:
        found = db.session.scalar(select(Export.id).where(_claimable()).order_by(Export.id))
        if found is None:
            break
        count += work_off(found)
    return count


def work_off(export_id: int) -> bool:
    """Write one export from its first row to its last; False if another worker has it."""
    lost_count = _claim(export_id)
    if lost_count is None:
        return False
    export = db.session.get_one(Export, export_id, populate_existing=True)
    order, locale = _order_of(export), export.locale
    with force_locale(locale):
        if lost_count >= MOST_LOST:
            _fail(order, _("The export stopped its worker again and again."))
        else:
            _write_or_fail(order)
    return True


def _claim(export_id: int) -> int | None:
    """Take the export for the length of a lease; return how many workers were lost over it."""
    was_lost = case((Export.state == "running", 1), else_=0)
    with unit_of_work():
        return db.session.scalar(
            update(Export)
            .where(Export.id == export_id, _claimable())
            .values(
                state="running",
                claimed_until_at=clock.now() + LEASE,
                attempts=Export.attempts + 1,
                lost_count=Export.lost_count + was_lost,
                started_at=clock.now(),
                row_count=None,
                done_count=0,
            )
            .returning(Export.lost_count)
            .execution_options(synchronize_session=False)
        )


def _order_of(export: Export) -> Order:
    return Order(
        id=export.id,
        attempt=export.attempts,
        user_id=export.user_id,
        form=export.form,
        query=export.query,
        columns=tuple(columns_of(export.columns)),
        with_complainants=export.with_complainants,
        reason=export.reason,
    )


def _hold(order: Order, lease: timedelta = LEASE, **values: Any) -> None:
    """Write `values` and renew the lease, or raise Stopped."""
    values.setdefault("claimed_until_at", clock.now() + lease)
    held = db.session.execute(
        update(Export)
        .where(
            Export.id == order.id,
            Export.state == "running",
            Export.attempts == order.attempt,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if held.rowcount != 1:  # type: ignore[attr-defined]
        raise Stopped


def _write_or_fail(order: Order) -> None:
    folder = make_work_folder(order.id, order.attempt)
    try:
        _write(order, folder)
    except Stopped:
        log.info("export left off", export=order.id)
    except (CaseflowError, TooLarge) as error:
        _fail(order, str(error))
    except OSError as error:
        log.error("export not written", export=order.id, error=repr(error))
        _fail(order, _("The file could not be written: the disk may be full."))
    except Exception as error:
        # Whatever it is, nobody is left to wait; the log has it whole.
        log.exception("export failed", export=order.id, error=type(error).__name__)
        _fail(order, _("The export failed. Try again; if it fails again, tell the administrator."))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(order: Order, folder: Path) -> None:
    """Write all rows to a file in `folder` and put it in its place."""
    user = db.session.get_one(User, order.user_id)
    ensure_may_export(user, with_complainants=order.with_complainants)
    ids = case_ids(order.query, user)
    with unit_of_work():
        _hold(order, row_count=len(ids))
    path = folder / f"export.{order.form}"
    writer = writer_of(order.form, path, order.columns)
    try:
        _batches(order, ids, writer)
        with unit_of_work():
            _hold(order, CLOSING_LEASE)
        writer.close()
    except BaseException:
        writer.abandon()
        raise
    _publish(order, keep(path, order.id, order.attempt, is_sealed=order.with_complainants))


def _batches(order: Order, ids: Any, writer: Writer) -> None:
    """Write the rows; the looks of a batch and how far it is are committed together."""
    for start in range(0, len(ids), BATCH):
        part, done = ids[start : start + BATCH].tolist(), start + BATCH
        if order.with_complainants:
            with unit_of_work():
                cells = _cells(order, part)
                _hold(order, done_count=min(done, len(ids)))
        else:  # Nobody waits for the write lock while plain rows are read.
            cells = _cells(order, part)
            with unit_of_work():
                _hold(order, done_count=min(done, len(ids)))
        writer.add(cells)


def _cells(order: Order, ids: list[int]) -> list[list[Cell]]:
    user = db.session.get_one(User, order.user_id)
    return case_cells(ids, order.columns, Looking(user, _look_reason(order)))


def _look_reason(order: Order) -> str:
    return str(_("Export %(number)s: %(reason)s", number=order.id, reason=order.reason))


def _publish(order: Order, kept: KeptFile) -> None:
    """End the export and tell its owner; a file that nobody waits for any more is thrown away."""
    now = clock.now()
    try:
        with unit_of_work():
            _hold(
                order,
                state="done",
                claimed_until_at=None,
                finished_at=now,
                expires_at=now + timedelta(days=settings().export_keep_days),
                file_name=kept.file_name,
                byte_count=kept.byte_count,
                sha256=kept.sha256,
                error=None,
            )
            _end(order, "written", "export_ready")
    except BaseException:
        with suppress(CaseflowError):  # A bucket that is away now is tidied later.
            drop(kept.file_name)
        raise


def _fail(order: Order, sentence: str) -> None:
    try:
        with unit_of_work():
            _hold(
                order,
                state="failed",
                claimed_until_at=None,
                finished_at=clock.now(),
                error=sentence[:300],
            )
            _end(order, "failed", "export_failed")
    except Stopped:
        return


def _end(order: Order, act: str, kind: str) -> None:
    """Log the end of an export and queue the message to its owner."""
    export = db.session.get_one(Export, order.id, populate_existing=True)
    note(export, act, None)
    message, now = CATALOGUE[kind], clock.now()
    queue_messages(
        [
            QueuedMessage(
                key=f"{kind}:{order.id}:{order.attempt}:{order.user_id}:{channel}",
                kind=kind,
                channel=channel,
                recipient_id=order.user_id,
                case_id=None,
                params={"count": export.row_count or 0},
                available_at=now,
            )
            for channel in message.channels
        ],
        now,
    )
