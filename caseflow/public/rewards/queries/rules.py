"""The reward rules as they are in force on a day, with what the bureau set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.public.rewards.models import RewardRuleChange
from caseflow.public.rewards.rules import RULES, Change, RewardRule, rule_on


def changes() -> list[Change]:
    """Return what was set, in the order in which it was; one statement."""
    rows = db.session.scalars(select(RewardRuleChange).order_by(RewardRuleChange.id))
    return [_change(row) for row in rows]


def _change(row: RewardRuleChange) -> Change:
    return Change(
        code=row.code,
        valid_from=row.valid_from,
        amount_yuan=row.amount_yuan,
        percent=row.percent,
        cap_yuan=row.cap_yuan,
        instrument=row.instrument,
        article=row.article,
        is_verified=row.is_verified,
    )


def rule_in_force(code: str, on: date) -> RewardRule:
    """Return the row `code` as it is in force on a day."""
    return rule_on(code, on, changes())


def rules_on(on: date) -> list[RewardRule]:
    """Return every row as it is in force on a day; one statement."""
    known = changes()
    return [rule_on(code, on, known) for code in RULES]


@dataclass(frozen=True, slots=True)
class SetLine:
    """One change as the page of a rule lists it."""

    valid_from: date
    amount_yuan: int | None
    percent: int | None
    cap_yuan: int | None
    instrument: str
    article: str
    is_verified: bool
    set_at: datetime
    set_by: str


def set_lines(code: str) -> list[SetLine]:
    """Return what was set for one rule, the latest first."""
    rows = db.session.execute(
        select(RewardRuleChange, User.display_name)
        .join(User, User.id == RewardRuleChange.set_by_id)
        .where(RewardRuleChange.code == code)
        .order_by(RewardRuleChange.id.desc())
    )
    return [
        SetLine(
            valid_from=row.valid_from,
            amount_yuan=row.amount_yuan,
            percent=row.percent,
            cap_yuan=row.cap_yuan,
            instrument=row.instrument,
            article=row.article,
            is_verified=row.is_verified,
            set_at=row.set_at,
            set_by=name,
        )
        for row, name in rows
    ]
