"""Gathering what the rules need to know of a case, under the lock of the present transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.answering import (
    petitions_of,
    petitions_told,
    reply_facts,
    review_facts,
    unsolved_reports,
    ways_open,
)
from caseflow.core.cases.actions.counting import counts_of, is_only_imported
from caseflow.core.cases.actions.latest import latest_act
from caseflow.core.cases.actions.receiving import receiver_of, tasks_seen
from caseflow.core.cases.actions.running import open_request, running_clocks
from caseflow.core.cases.facts import CaseFacts, OfficerFacts, Situation
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.enforcement.models import Inspection
from caseflow.core.petitions.models import Petition
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

WORKING_ACTS = frozenset(
    {
        "record_inspection",
        "order_rectification",
        "report_rectified",
        "pass_reinspection",
        "fail_reinspection",
        "submit_for_sign_off",
        "start_investigation",
        "issue_document",
        "record_observation",
    }
)
"""Acts that make somebody a worker on the case, who then may not sign it off."""


def _workers(case_id: int) -> frozenset[int]:
    acted = db.session.scalars(
        select(CaseEvent.actor_id).where(
            CaseEvent.case_id == case_id,
            CaseEvent.act.in_(WORKING_ACTS),
            CaseEvent.actor_id.is_not(None),
        )
    )
    visited = db.session.execute(
        select(Inspection.officer_id, Inspection.second_officer_id).where(
            Inspection.case_id == case_id
        )
    )
    return frozenset(a for a in acted if a) | {i for row in visited for i in row}


def gather(case: Case, *, holds_leading: bool = False) -> CaseFacts:
    """Return the facts of `case` as they are in this transaction.

    `holds_leading`: it may leave its leading case or go back there, so that one is held as it is.
    """
    petitions = petitions_told(case.id)
    unanswered = [row for row in petitions if row.answered_at is None]
    running = running_clocks(case.id)
    on_it = counts_of(case.id, case.unit_id)
    return CaseFacts(
        state=State(case.state),
        track=case.track,
        has_source=case.source_id is not None,
        open_order_count=on_it.orders,
        inspection_count=on_it.inspections,
        violation_count=on_it.violations,
        petition_count=on_it.petitions,
        unanswered_petition_ids=frozenset(row.id for row in unanswered),
        unreachable_petition_ids=frozenset(
            row.id for row in unanswered if row.is_anonymous and row.reply_way == "none"
        ),
        is_ruled=case.is_ruled,
        return_count=case.return_count,
        workers=_workers(case.id),
        latest=latest_act(case.id, holds_leading=holds_leading),
        merged_case_count=on_it.merged,
        is_group=case.is_group,
        is_joint=case.is_joint,
        open_task_count=on_it.tasks,
        is_township_held=bool(on_it.townships),
        observation_count=on_it.observations,
        awaited_notice_count=on_it.notices,
        answered_notice_count=on_it.answers,
        is_only_imported=is_only_imported(on_it),
        open_clocks=frozenset(row.name for row in running),
        suspended_clocks=frozenset(row.name for row in running if row.is_suspended),
        running=running,
        request=open_request(on_it.request_id),
        objection_count=on_it.objections,
        objection_ruled_count=on_it.objections_ruled,
        fact_count=on_it.facts,
        reply=reply_facts(case),
        replied_petition_ids=frozenset(
            row.id for row in petitions if row.answered_at is not None and row.is_replied
        ),
        told_petition_ids=frozenset(
            row.id for row in petitions if row.is_replied or row.is_noticed
        ),
        unsolved=unsolved_reports(case),
    )


def situation_at_opening(case: Case, actor_id: int | None) -> Situation:
    """Return the situation of a case just made: it has no past, so nothing is asked for it."""
    facts = CaseFacts(
        state=State(case.state),
        track=case.track,
        has_source=case.source_id is not None,
        open_order_count=0,
        inspection_count=0,
        violation_count=0,
        petition_count=0,
        unanswered_petition_ids=frozenset(),
        unreachable_petition_ids=frozenset(),
        is_ruled=False,
        return_count=0,
        workers=frozenset(),
        latest=None,
    )
    return Situation(
        case=facts, actor_id=actor_id, now=clock.now(), today=clock.today(), case_id=case.id
    )


def _officers(given: dict[str, Any]) -> dict[int, OfficerFacts]:
    ids = [given.get("officer_id"), given.get("second_officer_id")]
    wanted = [i for i in ids if isinstance(i, int)]
    if not wanted:
        return {}
    visited = given.get("visited_at") or clock.now()
    day = clock.local_date(visited)
    rows = db.session.scalars(select(User).where(User.id.in_(wanted), User.role == "officer"))
    return {
        row.id: OfficerFacts(
            row.id, row.has_certificate_on(day), row.certificate_number, row.unit_id
        )
        for row in rows
    }


def find_leading(given: dict[str, Any]) -> Case | None:
    """Return the case named by `target_number`; the guards judge whether it can lead."""
    number = str(given.get("target_number") or "").strip()
    if not number:
        return None
    wanted = select(Case).where(Case.number == number).with_for_update()
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def _ways(act: str, case: Case, given: dict[str, Any]) -> frozenset[str]:
    """Return by which ways the system can send what an act tells: to whom it names, else to all."""
    if not act or "reply_way" not in given:
        return frozenset()
    named = given.get("petition_id")
    return ways_open(act, petitions_of(case.id) if named is None else Petition.id == named)


LEAVING_ACTS = frozenset({"split", "undo"})
"""Acts by which a case leaves its leading one, or goes back there: that one is held as it is."""


def situation_of(
    case: Case, actor_id: int | None, given: dict[str, Any], name: str = ""
) -> Situation:
    """Return all that the guards of `name` may look at; without a name, those of any button."""
    holds_leading = name in LEAVING_ACTS
    if holds_leading and case.leading_case_id is not None:
        db.session.get_one(Case, case.leading_case_id, with_for_update=True, populate_existing=True)
    target = find_leading(given)
    facts = gather(case, holds_leading=holds_leading)
    return Situation(
        case=facts,
        actor_id=actor_id,
        now=clock.now(),
        today=clock.today(),
        given=given,
        undo_minutes=settings().undo_minutes,
        return_once=settings().return_once,
        officers=_officers(given),
        target=gather(target) if target else None,
        target_id=target.id if target else None,
        case_id=case.id,
        receiver=receiver_of(case, given),
        tasks=tasks_seen(case, actor_id) if facts.open_task_count else {},
        reviews=review_facts(case),
        ways_open=_ways(name, case, given),
    )
