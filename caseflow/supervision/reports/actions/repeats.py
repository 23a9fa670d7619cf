"""Which case is a repeat: same place, same problem, within REPEAT_DAYS after the earlier ended.

Same place is the same pollution source, or the same words of address in the same township; same
problem is a category in common.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Interval, and_, func, literal, or_, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.states import State
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.supervision.reports.measures import REPEAT_DAYS

WITHIN = timedelta(days=REPEAT_DAYS)


def _days_before(column: Any) -> Any:
    """Return `column` less REPEAT_DAYS in the words of the database at hand."""
    if db.session.get_bind().dialect.name == "sqlite":
        return func.datetime(column, f"-{REPEAT_DAYS} days")
    return column - literal(WITHIN, Interval())


def _same_places(earlier: Any, later: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    by_source = and_(later.source_id.is_not(None), earlier.source_id == later.source_id)
    by_address = and_(
        later.address_text != "",
        earlier.address_text != "",
        earlier.address_text == later.address_text,
        earlier.township_code == later.township_code,
    )
    return by_source, by_address


def earlier_numbers(case_ids: list[int]) -> dict[int, str]:
    """Return the number of the case that each repeats, by the repeat's id; two statements."""
    earlier, later = aliased(Case), aliased(Case)
    first, second = aliased(CaseCategory), aliased(CaseCategory)
    found: dict[int, tuple[datetime, str]] = {}
    for same_place in _same_places(earlier, later):
        rows = db.session.execute(
            select(later.id, earlier.closed_at, earlier.number)
            .join(earlier, same_place)
            .join(first, first.case_id == earlier.id)
            .join(
                second,
                and_(second.case_id == later.id, second.category_code == first.category_code),
            )
            .where(
                later.id.in_(case_ids),
                earlier.state == State.CLOSED,
                earlier.closed_at < later.opened_at,
                earlier.closed_at >= _days_before(later.opened_at),
            )
        )
        for later_id, closed_at, number in rows:
            assert closed_at is not None, "the clause compares it"
            found[later_id] = max(found.get(later_id, (closed_at, number)), (closed_at, number))
    return {case_id: number for case_id, (_at, number) in found.items()}


def later_cases(ends: Iterable[tuple[int, datetime]]) -> set[int]:
    """Return the cases that may repeat one of these (case id, when it ended), to look at again."""
    found: set[int] = set()
    for case_id, ended_at in ends:
        case = db.session.get(Case, case_id)
        places = [] if case is None else _places_of(case, ended_at)
        if places:
            found.update(
                db.session.scalars(
                    select(Case.id).where(
                        or_(*places),
                        Case.opened_at > ended_at,
                        Case.opened_at <= ended_at + WITHIN,
                    )
                )
            )
    return found


def _places_of(case: Case, ended_at: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if case.source_id:
        found.append(Case.source_id == case.source_id)
    if case.address_text and case.township_code:
        found.append(
            and_(
                Case.township_code == case.township_code,
                Case.opened_month >= f"{clock.local(ended_at):%Y-%m}",
                Case.opened_month <= f"{clock.local(ended_at + WITHIN):%Y-%m}",
                Case.address_text == case.address_text,
            )
        )
    return found
