"""What a step of a publication does beside moving its state. Never commits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import and_, select

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.actions import OUTSIDE_THE_HISTORY, stop_some
from caseflow.core.deadlines.models import Deadline
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import after_commit
from caseflow.people.accounts.models import User
from caseflow.public.publication.actions.marks import redacted
from caseflow.public.publication.actions.naming import keep_grounds
from caseflow.public.publication.actions.outward_pictures import (
    chosen_pictures,
    put_back_pictures,
)
from caseflow.public.publication.actions.pages import EXPIRED, WITHDRAWN, bury_page, write_page
from caseflow.public.publication.actions.waking import wake_publishing
from caseflow.public.publication.grounds import STANDS, felled
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.models import Publication, WithdrawalDemand

CLOCK = "publication"
"""The clock that a draft of its own starts: the others belong to recorded facts."""

RUNS = and_(
    EnforcementFact.case_id == Deadline.case_id,
    EnforcementFact.event_seq == Deadline.opened_by_event_seq,
    Deadline.clock == "retraction",
    Deadline.stopped_at.is_(None),
)
"""The clock of a fact, within which a page must go, runs."""

Effect = Callable[[Publication, User | None, str], None]


def _approve(row: Publication, actor: User | None, _reason: str) -> None:
    row.approved_by_id, row.approved_at = actor.id if actor else None, clock.now()
    row.body = redacted(row.original, row.marks)
    if not db.session.info.get("quiet"):
        after_commit(CLOCK, wake_publishing)


def _take_back(row: Publication, _actor: User | None, _reason: str) -> None:
    row.approved_by_id = row.approved_at = None


def _publish(row: Publication, _actor: User | None, _reason: str) -> None:
    now = clock.now()
    if row.published_at is None:
        row.published_at = now
        days = KINDS[row.kind].expires_days
        row.expires_on = clock.local_date(now) + timedelta(days=days) if days else row.expires_on
    write_page(row, now)
    keep_grounds(row)
    row.before_correction = None
    _stop_clock(row, "met")


def _correct(row: Publication, actor: User | None, reason: str) -> None:
    row.before_correction = {
        "title": row.title,
        "original": row.original,
        "tables": row.tables,
        "marks": row.marks,
        "correction": row.correction,
        "pictures": chosen_pictures(row.id),
    }
    row.correction, row.corrected_by_id = reason, actor.id if actor else None
    row.approved_by_id = row.approved_at = None


def _stop_correcting(row: Publication, _actor: User | None, _reason: str) -> None:
    before = dict(row.before_correction or {})
    put_back_pictures(row.id, before.pop("pictures", []))
    for name, value in before.items():
        setattr(row, name, value)
    row.body, row.before_correction = redacted(row.original, row.marks), None


def _withdraw(row: Publication, actor: User | None, reason: str) -> None:
    _drop(row, actor, reason)
    bury_page(row, row.withdrawn_at or clock.now(), WITHDRAWN, reason)
    settle_demands(row, actor, reason)


def _drop(row: Publication, actor: User | None, reason: str) -> None:
    row.withdrawn_at, row.withdraw_reason = clock.now(), reason
    row.withdrawn_by_id = actor.id if actor else None
    _stop_clock(row, "cancelled")


def _expire(row: Publication, _actor: User | None, _reason: str) -> None:
    row.expired_at = clock.now()
    bury_page(row, row.expired_at, EXPIRED, "")
    settle_demands(row, None, "")


def settle_demands(row: Publication, actor: User | None, outcome: str) -> None:
    """Close what demanded a withdrawal, and the clocks of the facts that did."""
    open_ones = (
        select(WithdrawalDemand)
        .where(WithdrawalDemand.publication_id == row.id, WithdrawalDemand.settled_at.is_(None))
        .order_by(WithdrawalDemand.fact_id)
    )
    for demand in db.session.scalars(open_ones).all():
        settle_demand(demand, actor, outcome)
    for _page, fact_id in felled(Publication.id == row.id):  # No job has demanded it yet.
        settle_clock(fact_id, clock.now())


def settle_demand(demand: WithdrawalDemand, actor: User | None, outcome: str) -> None:
    """Close one demand; the clock of its fact runs on as long as another page owes it."""
    demand.settled_at, demand.outcome = clock.now(), outcome
    demand.settled_by_id = actor.id if actor else None
    db.session.flush()
    if demand.fact_id is not None:
        settle_clock(demand.fact_id, clock.now())


def settle_clock(fact_id: int, at: datetime) -> bool:
    """Stop the clock that a fact started unless a page still owes it; return whether."""
    lock_case_of(fact_id)
    running = db.session.scalar(
        select(Deadline).join(EnforcementFact, RUNS).where(EnforcementFact.id == fact_id)
    )
    if running is None or _is_owed(fact_id):
        return False
    stop_some([running.id], max(at, running.started_at), "met", OUTSIDE_THE_HISTORY)
    return True


def _is_owed(fact_id: int) -> bool:
    """Return whether a page is still to be withdrawn because of a fact."""
    open_one = select(WithdrawalDemand.id).where(
        WithdrawalDemand.fact_id == fact_id, WithdrawalDemand.settled_at.is_(None)
    )
    return db.session.scalar(open_one.limit(1)) is not None or bool(felled(STANDS, [fact_id]))


def lock_case_of(fact_id: int | None) -> None:
    """Lock the case of a recorded fact, so that two who act on it at once see each other."""
    of_fact = select(EnforcementFact.case_id).where(EnforcementFact.id == fact_id)
    held = select(Case.id).where(Case.id == of_fact.scalar_subquery())
    db.session.execute(held.with_for_update())


def _stop_clock(row: Publication, reason: str) -> None:
    """Stop the clock of a publication; what is dropped still owes the term of a decision."""
    deadline = db.session.get(Deadline, row.deadline_id) if row.deadline_id else None
    if deadline is None or deadline.stopped_at is not None:
        return
    if reason == "met" or deadline.clock == CLOCK:
        stop_some([deadline.id], clock.now(), reason, OUTSIDE_THE_HISTORY)


EFFECTS: dict[str, Effect] = {
    "approve": _approve,
    "take_back": _take_back,
    "publish": _publish,
    "correct": _correct,
    "stop_correcting": _stop_correcting,
    "withdraw": _withdraw,
    "drop": _drop,
    "expire": _expire,
}
