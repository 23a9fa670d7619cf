"""The clocks of a case that run, and the request for more time that waits for its answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, func, select

from caseflow.core.cases.facts import OpenRequest, RunningClock
from caseflow.core.deadlines.models import (
    Deadline,
    DeadlineChange,
    ExtensionDecision,
    ExtensionRequest,
)
from caseflow.ground.extensions import db


def running_clocks(case_id: int) -> tuple[RunningClock, ...]:
    """Return the running deadlines of a case, the nearest first; two statements."""
    rows = db.session.execute(
        select(
            Deadline.id,
            Deadline.clock,
            Deadline.rule_id,
            Deadline.due_at,
            Deadline.is_suspended,
            Deadline.fixed_due_on.is_not(None),
        )
        .where(Deadline.case_id == case_id, Deadline.stopped_at.is_(None))
        .order_by(Deadline.due_at, Deadline.id)
    ).all()
    used: dict[int, int] = dict(
        db.session.execute(
            select(DeadlineChange.deadline_id, func.count())
            .where(
                DeadlineChange.deadline_id.in_([row.id for row in rows]),
                DeadlineChange.kind == "extension",
            )
            .group_by(DeadlineChange.deadline_id)
        ).all()
    )
    return tuple(RunningClock(*row, extension_count=used.get(row.id, 0)) for row in rows)


def open_request_id(case_id: Any) -> Any:
    """Find the request for more time without answer, of a deadline that still runs."""
    return (
        select(func.max(ExtensionRequest.id))
        .join(Deadline, Deadline.id == ExtensionRequest.deadline_id)
        .where(
            ExtensionRequest.case_id == case_id,
            Deadline.stopped_at.is_(None),
            ~exists().where(ExtensionDecision.request_id == ExtensionRequest.id),
        )
        .scalar_subquery()
    )


def open_request(request_id: int | None) -> OpenRequest | None:
    """Return the request for more time that the counts of a case found, if any."""
    if request_id is None:
        return None
    row = db.session.get_one(ExtensionRequest, request_id)
    return OpenRequest(row.id, row.deadline_id, row.asked_by_id, row.asked_at)
