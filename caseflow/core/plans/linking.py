"""A recorded inspection ends the planned one that it was; called by the case's own acts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update

from caseflow.core.plans.models import PlannedInspection
from caseflow.ground.extensions import db


def link_inspection(
    case_id: int, inspection_id: int, *, at: datetime, actor_id: int | None
) -> None:
    """Mark the planned inspection of the case, if there is one, as done by this inspection."""
    _done(
        (PlannedInspection.case_id == case_id, PlannedInspection.order_id.is_(None)),
        {"inspection_id": inspection_id, "ended_at": at, "ended_by_id": actor_id},
    )


def link_reinspection(
    order_id: int, reinspection_id: int, *, at: datetime, actor_id: int | None
) -> None:
    """Mark the planned re-inspection of the order, if there is one, as done by this one."""
    _done(
        (PlannedInspection.order_id == order_id,),
        {"reinspection_id": reinspection_id, "ended_at": at, "ended_by_id": actor_id},
    )


def _done(where: tuple[ColumnElement[bool], ...], values: dict[str, Any]) -> None:
    db.session.execute(
        update(PlannedInspection)
        .where(*where, PlannedInspection.state == "opened")
        .values(state="done", version=PlannedInspection.version + 1, **values)
        .execution_options(synchronize_session="fetch")
    )
