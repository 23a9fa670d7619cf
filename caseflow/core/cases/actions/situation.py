"""Gathering what the rules need to know of a case, under the lock of the present transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, distinct, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions.untouched import by_import, publications
from caseflow.core.cases.facts import CaseFacts, LatestAct, OfficerFacts, Situation
from caseflow.core.cases.lifecycle import UNDOABLE
from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.deadlines.models import Deadline, DeadlineChange
from caseflow.core.enforcement.models import Inspection, RectificationOrder
from caseflow.core.notices.models import SupervisionNotice
from caseflow.core.notices.rules import ANSWERED, ISSUED
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.models import Notice, Reply
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
    }
)
"""Acts that make somebody a worker on the case, who then may not sign it off."""

PASSIVE_ACTS = frozenset(
    {
        "note",
        "add_evidence",
        "chase",
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

JOINING_ACTS = frozenset({"join", "merge"})
LEADING_ACTS = JOINING_ACTS | {"split"}
"""Acts that put a case under a leading one, or take it from there."""

_group = aliased(Case)  # One alias for all: a new one each time would compile each time anew.


def petitions_of(case_id: int) -> ColumnElement[bool]:
    """Return the clause of the petitions of a case and of those merged into it."""
    group = select(_group.id).where(or_(_group.id == case_id, _group.leading_case_id == case_id))
    return Petition.case_id.in_(group)


def _count(counted: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count(counted)).where(*where)) or 0


def _counts(case_id: int) -> Any:
    """Return what stands on a case, in one statement: orders, visits, petitions, merged cases,
    supervision notices to be answered, and answered.

    The last three tell whether only one import ever touched it: acts of others, origins of acts,
    publications.
    """

    def count(counted: Any, *where: Any) -> Any:
        return select(func.count(counted)).where(*where).correlate(None).scalar_subquery()

    found = Inspection.case_id == case_id
    notice = SupervisionNotice.case_id == case_id
    open_order = RectificationOrder.complied_at.is_(None)
    return db.session.execute(
        select(
            count(RectificationOrder.id, RectificationOrder.case_id == case_id, open_order),
            count(Inspection.id, found),
            count(Inspection.id, found, Inspection.is_violation),
            count(Petition.id, petitions_of(case_id)),
            count(Case.id, Case.leading_case_id == case_id),
            count(SupervisionNotice.id, notice, SupervisionNotice.state == ISSUED),
            count(SupervisionNotice.id, notice, SupervisionNotice.state == ANSWERED),
            count(CaseEvent.id, CaseEvent.case_id == case_id, not_(by_import)),
            count(distinct(CaseEvent.origin), CaseEvent.case_id == case_id),
            count(publications.c.case_id, publications.c.case_id == case_id),
        )
    ).one()


def _leading_state(event: CaseEvent, *, is_undoing: bool) -> State | None:
    """Return the state of the case that an act joined or left, locked when its undo is done."""
    if event.act not in LEADING_ACTS:
        return None
    before, after = event.changes["leading_case_id"]
    wanted = select(Case.state).where(Case.id == (after or before))
    state = db.session.scalar(wanted.with_for_update() if is_undoing else wanted)
    return State(state) if state else None


def _is_told_since(event: CaseEvent) -> bool:
    """Return whether a petition of the case was answered or given a notice since it joined one."""
    if event.act not in JOINING_ACTS:
        return False
    mine = Petition.case_id == event.case_id
    replied = exists().where(Reply.petition_id == Petition.id, Reply.given_at >= event.at)
    noticed = exists().where(Notice.petition_id == Petition.id, Notice.given_at >= event.at)
    return _count(Petition.id, mine, or_(Petition.answered_at.is_not(None), replied, noticed)) > 0


def _latest(case_id: int, *, is_undoing: bool) -> LatestAct | None:
    rows = db.session.scalars(
        select(CaseEvent)
        .where(CaseEvent.case_id == case_id, CaseEvent.act.not_in(PASSIVE_ACTS))
        .order_by(CaseEvent.seq.desc())
        .limit(1)
    )
    row = next(iter(rows), None)
    if row is None:
        return None
    leading_state = _leading_state(row, is_undoing=is_undoing)  # locked before the replies are read
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


def gather(case: Case, *, is_undoing: bool = False) -> CaseFacts:
    """Return the facts of `case` as they are in this transaction.

    `is_undoing`: the latest act is about to be undone, so the case it hangs on is held as it is.
    """
    unanswered = db.session.execute(
        select(Petition.id, Petition.is_anonymous, Petition.reply_way).where(
            petitions_of(case.id), Petition.answered_at.is_(None)
        )
    ).all()
    running = db.session.execute(
        select(Deadline.id, Deadline.clock).where(
            Deadline.case_id == case.id, Deadline.stopped_at.is_(None)
        )
    ).all()
    latest_kinds = {
        row.deadline_id: row.kind
        for row in db.session.execute(
            select(DeadlineChange.deadline_id, DeadlineChange.kind)
            .where(
                DeadlineChange.deadline_id.in_([row.id for row in running]),
                DeadlineChange.kind.in_(["suspension_start", "suspension_end"]),
            )
            .order_by(DeadlineChange.id)
        )
    }
    order_count, inspection_count, violation_count, petition_count, *more = _counts(case.id)
    merged_count, awaited_notice_count, answered_notice_count, *others = more
    return CaseFacts(
        state=State(case.state),
        track=case.track,
        has_source=case.source_id is not None,
        open_order_count=order_count,
        inspection_count=inspection_count,
        violation_count=violation_count,
        petition_count=petition_count,
        unanswered_petition_ids=frozenset(row.id for row in unanswered),
        unreachable_petition_ids=frozenset(
            row.id for row in unanswered if row.is_anonymous and row.reply_way == "none"
        ),
        is_ruled=case.is_ruled,
        return_count=case.return_count,
        workers=_workers(case.id),
        latest=_latest(case.id, is_undoing=is_undoing),
        merged_case_count=merged_count,
        is_group=case.is_group,
        awaited_notice_count=awaited_notice_count,
        answered_notice_count=answered_notice_count,
        is_only_imported=others == [0, 1, 0] and (petition_count, merged_count) == (1, 0),
        open_clocks=frozenset(row.clock for row in running),
        suspended_clocks=frozenset(
            row.clock for row in running if latest_kinds.get(row.id) == "suspension_start"
        ),
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


def situation_of(
    case: Case, actor_id: int | None, given: dict[str, Any], *, is_undoing: bool = False
) -> Situation:
    """Return all that the guards may look at; `is_undoing`: see `gather`."""
    target = find_leading(given)
    return Situation(
        case=gather(case, is_undoing=is_undoing),
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
    )


def owes_reply(case_id: int) -> bool:
    """Return whether a petition of the case, or of one merged into it, awaits its reply."""
    return bool(_count(Petition.id, petitions_of(case_id), Petition.answered_at.is_(None)))
