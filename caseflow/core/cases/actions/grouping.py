"""Counting petitioners: whether a case has become a group complaint."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select

from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.models import Case
from caseflow.core.cases.rules import ground_of, source_days
from caseflow.core.cases.states import ENDED, State
from caseflow.core.petitions.models import Complainant, Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db

GROUPING_ACTS = frozenset({"merge", "join", "link_source"})
"""Acts after which a case may have more petitioners, or a source more complaints."""

_one = func.coalesce(Complainant.phone_hash, cast(Petition.id, String))
_petitioners = func.count(func.distinct(_one))
"""People with one telephone number are one; a petition without a number is somebody's own."""


def petitioner_count(case_id: int) -> int:
    """Return how many different people petitioned in a case and in those merged into it."""
    return db.session.scalar(_counted(petitions_of(case_id))) or 0


def _counted(*where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(_petitioners)
        .select_from(Petition)
        .outerjoin(Complainant, Complainant.id == Petition.complainant_id)
        .where(*where)
    )


def _on_source(source_id: int | None) -> int:
    """Return how many different people complained of a source within the days of the rule."""
    if source_id is None:
        return 0
    since = clock.now() - timedelta(days=source_days())
    of_source = (Case.source_id == source_id, Case.opened_at >= since)
    if db.session.scalar(select(Case.id).where(*of_source, Case.is_group).limit(1)) is not None:
        return 0  # the supervisors know already
    lately = select(Case.id).where(
        *of_source,
        Case.state.not_in([State.WITHDRAWN, State.DECLINED, State.VOID]),
    )
    return db.session.scalar(_counted(Petition.case_id.in_(lately))) or 0


def group_ground(case: Case, *, is_new: bool = False) -> str:
    """Return why `case` is a group complaint and is to be raised; "" if not, or if it was.

    A new case has one petitioner, so only its source is asked for others.
    """
    if case.is_group or State(case.state) in ENDED or db.session.info.get("quiet"):
        return ""
    of_case = 1 if is_new else petitioner_count(case.id)
    return ground_of(of_case, _on_source(case.source_id))
