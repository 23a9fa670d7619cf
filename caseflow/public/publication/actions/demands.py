"""Published pages that must be withdrawn: found or told, watched, settled. Commits only in jobs.

Source: 行政处罚法 48 — withdrawn within three working days after the decision was changed,
annulled, found unlawful or void, with a public explanation (PEN-WITHDRAW).
"""

from __future__ import annotations

from datetime import datetime

import structlog
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from caseflow.core.deadlines.explain import explain
from caseflow.core.deadlines.models import Deadline
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.deadlines.rules import rule_on
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.messages.actions import people_of, tell_people
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused, StaleCase
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.people.permissions.policy import Permission
from caseflow.people.permissions.rights import ensure_right
from caseflow.public.publication.actions.effects import RUNS, settle_clock, settle_demand
from caseflow.public.publication.actions.steps import claim, is_public, record
from caseflow.public.publication.actions.writers import writers_ever
from caseflow.public.publication.decisions import NO_PENALTY, VOID
from caseflow.public.publication.grounds import GONE, STANDS, felled
from caseflow.public.publication.models import Publication, WithdrawalDemand

log = structlog.get_logger()

RULE = "PEN-WITHDRAW"
KIND = "withdrawal_due"


def demand_withdrawal(
    row: Publication, actor: User, *, version: int, ground: str, known_at: datetime
) -> WithdrawalDemand:
    """Record that a published page must go, since when that is known, and why.

    Raises NotPermitted, StaleCase, Refused or BadInput.
    """
    ensure_right(Permission.PUBLICATION_DRAFT, actor)
    claim(row, version)
    if not is_public(row):
        raise Refused([_("Nothing of it is public.")])
    if known_at > clock.now():
        raise BadInput(_("The ground cannot become known in the future."))
    demand = _open(row, ground, known_at, None, actor.id)
    record(row, "demand", row.state, actor.id, ground)
    return demand


def find_it_may_stay(
    row: Publication, demand_id: int, actor: User, *, version: int, reason: str
) -> None:
    """Settle a demand without a withdrawal: a second person found that the page may stay."""
    ensure_right(Permission.PUBLICATION_APPROVE, actor)
    claim(row, version)
    demand = db.session.get(WithdrawalDemand, demand_id)
    if demand is None or demand.publication_id != row.id or demand.settled_at is not None:
        raise Refused([_("This demand is settled already.")])
    if demand.recorded_by_id == actor.id:
        raise Refused([_("Somebody other than who recorded it must find so.")])
    if actor.id in writers_ever(row):
        raise Refused([_("Whoever worked on the page cannot find so.")])
    settle_demand(demand, actor, reason)
    record(row, "may_stay", row.state, actor.id, reason)


def _open(
    row: Publication, ground: str, known_at: datetime, fact_id: int | None, actor_id: int | None
) -> WithdrawalDemand:
    rule = rule_on(RULE, clock.local_date(known_at))
    due = explain(rule, known_at, current_calendar())
    demand = WithdrawalDemand(
        publication_id=row.id,
        ground=ground,
        known_at=known_at,
        rule_id=rule.id,
        due_on=due.due_on,
        due_at=due.due_at,
        is_provisional=due.is_provisional,
        fact_id=fact_id,
        recorded_at=clock.now(),
        recorded_by_id=actor_id,
        outcome="",
    )
    db.session.add(demand)
    db.session.flush()
    tell_people(
        KIND,
        f"{demand.id}:{demand.due_on.isoformat()}",
        people_of(KIND),
        {"due_on": demand.due_on.isoformat(), "path": f"/desk/publications/{row.id}"},
    )
    return demand


def find_demands() -> int:
    """Open a demand for every public page whose ground fell; return how many. A job: commits.

    Safe to run twice or at once: a page has one demand for a fact, by a unique key.
    """
    return sum(_demand_one(*one) for one in felled(STANDS))


def _demand_one(publication_id: int, fact_id: int) -> bool:
    try:
        with unit_of_work():
            row = db.session.get_one(Publication, publication_id)
            fact = db.session.get_one(EnforcementFact, fact_id)
            if not is_public(row):
                return False
            claim(row, row.version)
            ground, known_at = _ground_of(fact)
            _open(row, ground, known_at, fact.id, None)
            record(row, "demand", row.state, None, ground)
        return True
    except (StaleCase, IntegrityError):  # Somebody else is at it: the next run looks again.
        log.info("publication has moved on", publication_id=publication_id)
        return False


def _ground_of(fact: EnforcementFact) -> tuple[str, datetime]:
    """Return why a page must go and since when: an annulment counts from its own day."""
    if fact.kind == VOID:
        return f"所依据的记录已作废：{fact.words}"[:300], fact.recorded_at
    if fact.kind == NO_PENALTY:
        return f"所依据的认定已决定不予处罚（{fact.number}）"[:300], fact.happened_at
    return f"所依据的决定已被变更、撤销或确认无效（{fact.number}）"[:300], fact.happened_at


def stop_settled_clocks() -> int:
    """Stop the clocks of facts whose every page was gone before; return how many. A job: commits.

    A decision of which no page ever stood was published elsewhere: its clock waits for a person.
    """
    gone: dict[int, datetime] = {}
    with unit_of_work():
        for publication_id, fact_id in felled(
            GONE, select(EnforcementFact.id).join(Deadline, RUNS)
        ):
            row = db.session.get_one(Publication, publication_id)
            at = row.withdrawn_at or row.expired_at
            assert at is not None
            gone[fact_id] = max(at, gone.get(fact_id, at))
        return sum(settle_clock(*one) for one in sorted(gone.items()))


def remind_of_demands() -> int:
    """Tell of each demand once when its last day has come, and once when it is late. A job."""
    today, count = clock.today(), 0
    with unit_of_work():
        open_ones = select(WithdrawalDemand).where(
            WithdrawalDemand.settled_at.is_(None), WithdrawalDemand.due_on <= today
        )
        for demand in db.session.scalars(open_ones):
            stage = "late" if demand.due_on < today else "last-day"
            tell_people(
                KIND,
                f"{demand.id}:{demand.due_on.isoformat()}:{stage}",
                people_of(KIND),
                {
                    "due_on": demand.due_on.isoformat(),
                    "path": f"/desk/publications/{demand.publication_id}",
                },
            )
            count += 1
    return count
