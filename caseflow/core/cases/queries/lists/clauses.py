"""From a filter to the clauses of SQL, the reach of the person included."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, false, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.situation import WORKING_ACTS
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.queries.lists.due import due_clauses, late_over_clause
from caseflow.core.cases.queries.lists.filter import Filter
from caseflow.core.cases.queries.lists.reach import Reach
from caseflow.core.cases.queries.lists.waiting import with_waiting_record
from caseflow.core.cases.queries.nobodys import nobodys_where
from caseflow.core.cases.states import ENDED, OPEN, State
from caseflow.core.petitions.models import Category
from caseflow.ground import clock, search
from caseflow.people.accounts.models import User

_ended: BindParameter[list[State]] = bindparam(
    "ended", sorted(ENDED), expanding=True, literal_execute=True
)
"""Written out, not bound: so both databases see that `ix_cases_open` holds the open cases."""


def _in_state(wanted: Filter) -> ColumnElement[bool]:
    if wanted.state == "open" and not wanted.states:
        return Case.state.not_in(_ended)
    states = states_of(wanted)
    return Case.state.in_(states) if states is not None else Case.state != State.VOID


def states_of(wanted: Filter) -> list[str] | None:
    """Return the states that the filter lets through; None: every one but void."""
    if wanted.states:
        return list(wanted.states)
    if wanted.state == "open":
        return [state.value for state in OPEN]
    if wanted.state == "ended":
        return [state.value for state in ENDED if state is not State.VOID]
    return [wanted.state] if wanted.state in set(State) else None


def clauses(wanted: Filter, user: User, reach: Reach | None = None) -> list[ColumnElement[bool]]:
    """Return the WHERE clauses of a filter, the person's reach included.

    `reach`: read once where several filters are asked for the same person.
    """
    reach = reach or Reach(user)
    found = [reach.where, *_plain_clauses(wanted)]
    found.append(_in_state(wanted))
    if wanted.unit_id:
        found.append(Case.unit_id.in_(reach.below(wanted.unit_id)))
    if wanted.category:
        found.append(Case.id.in_(_in_category(wanted.category)))
    if wanted.not_worked_by:
        found.append(~_was_worked_by(wanted.not_worked_by))
    return found + _timed(wanted) + _by_words(wanted.q)


def _timed(wanted: Filter) -> list[ColumnElement[bool]]:
    """Return what is asked of the deadlines and of what waits beside the case."""
    found = due_clauses(wanted.due, wanted.clock) if wanted.due else []
    if wanted.late_over is not None:
        found.append(late_over_clause(wanted.late_over, wanted.clock))
    if wanted.is_nobodys:
        found.append(nobodys_where(clock.today()))
    if wanted.needs_attention:
        found.append(Case.id.in_(with_waiting_record()))
    return found


def _plain_clauses(wanted: Filter) -> list[ColumnElement[bool]]:
    """Return what is asked of the case's own columns."""
    equal = {
        Case.township_code: wanted.township,
        Case.channel_code: wanted.channel,
        Case.track: wanted.track,
        Case.assignee_id: wanted.assignee_id,
        Case.created_by_id: wanted.created_by_id,
    }
    found: list[ColumnElement[bool]] = [c == value for c, value in equal.items() if value]
    if wanted.is_unassigned:
        found.append(Case.assignee_id.is_(None))
    if wanted.is_urgent:
        found.append(Case.is_urgent.is_(True))
    if wanted.returned_at_least:
        found.append(Case.return_count >= wanted.returned_at_least)
    if wanted.opened_since:
        found.append(Case.opened_at >= wanted.opened_since)
    return found


def _in_category(code: str) -> Select[Any]:
    """Return the cases of a category or of one of its kinds."""
    kinds = select(Category.code).where((Category.code == code) | (Category.parent_code == code))
    return select(CaseCategory.case_id).where(CaseCategory.category_code.in_(kinds))


def _was_worked_by(user_id: int) -> ColumnElement[bool]:
    """Return whether the person worked on the case: asked of each case, not of all history."""
    return exists().where(
        CaseEvent.case_id == Case.id,
        CaseEvent.actor_id == user_id,
        CaseEvent.act.in_(WORKING_ACTS),
    )


def _by_words(q: str) -> list[ColumnElement[bool]]:
    if not q.strip():
        return []
    found = search.matching(q)
    return [Case.id.in_(found) if found is not None else false()]


def case_ids(wanted: Filter, user: User, reach: Reach | None = None) -> Select[Any]:
    """Return the statement of the ids of the cases that the filter lets through."""
    return select(Case.id).where(*clauses(wanted, user, reach))
