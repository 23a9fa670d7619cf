"""Cases with a tablet's record that waits for a decision, as a clause."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, column, select, table

NEEDS_ATTENTION = "needs_attention"

field_submissions = table("field_submissions", column("case_id"), column("status"))
"""A wing's table by its name, for core imports no wing."""


def with_waiting_record() -> Select[Any]:
    """Return the ids of the cases for which a record of a tablet waits for a decision."""
    return select(field_submissions.c.case_id).where(
        field_submissions.c.status == NEEDS_ATTENTION, field_submissions.c.case_id.is_not(None)
    )
