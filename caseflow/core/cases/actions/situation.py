"""Gathering what the rules need to know of a case, under the lock of the present transaction."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    Integer,
    bindparam,
    distinct,
    exists,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy import case as if_else

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.answering import (
    petitions_of,
    petitions_told,
    reply_facts,
    review_facts,
    unsolved_reports,
    ways_open,
)
from caseflow.core.cases.actions.receiving import receiver_of, tasks_seen
from caseflow.core.cases.actions.untouched import by_import, publications
from caseflow.core.cases.facts import (
    CaseFacts,
    LatestAct,
    OfficerFacts,
    OpenRequest,
    RunningClock,
    Situation,
)
from caseflow.core.cases.lifecycle import UNDOABLE
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.deadlines.models import (
    Deadline,
    DeadlineChange,
    ExtensionDecision,
    ExtensionRequest,
)
from caseflow.core.enforcement.models import EnforcementFact, Inspection, RectificationOrder
from caseflow.core.notices.models import SupervisionNotice
from caseflow.core.notices.rules import ANSWERED, ISSUED
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Notice, Reply
from caseflow.core.together.models import CaseTask
from caseflow.core.together.rules import RUNNING
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import Unit, User

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

PASSIVE_ACTS = frozenset(
    {
        "note",
        "add_evidence",
        "chase",
        "remind",
        "raise_group",
        "issue_document",
        "void_document",
        "issue_notice",
        "answer_notice",
        "accept_answer",
        "return_answer",
    }
)
"""Acts that change no state and do not stand in the way of undoing the one before."""

OBJECTION_RULED = frozenset({"objection_agreed", "objection_refused"})

JOINING_ACTS = frozenset({"join", "merge"})
LEADING_ACTS = JOINING_ACTS | {"split"}
"""Acts that put a case under a leading one, or take it from there."""


def _count(counted: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count(counted)).where(*where)) or 0


def _counts(case_id: int, unit_id: int | None) -> Any:
    """Return what stands on a case, by name, in one statement.

    The last three tell whether only one import ever touched it.
    """
    values = {"case_id": case_id, "unit_id": unit_id or 0}
    return db.session.execute(_counting(), values).one()


@cache
def _counting() -> Any:
    """Return the statement of `_counts`, built once: that takes longer than asking it."""
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
        "request_id": _open_request(case_id),
        "notices": count(SupervisionNotice.id, notice, SupervisionNotice.state == ISSUED),
        "answers": count(SupervisionNotice.id, notice, SupervisionNotice.state == ANSWERED),
        "acts_of_others": count(CaseEvent.id, acts, not_(by_import)),
        "origins": count(distinct(CaseEvent.origin), acts),
        "publications": count(publications.c.case_id, publications.c.case_id == case_id),
    }
    return select(*(one.label(name) for name, one in counted.items()))


def _is_only_imported(on_it: Any) -> bool:
    alone = (on_it.petitions, on_it.merged) == (1, 0)
    return alone and (on_it.acts_of_others, on_it.origins, on_it.publications) == (0, 1, 0)


def _standing_facts(case_id: Any) -> Any:
    """Count the recorded facts of a case that were not voided: each void takes one away."""
    stands = if_else((EnforcementFact.voids_id.is_(None), 1), else_=-1)
    counted = select(func.coalesce(func.sum(stands), 0))
    return counted.where(EnforcementFact.case_id == case_id).scalar_subquery()


def _open_request(case_id: Any) -> Any:
    """Find the request for more time without answer, of a deadline that still runs."""
    return (
        select(func.max(ExtensionRequest.id))
        .join(Deadline, Deadline.id == ExtensionRequest.deadline_id)
        .where(
            ExtensionRequest.case_id == case_id,
            Deadline.stopped_at.is_(None),
            ~exists().where(ExtensionDecision.request_id == ExtensionRequest.id),
        )
        .scalar_subquery()
    )


def _request(request_id: int | None) -> OpenRequest | None:
    if request_id is None:
        return None
    row = db.session.get_one(ExtensionRequest, request_id)
    return OpenRequest(row.id, row.deadline_id, row.asked_by_id, row.asked_at)


def running_clocks(case_id: int) -> tuple[RunningClock, ...]:
    """Return the running deadlines of a case, the nearest first; two statements."""
    rows = db.session.execute(
        select(
            Deadline.id,
            Deadline.clock,
            Deadline.rule_id,
            Deadline.due_at,
            Deadline.is_suspended,
            Deadline.fixed_due_on.is_not(None),
        )
        .where(Deadline.case_id == case_id, Deadline.stopped_at.is_(None))
        .order_by(Deadline.due_at, Deadline.id)
    ).all()
    used: dict[int, int] = dict(
        db.session.execute(
            select(DeadlineChange.deadline_id, func.count())
            .where(
                DeadlineChange.deadline_id.in_([row.id for row in rows]),
                DeadlineChange.kind == "extension",
            )
            .group_by(DeadlineChange.deadline_id)
        ).all()
    )
    return tuple(RunningClock(*row, extension_count=used.get(row.id, 0)) for row in rows)


def _leading_state(event: CaseEvent, *, holds_leading: bool) -> State | None:
    """Return the state of the case that an act joined or left, locked if that is asked for."""
    if event.act not in LEADING_ACTS:
        return None
    before, after = event.changes["leading_case_id"]
    wanted = select(Case.state).where(Case.id == (after or before))
    state = db.session.scalar(wanted.with_for_update() if holds_leading else wanted)
    return State(state) if state else None


def _is_told_since(event: CaseEvent) -> bool:
    """Return whether a petition of the case was answered or given a notice since it joined one."""
    if event.act not in JOINING_ACTS:
        return False
    mine = Petition.case_id == event.case_id
    replied = exists().where(Reply.petition_id == Petition.id, Reply.given_at >= event.at)
    noticed = exists().where(Notice.petition_id == Petition.id, Notice.given_at >= event.at)
    return _count(Petition.id, mine, or_(Petition.answered_at.is_not(None), replied, noticed)) > 0


def _latest(case_id: int, *, holds_leading: bool) -> LatestAct | None:
    rows = db.session.scalars(
        select(CaseEvent)
        .where(CaseEvent.case_id == case_id, CaseEvent.act.not_in(PASSIVE_ACTS))
        .order_by(CaseEvent.seq.desc())
        .limit(1)
    )
    row = next(iter(rows), None)
    if row is None:
        return None
    # Locked before the replies are read.
    leading_state = _leading_state(row, holds_leading=holds_leading)
    return LatestAct(
        row.seq,
        row.act,
        row.actor_id,
        row.at,
        row.from_state,
        is_undoable=row.act in UNDOABLE,
        leading_state=leading_state,
        is_told_since=_is_told_since(row),
    )


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
    on_it = _counts(case.id, case.unit_id)
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
        latest=_latest(case.id, holds_leading=holds_leading),
        merged_case_count=on_it.merged,
        is_group=case.is_group,
        is_joint=case.is_joint,
        open_task_count=on_it.tasks,
        is_township_held=bool(on_it.townships),
        observation_count=on_it.observations,
        awaited_notice_count=on_it.notices,
        answered_notice_count=on_it.answers,
        is_only_imported=_is_only_imported(on_it),
        open_clocks=frozenset(row.name for row in running),
        suspended_clocks=frozenset(row.name for row in running if row.is_suspended),
        running=running,
        request=_request(on_it.request_id),
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
