"""How many cases a filter lets through; counts are capped."""

from __future__ import annotations

from sqlalchemy import func, select

from caseflow.core.cases.queries.lists.clauses import case_ids
from caseflow.core.cases.queries.lists.filter import Filter
from caseflow.core.cases.queries.lists.reach import Reach
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

COUNT_CAP = 1000
"""Nobody needs to know more than that there are more."""


def case_count(wanted: Filter, user: User) -> int:
    """Return how many cases the filter lets through, at most COUNT_CAP + 1."""
    some = case_ids(wanted, user).limit(COUNT_CAP + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def case_counts(filters: dict[str, Filter], user: User) -> dict[str, int]:
    """Return the counts of several filters in one statement, each capped; and the reach."""
    if not filters:
        return {}
    reach = Reach(user)
    parts = [
        select(func.count())
        .select_from(case_ids(wanted, user, reach).limit(COUNT_CAP + 1).subquery())
        .scalar_subquery()
        .label(f"count_{index}")
        for index, wanted in enumerate(filters.values())
    ]
    row = db.session.execute(select(*parts)).one()
    return dict(zip(filters, row, strict=True))


def count_words(count: int) -> str:
    """Return a capped count in words: “1,000+” beyond the cap."""
    return "1,000+" if count > COUNT_CAP else f"{count:,}"
