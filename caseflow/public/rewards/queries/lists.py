"""The list of rewards by state, and the reports for which one may be proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.petitions.models import Petition
from caseflow.ground.extensions import db
from caseflow.ground.web.pagination import Key, Page, fetch_page
from caseflow.public.rewards.criteria import NOT_A_REPORT
from caseflow.public.rewards.lifecycle import LIVE, STATE_LABELS, WAITS_FOR, RewardState
from caseflow.public.rewards.models import Reward

SIZE = 30


@dataclass(frozen=True, slots=True)
class RewardRow:
    """One line of the list of rewards."""

    id: int
    number: str
    petition_number: str
    subject: str
    is_anonymous: bool
    state: RewardState
    state_words: str
    waits_for: str
    """Empty at an end."""
    amount_yuan: int | None
    claim_until_on: date | None
    proposed_at: datetime


def reward_counts() -> dict[RewardState, int]:
    """Return how many rewards stand in each state; one statement."""
    rows = db.session.execute(select(Reward.state, func.count(Reward.id)).group_by(Reward.state))
    found = {RewardState(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in RewardState}


def reward_rows(state: RewardState, cursor: str | None) -> Page[RewardRow]:
    """Return a page of the rewards in `state`, the newest first; one statement."""
    statement: Any = (
        select(
            Reward.id,
            Reward.number,
            Reward.state,
            Reward.amount_yuan,
            Reward.claim_until_on,
            Reward.proposed_at,
            Petition.number.label("petition_number"),
            Petition.subject,
            Petition.is_anonymous,
        )
        .join(Petition, Petition.id == Reward.petition_id)
        .where(Reward.state == state)
    )
    return fetch_page(statement, [Key(Reward.id, True)], cursor, _row, SIZE)


def _row(row: Any) -> RewardRow:
    state = RewardState(row.state)
    return RewardRow(
        id=row.id,
        number=row.number,
        petition_number=row.petition_number,
        subject=row.subject,
        is_anonymous=row.is_anonymous,
        state=state,
        state_words=_(STATE_LABELS[state]),
        waits_for=_(WAITS_FOR[state]) if state in WAITS_FOR else "",
        amount_yuan=row.amount_yuan,
        claim_until_on=row.claim_until_on,
        proposed_at=row.proposed_at,
    )


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A founded report without a reward."""

    number: str
    subject: str
    is_anonymous: bool
    submitted_at: datetime
    case_number: str
    closed_at: datetime | None
    is_partly: bool


def founded_reports(*, with_decision: bool, cursor: str | None) -> Page[ReportRow]:
    """Return closed, founded reports without a reward, the newest first; one statement.

    `with_decision`: only where a penalty was paid or cannot be contested any more; criteria.py
    judges each one closely when it is proposed.
    """
    own, matter = aliased(Case), aliased(Case)
    statement: Any = (
        select(
            Petition.number,
            Petition.subject,
            Petition.is_anonymous,
            Petition.submitted_at,
            own.number.label("case_number"),
            matter.closed_at,
            matter.conclusion,
        )
        .join(own, own.id == Petition.case_id)
        .join(matter, matter.id == func.coalesce(own.leading_case_id, own.id))
        .where(
            Petition.track == "report",
            Petition.voided_at.is_(None),
            Petition.channel_code.not_in(NOT_A_REPORT),
            matter.state == State.CLOSED,
            matter.conclusion.in_(("founded", "partly")),
            ~exists().where(Reward.petition_id == Petition.id, Reward.state.in_(LIVE)),
        )
    )
    if with_decision:
        statement = statement.where(_has_decision(own, matter))
    return fetch_page(statement, [Key(Petition.id, True)], cursor, _report, SIZE)


def _has_decision(own: Any, matter: Any) -> ColumnElement[bool]:
    """Return whether a penalty of the matter was paid or cannot be contested, and stands."""
    voiding, fact = aliased(EnforcementFact), aliased(EnforcementFact)

    def recorded(*kinds: str) -> ColumnElement[bool]:
        return (
            exists()
            .where(
                or_(fact.case_id == own.id, fact.case_id == matter.id),
                fact.kind.in_(kinds),
                ~exists().where(voiding.voids_id == fact.id),
            )
            .correlate(own, matter)
        )

    return recorded("fine_paid", "suit_time_over") & ~recorded("penalty_overturned")


def _report(row: Any) -> ReportRow:
    return ReportRow(
        number=row.number,
        subject=row.subject,
        is_anonymous=row.is_anonymous,
        submitted_at=row.submitted_at,
        case_number=row.case_number,
        closed_at=row.closed_at,
        is_partly=row.conclusion == "partly",
    )
