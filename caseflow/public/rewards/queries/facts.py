"""What the records say of a report: read from the case by those who may know of the reward."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.lifecycle import TRANSITIONS
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.enforcement.models import EnforcementFact, Inspection, Reinspection
from caseflow.core.enforcement.models import RectificationOrder as Order
from caseflow.core.petitions.models import Petition
from caseflow.core.petitions.reference import INSPECTION_CHANNELS
from caseflow.ground.extensions import db
from caseflow.people.permissions.policy import Permission
from caseflow.public.rewards.criteria import ReportFacts, decision_of
from caseflow.public.rewards.lifecycle import LIVE, RewardFacts, RewardState
from caseflow.public.rewards.models import Reward
from caseflow.public.rewards.rules import RULES, Kind

INVESTIGATING = frozenset(
    {
        Permission.CASE_INVESTIGATE,
        Permission.CASE_INSPECT,
        Permission.CASE_RECEIPT,
        Permission.ORDER_ISSUE,
    }
)
"""Whoever did an act of the case under one of these rights investigated it."""
ACTS = tuple(sorted(row.name for row in TRANSITIONS.values() if row.permission in INVESTIGATING))


def report_facts(petition_id: int) -> ReportFacts:
    """Return the facts of a report; six statements."""
    row = _petition(petition_id)
    ids = matter_ids(row.matter_id)
    earlier, together = _others(petition_id, ids, row.submitted_at)
    return ReportFacts(
        channel_code=row.channel_code,
        track=row.track,
        is_void=row.voided_at is not None,
        state=State(row.state),
        conclusion=row.conclusion,
        submitted_at=row.submitted_at,
        is_group=row.is_group,
        earlier_count=earlier,
        together_count=together,
        known_since=_known_since(row.source_id, ids, row.submitted_at),
        decision=decision_of([kind for kind, _amount in penalty_facts(ids)]),
        rewarded_count=_rewarded(petition_id, Petition.case_id.in_(ids), LIVE),
        rewarded_before_count=_rewarded_before(petition_id, row.source_id, ids),
    )


def reward_facts(row: Reward, failed_count: int, today: date) -> RewardFacts:
    """Return what the rules need to know of a reward, as the records stand now."""
    is_share = bool(row.rule_code) and RULES[str(row.rule_code)].kind is Kind.PERCENT
    return RewardFacts(
        state=RewardState(row.state),
        assessed_by_id=row.assessed_by_id,
        approved_by_id=row.approved_by_id,
        investigator_ids=investigators_of(row.petition_id),
        failed_count=failed_count,
        claim_until_on=row.claim_until_on,
        today=today,
        counted_fine_yuan=(row.assessment or {}).get("fine_yuan") if is_share else None,
        recorded_fine_yuan=fine_of(row.petition_id) if is_share else None,
    )


def matter_ids(leading_id: int) -> tuple[int, ...]:
    """Return the case through which a matter is answered and those merged into it."""
    wanted = or_(Case.id == leading_id, Case.leading_case_id == leading_id)
    return tuple(db.session.scalars(select(Case.id).where(wanted)))


def matter_of(petition_id: int) -> int:
    """Return the case through which a petition is answered."""
    return int(_petition(petition_id).matter_id)


def fine_of(petition_id: int) -> int | None:
    """Return the fine recorded with the matter, in whole yuan; None: none is."""
    facts = penalty_facts(matter_ids(matter_of(petition_id)))
    decided = [amount for kind, amount in facts if kind == "penalty_decided" and amount]
    paid = [amount for kind, amount in facts if kind == "fine_paid" and amount]
    return decided[-1] if decided else sum(paid) or None


def penalty_facts(case_ids: tuple[int, ...]) -> list[tuple[str, int | None]]:
    """Return kind and amount of what was recorded and not voided, as it happened."""
    voiding = aliased(EnforcementFact)
    rows = db.session.execute(
        select(EnforcementFact.kind, EnforcementFact.amount_yuan)
        .outerjoin(voiding, voiding.voids_id == EnforcementFact.id)
        .where(
            EnforcementFact.case_id.in_(case_ids),
            EnforcementFact.voids_id.is_(None),
            voiding.id.is_(None),
        )
        .order_by(EnforcementFact.happened_at, EnforcementFact.id)
    )
    return [(row.kind, row.amount_yuan) for row in rows]


def investigators_of(petition_id: int) -> frozenset[int]:
    """Return everybody who investigated the matter of a petition; three statements."""
    ids = matter_ids(matter_of(petition_id))
    acting = select(CaseEvent.actor_id).where(
        CaseEvent.case_id.in_(ids), CaseEvent.act.in_(ACTS), CaseEvent.actor_id.is_not(None)
    )
    visits = [
        select(column).where(model.case_id.in_(ids))
        for model in (Inspection,)
        for column in (model.officer_id, model.second_officer_id)
    ]
    checks = [
        select(column).join(Order, Order.id == Reinspection.order_id).where(Order.case_id.in_(ids))
        for column in (Reinspection.officer_id, Reinspection.second_officer_id)
    ]
    handling = select(Case.assignee_id).where(Case.id.in_(ids), Case.assignee_id.is_not(None))
    return frozenset(db.session.scalars(acting.union(handling, *visits, *checks)))


def _petition(petition_id: int) -> Any:
    own, leading = aliased(Case), aliased(Case)
    return db.session.execute(
        select(
            Petition.channel_code,
            Petition.track,
            Petition.voided_at,
            Petition.submitted_at,
            func.coalesce(leading.id, own.id).label("matter_id"),
            func.coalesce(leading.state, own.state).label("state"),
            func.coalesce(leading.conclusion, own.conclusion).label("conclusion"),
            func.coalesce(leading.source_id, own.source_id).label("source_id"),
            func.coalesce(leading.is_group, own.is_group).label("is_group"),
        )
        .join(own, own.id == Petition.case_id)
        .outerjoin(leading, leading.id == own.leading_case_id)
        .where(Petition.id == petition_id)
    ).one()


def _others(petition_id: int, ids: tuple[int, ...], at: datetime) -> tuple[int, int]:
    """Return how many petitions on the matter came before, and how many at the same instant."""
    others = (
        Petition.case_id.in_(ids),
        Petition.id != petition_id,
        Petition.voided_at.is_(None),
        Petition.submitted_at <= at,
    )
    found = list(db.session.scalars(select(Petition.submitted_at).where(*others)))
    together = sum(moment == at for moment in found)
    return len(found) - together, together


def _known_since(source_id: int | None, ids: tuple[int, ...], at: datetime) -> datetime | None:
    """Return since when a case on the source, or an inspection of this matter, was running."""
    if source_id is None:
        return None
    running = and_(
        Case.source_id == source_id,
        Case.opened_at < at,
        or_(Case.closed_at.is_(None), Case.closed_at > at),
        Case.state.not_in((State.VOID, State.DECLINED, State.TRANSFERRED_OUT, State.WITHDRAWN)),
        or_(Case.id.not_in(ids), Case.channel_code.in_(INSPECTION_CHANNELS)),
    )
    return db.session.scalar(select(func.min(Case.opened_at)).where(running))


def _rewarded(petition_id: int, where: ColumnElement[bool], states: frozenset[RewardState]) -> int:
    counted = (
        select(func.count(Reward.id))
        .join(Petition, Petition.id == Reward.petition_id)
        .where(where, Reward.petition_id != petition_id, Reward.state.in_(states))
    )
    return db.session.scalar(counted) or 0


def _rewarded_before(petition_id: int, source_id: int | None, ids: tuple[int, ...]) -> int:
    if source_id is None:
        return 0
    earlier = select(Case.id).where(Case.source_id == source_id, Case.id.not_in(ids))
    return _rewarded(petition_id, Petition.case_id.in_(earlier), frozenset({RewardState.PAID}))
