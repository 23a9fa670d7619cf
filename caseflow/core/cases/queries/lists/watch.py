"""How many cases came into a list since its page was loaded: asked by the page now and then.

A case came in if it is in the list now, and since the mark either an act changed what the list
asks for, or its clock did: it was opened, or its due time passed. Acts that change nothing of that
kind are not counted, so a note on a case of the list is nothing new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import func, or_, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.lists.clauses import clauses, states_of
from caseflow.core.cases.queries.lists.due import can_be_late
from caseflow.core.cases.queries.lists.filter import Filter
from caseflow.core.deadlines.models import Deadline
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

MOST = 500
"""Of so many cases that changed, none more is looked at: the page is old enough to be loaded."""


@dataclass(frozen=True, slots=True)
class Mark:
    """When a list was loaded, and which act was the newest then."""

    at: datetime
    event_id: int


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="list-mark")


def list_mark() -> str:
    """Return the mark of a list that is being loaded now; one statement."""
    newest = db.session.scalar(select(func.max(CaseEvent.id))) or 0
    return str(_serializer().dumps([clock.now().isoformat(), newest]))


def read_mark(text: str) -> Mark | None:
    """Return the mark that a page sends back; None if it is not ours."""
    try:
        at, event_id = _serializer().loads(text)
        return Mark(datetime.fromisoformat(at), int(event_id))
    except (BadData, TypeError, ValueError):
        return None


def came_in(wanted: Filter, user: User, mark: Mark) -> int:
    """Return how many cases of the list were not in it at `mark`; three statements at most."""
    changed = _changed(wanted, mark)
    if wanted.due or wanted.late_over is not None:
        changed |= _timed(mark)
    if not changed:
        return 0
    among = Case.id.in_(sorted(changed)[:MOST])
    found = select(func.count()).select_from(Case).where(among, *clauses(wanted, user))
    return db.session.scalar(found) or 0


def _changed(wanted: Filter, mark: Mark) -> set[int]:
    """Return the cases with an act since the mark that changed what the list asks for."""
    rows = db.session.execute(
        select(CaseEvent.case_id, CaseEvent.from_state, CaseEvent.to_state, CaseEvent.changes)
        .where(CaseEvent.id > mark.event_id)
        .order_by(CaseEvent.id)
        .limit(MOST * 4)
    )
    states = states_of(wanted)
    return {row.case_id for row in rows if _matters(row, wanted, states)}


def _matters(row: Any, wanted: Filter, states: list[str] | None) -> bool:
    if row.from_state is None or (states is not None and row.from_state not in states):
        return True
    asked = {
        "unit_id": bool(wanted.unit_id or wanted.is_nobodys),
        "assignee_id": bool(wanted.assignee_id or wanted.is_unassigned or wanted.is_nobodys),
        "is_urgent": wanted.is_urgent,
        "return_count": wanted.is_returned,
        "township_code": bool(wanted.township),
    }
    return any(is_asked and name in row.changes for name, is_asked in asked.items())


def _timed(mark: Mark) -> set[int]:
    """Return the cases whose clock was opened or ran out since the mark."""
    rows = db.session.scalars(
        select(Deadline.case_id)
        .where(
            Deadline.stopped_at.is_(None),
            can_be_late(),
            Deadline.due_at >= mark.at,
            or_(Deadline.due_at <= clock.now(), Deadline.started_at >= mark.at),
        )
        .limit(MOST)
    )
    return set(rows)
