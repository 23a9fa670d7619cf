"""Subtotals of a list that is grouped by unit or township."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, case, func, select

from caseflow.core.cases.queries.lists.clauses import clauses
from caseflow.core.cases.queries.lists.due import due_clauses
from caseflow.core.cases.queries.lists.filter import Filter
from caseflow.core.cases.queries.lists.rows import GROUPED_BY, CaseRow
from caseflow.core.cases.queries.names import local_name
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.people.accounts.models import Unit, User


@dataclass(frozen=True, slots=True)
class Group:
    """One unit or township of a list: its name, how many cases, how many of them late."""

    key: int | str
    name: str
    count: int
    late_count: int
    is_content: bool = True
    """Whether the name was typed by people; else it is a word of the interface."""


def group_of(row: CaseRow, group: str) -> int | str:
    """Return the key of the group in which a row stands."""
    return (row.unit_id or 0) if group == "unit" else (row.township_code or "")


def list_groups(wanted: Filter, user: User) -> dict[int | str, Group]:
    """Return the groups of a list in their order, by key; one statement beside the reach."""
    if not wanted.group or not wanted.is_bounded:
        return {}
    key = GROUPED_BY[wanted.group]
    late = func.sum(case((and_(*due_clauses("late", wanted.clock)), 1), else_=0))
    counted = (
        select(key.label("key"), func.count().label("cases"), late.label("late"))
        .where(*clauses(wanted, user))
        .group_by(key)
        .subquery()
    )
    named = Unit if wanted.group == "unit" else Township
    own = Unit.id if wanted.group == "unit" else Township.code
    rows = db.session.execute(
        select(counted, named.name, named.name_en)
        .outerjoin(named, own == counted.c.key)
        .order_by(counted.c.key)
    )
    return {row.key: _group(row) for row in rows}


def _group(row: Any) -> Group:
    name = local_name(row.name, row.name_en)
    return Group(row.key, name or _("none yet"), row.cases, row.late or 0, name is not None)
