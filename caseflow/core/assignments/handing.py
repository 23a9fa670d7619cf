"""Rows of the dispatch matrix that name a unit which is merged into another."""

from __future__ import annotations

from sqlalchemy import or_, select

from caseflow.core.assignments.actions import RuleCommand, replace_rule
from caseflow.core.assignments.models import DispatchCoUnit, DispatchRule
from caseflow.core.assignments.queries.matrix import co_unit_ids
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


def hand_rules_over(unit_id: int, successor_id: int, actor: User) -> int:
    """Let the successor stand in every present and coming row for the unit; returns how many."""
    today = clock.today()
    helps = select(DispatchCoUnit.rule_id).where(DispatchCoUnit.unit_id == unit_id)
    rows = select(DispatchRule).where(
        or_(DispatchRule.lead_unit_id == unit_id, DispatchRule.id.in_(helps)),
        or_(DispatchRule.valid_until.is_(None), DispatchRule.valid_until >= today),
    )
    found = list(db.session.scalars(rows.order_by(DispatchRule.id)))
    for rule in found:
        replace_rule(rule, _with_successor(rule, unit_id, successor_id), actor)
    return len(found)


def _with_successor(rule: DispatchRule, unit_id: int, successor_id: int) -> RuleCommand:
    def named(one: int | None) -> int | None:
        return successor_id if one == unit_id else one

    lead = named(rule.lead_unit_id)
    helpers = [named(one) for one in co_unit_ids(rule.id)]
    return RuleCommand(
        rule.category_code,
        rule.track,
        rule.township_code,
        lead,
        tuple(one for one in dict.fromkeys(helpers) if one is not None and one != lead),
        rule.basis,
        rule.is_verified,
        max(clock.today(), rule.valid_from),
        rule.valid_until,
    )
