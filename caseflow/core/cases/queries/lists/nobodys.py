"""Cases that nobody answers for, and cases with a tablet's record that waits: as clauses."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, or_, select, table

from caseflow.core.cases.models import Case
from caseflow.people.accounts.models import Unit, User

NEEDS_ATTENTION = "needs_attention"

field_submissions = table("field_submissions", column("case_id"), column("status"))
"""A wing's table by its name, for core imports no wing."""


def nobodys() -> ColumnElement[bool]:
    """Return the clause of the cases of closed accounts or units, or with no person and no head.

    A case without a unit is the dispatchers', who are told of it. Few units and accounts are
    looked at, never the cases.
    """
    closed_people = select(User.id).where(User.is_active.is_(False))
    has_no_head = or_(Unit.head_id.is_(None), Unit.head_id.in_(closed_people))
    return or_(
        Case.assignee_id.in_(closed_people),
        Case.unit_id.in_(select(Unit.id).where(Unit.is_active.is_(False))),
        and_(Case.assignee_id.is_(None), Case.unit_id.in_(select(Unit.id).where(has_no_head))),
    )


def with_waiting_record() -> Select[Any]:
    """Return the ids of the cases for which a record of a tablet waits for a decision."""
    return select(field_submissions.c.case_id).where(
        field_submissions.c.status == NEEDS_ATTENTION, field_submissions.c.case_id.is_not(None)
    )
