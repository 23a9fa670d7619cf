"""When a publication is to be out: by the clock of its case, or counted from its own start."""

from __future__ import annotations

from typing import Any

from caseflow.core.cases.due import Due, due_of
from caseflow.core.deadlines.explain import explain
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.deadlines.rules import RULES
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.models import Publication, WithdrawalDemand

CLOCKED = (
    Deadline.due_on,
    Deadline.due_at,
    Deadline.unit,
    Deadline.is_provisional,
    Deadline.stopped_at,
    Publication.kind,
    Publication.clock_from_at,
)
"""What `due_badge` reads of a row; Deadline joined by Publication.deadline_id."""


def due_badge(row: Any) -> Due | None:
    """Return when it is to be out, or None where no term runs."""
    if row.due_on is not None and row.stopped_at is None:
        return due_of(
            row.due_on,
            due_at=row.due_at,
            unit=row.unit,
            is_provisional=row.is_provisional,
            name="publication",
        )
    rule = RULES.get(KINDS[row.kind].clock)
    if row.due_on is not None or rule is None or row.clock_from_at is None:
        return None
    due = explain(rule, row.clock_from_at, current_calendar())
    return due_of(
        due.due_on,
        due_at=due.due_at,
        unit=rule.unit,
        is_provisional=due.is_provisional,
        name=rule.clock,
    )


def demand_due(demand: WithdrawalDemand) -> Due:
    """Return until when a page must be withdrawn."""
    return due_of(
        demand.due_on,
        due_at=demand.due_at,
        unit=RULES[demand.rule_id].unit,
        is_provisional=demand.is_provisional,
        name="retraction",
    )
