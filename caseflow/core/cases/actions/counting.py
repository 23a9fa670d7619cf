"""Counting what stands on a case, by name, in one statement."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, distinct, func, not_, select
from sqlalchemy import case as if_else

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.actions.running import open_request_id
from caseflow.core.cases.actions.untouched import by_import, publications
from caseflow.core.cases.models import Case
from caseflow.core.enforcement.models import EnforcementFact, Inspection, RectificationOrder
from caseflow.core.notices.models import SupervisionNotice
from caseflow.core.notices.rules import ANSWERED, ISSUED
from caseflow.core.petitions.models import Petition
from caseflow.core.together.models import CaseTask
from caseflow.core.together.rules import RUNNING
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit

OBJECTION_RULED = frozenset({"objection_agreed", "objection_refused"})


def counts_of(case_id: int, unit_id: int | None) -> Any:
    """Return what stands on a case, by name, in one statement.

    The last three tell whether only one import ever touched it.
    """
    values = {"case_id": case_id, "unit_id": unit_id or 0}
    return db.session.execute(_counting(), values).one()


@cache
def _counting() -> Any:
    """Return the statement of `counts_of`, built once: that takes longer than asking it."""
    case_id: Any = bindparam("case_id", type_=Integer)
    unit_id: Any = bindparam("unit_id", type_=Integer)

    def count(counted: Any, *where: Any) -> Any:
        return select(func.count(counted)).where(*where).correlate(None).scalar_subquery()

    found, acts = Inspection.case_id == case_id, CaseEvent.case_id == case_id
    open_order = RectificationOrder.complied_at.is_(None)
    notice = SupervisionNotice.case_id == case_id
    counted = {
        "townships": count(Unit.id, Unit.id == unit_id, Unit.kind == "township"),
        "observations": count(CaseEvent.id, acts, CaseEvent.act == "record_observation"),
        "tasks": count(CaseTask.id, CaseTask.case_id == case_id, CaseTask.state.in_(RUNNING)),
        "orders": count(RectificationOrder.id, RectificationOrder.case_id == case_id, open_order),
        "inspections": count(Inspection.id, found),
        "violations": count(Inspection.id, found, Inspection.is_violation),
        "petitions": count(Petition.id, petitions_of(case_id)),
        "merged": count(Case.id, Case.leading_case_id == case_id),
        "objections": count(CaseEvent.id, acts, CaseEvent.act == "record_objection"),
        "objections_ruled": count(CaseEvent.id, acts, CaseEvent.act.in_(OBJECTION_RULED)),
        "facts": _standing_facts(case_id),
        "request_id": open_request_id(case_id),
        "notices": count(SupervisionNotice.id, notice, SupervisionNotice.state == ISSUED),
        "answers": count(SupervisionNotice.id, notice, SupervisionNotice.state == ANSWERED),
        "acts_of_others": count(CaseEvent.id, acts, not_(by_import)),
        "origins": count(distinct(CaseEvent.origin), acts),
        "publications": count(publications.c.case_id, publications.c.case_id == case_id),
    }
    return select(*(one.label(name) for name, one in counted.items()))


def is_only_imported(on_it: Any) -> bool:
    """Return whether a case, by its counts, is as one import brought it in."""
    alone = (on_it.petitions, on_it.merged) == (1, 0)
    return alone and (on_it.acts_of_others, on_it.origins, on_it.publications) == (0, 1, 0)


def _standing_facts(case_id: Any) -> Any:
    """Count the recorded facts of a case that were not voided: each void takes one away."""
    stands = if_else((EnforcementFact.voids_id.is_(None), 1), else_=-1)
    counted = select(func.coalesce(func.sum(stands), 0))
    return counted.where(EnforcementFact.case_id == case_id).scalar_subquery()
