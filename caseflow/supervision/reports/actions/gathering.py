"""Making the fact lines of some cases from the tables of the cases: whole, in a few statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.states import ENDED, State
from caseflow.core.deadlines.models import Deadline, DeadlineChange
from caseflow.core.enforcement.models import RectificationOrder
from caseflow.core.petitions.models import Category, Petition
from caseflow.core.replies.models import CallBack
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.supervision.reports.actions.repeats import earlier_numbers
from caseflow.supervision.reports.actions.said import call_backs, ratings
from caseflow.supervision.reports.lines import CASE, ORDER, PETITION, FactLine
from caseflow.supervision.reports.working_days import WorkedDays

ASSIGNING = ("assign", "rule_competence", "reassign")
RETURN, REWORK, REOPEN, REHANDLE, FAIL = (
    "return_to_dispatcher",
    "return_for_rework",
    "reopen",
    "rehandle",
    "fail_reinspection",
)
SIGN_OFF, UNREASONABLE, UNDO = "sign_off", "find_unreasonable", "undo"
MERGING = ("merge", "join")
TOLD_ACTS = (
    *ASSIGNING, RETURN, REWORK, REOPEN, REHANDLE, FAIL, SIGN_OFF, UNREASONABLE, *MERGING, UNDO,
)  # fmt: skip
"""Acts of the history that some measure asks for, and those that say what a case was merged into:
what became of its petitions there stands in the history of the leading case."""

COUNTED_CLOCKS = ("handling", "rehandling", "acknowledgement", "reply", "rectification")


@dataclass
class Story:
    """What the history of one case tells the measures; acts taken back are not told."""

    acts: list[tuple[str, datetime, dict[str, Any]]] = field(default_factory=list)

    def count(self, act: str) -> int:
        return sum(one == act for one, _at, _changes in self.acts)

    def first(self, *acts: str) -> datetime | None:
        return min((at for act, at, _changes in self.acts if act in acts), default=None)

    def last(self, act: str) -> datetime | None:
        return max((at for one, at, _changes in self.acts if one == act), default=None)

    def last_unit(self) -> int | None:
        """Return the unit that was last given the case."""
        for act, _at, changes in reversed(self.acts):
            if act in ASSIGNING and "unit_id" in changes:
                found: int | None = changes["unit_id"][1]
                return found
        return None

    def led_by(self) -> set[int]:
        """Return the cases that this one is, or once was, merged into."""
        return {changes["leading_case_id"][1] for act, _at, changes in self.acts if act in MERGING}

    def unreasonable(self) -> set[int]:
        """Return the petitions, of this case or merged into it, found to ask unreasonably."""
        named = (c.get("petition") for act, _at, c in self.acts if act == UNREASONABLE)
        return {petition for petition in named if petition}


def _by_case(column: Any, rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def _stories(case_ids: list[int]) -> dict[int, Story]:
    rows = db.session.execute(
        select(CaseEvent.case_id, CaseEvent.seq, CaseEvent.act, CaseEvent.at, CaseEvent.changes)
        .where(CaseEvent.case_id.in_(case_ids), CaseEvent.act.in_(TOLD_ACTS))
        .order_by(CaseEvent.case_id, CaseEvent.seq)
    ).all()
    undone = {(r.case_id, r.changes.get("undone_seq")) for r in rows if r.act == UNDO}
    found: dict[int, Story] = defaultdict(Story)
    for row in rows:
        if row.act != UNDO and (row.case_id, row.seq) not in undone:
            found[row.case_id].acts.append((row.act, row.at, row.changes))
    return found


def _unreasonable(stories: dict[int, Story]) -> set[int]:
    """Return the petitions whose demand was found unreasonable, here or in a leading case."""
    leading = {one for story in stories.values() for one in story.led_by()} - stories.keys()
    told = [*stories.values(), *(_stories(sorted(leading)).values() if leading else ())]
    return {petition for story in told for petition in story.unreasonable()}


def _deadlines(case_ids: list[int]) -> dict[int, list[Any]]:
    rows = db.session.execute(
        select(
            Deadline.id,
            Deadline.case_id,
            Deadline.petition_id,
            Deadline.clock,
            Deadline.started_at,
            Deadline.due_at,
            Deadline.is_suspended,
            Deadline.stopped_at,
            Deadline.stop_reason,
        )
        .where(Deadline.case_id.in_(case_ids), Deadline.clock.in_(COUNTED_CLOCKS))
        .order_by(Deadline.case_id, Deadline.id)
    )
    return _by_case("case_id", (row for row in rows if row.stop_reason != "cancelled"))


def _extensions(case_ids: list[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(DeadlineChange.deadline_id, func.count())
        .join(Deadline, Deadline.id == DeadlineChange.deadline_id)
        .where(Deadline.case_id.in_(case_ids), DeadlineChange.kind == "extension")
        .group_by(DeadlineChange.deadline_id)
    )
    return {deadline_id: count for deadline_id, count in rows}


def _categories(case_ids: list[int]) -> dict[int, list[str]]:
    top = func.coalesce(Category.parent_code, Category.code)
    found: dict[int, list[str]] = defaultdict(list)
    for case_id, code in db.session.execute(
        select(CaseCategory.case_id, top)
        .join(Category, Category.code == CaseCategory.category_code)
        .where(CaseCategory.case_id.in_(case_ids))
        .distinct()
        .order_by(CaseCategory.case_id, top)
    ):
        found[case_id].append(code)
    return found


@dataclass
class Gathered:
    """All rows that the lines of some cases are made of."""

    cases: list[Case]
    petitions: dict[int, list[Petition]]
    orders: dict[int, list[RectificationOrder]]
    stories: dict[int, Story]
    deadlines: dict[int, list[Any]]
    extensions: dict[int, int]
    categories: dict[int, list[str]]
    call_backs: dict[int, CallBack]
    ratings: dict[int, str]
    unreasonable: set[int]
    repeats: dict[int, str]
    days: WorkedDays


def gather(case_ids: list[int], days: WorkedDays) -> list[FactLine]:
    """Return the lines of these cases; void ones have none. Always the same few statements."""
    petitions = _by_case(
        "case_id",
        db.session.scalars(
            select(Petition)
            .where(Petition.case_id.in_(case_ids), Petition.voided_at.is_(None))
            .order_by(Petition.id)
        ),
    )
    petition_ids = [petition.id for found in petitions.values() for petition in found]
    stories = _stories(case_ids)
    orders = db.session.scalars(
        select(RectificationOrder)
        .where(RectificationOrder.case_id.in_(case_ids))
        .order_by(RectificationOrder.id)
    )
    rows = Gathered(
        cases=list(
            db.session.scalars(
                select(Case)
                .where(Case.id.in_(case_ids), Case.state != State.VOID)
                .order_by(Case.id)
            )
        ),
        petitions=petitions,
        orders=_by_case("case_id", orders),
        stories=stories,
        deadlines=_deadlines(case_ids),
        extensions=_extensions(case_ids),
        categories=_categories(case_ids),
        call_backs=call_backs(petition_ids),
        ratings=ratings(petition_ids),
        unreasonable=_unreasonable(stories),
        repeats=earlier_numbers(case_ids),
        days=days,
    )
    return [line for case in rows.cases for line in _lines_of(case, rows)]


def _lines_of(case: Case, rows: Gathered) -> list[FactLine]:
    story = rows.stories.get(case.id, Story())
    common: dict[str, Any] = {
        "case_id": case.id,
        "number": case.number,
        "track": case.track,
        "channel": case.channel_code or "",
        "township": case.township_code or "",
        "unit_id": case.unit_id or story.last_unit(),
        "officer_id": case.assignee_id,
        "categories": tuple(rows.categories.get(case.id, ())),
        "ending": case.state if State(case.state) in ENDED else "",
    }
    clocks = rows.deadlines.get(case.id, [])
    lines = [_case_line(case, common, story, clocks, rows)]
    for petition in rows.petitions.get(case.id, ()):
        lines.append(_petition_line(petition, common, clocks, rows))
    for order in rows.orders.get(case.id, ()):
        lines.append(_order_line(order, common, story, clocks))
    return lines


def _handling(clocks: list[Any]) -> Any:
    """Return the clock by which the case is late; answered at once, that of the reply.

    A case that is handled again has a term of its own for that: the latest counts.
    """
    for names in (("handling", "rehandling"), ("reply",)):
        named = [row for row in clocks if row.clock in names]
        if named:
            return named[-1]
    return None


def _case_line(
    case: Case, common: dict[str, Any], story: Story, clocks: list[Any], rows: Gathered
) -> FactLine:
    term = _handling(clocks)
    return FactLine(
        kind=CASE,
        line_id=case.id,
        opened_at=case.opened_at,
        dispatched_at=story.first(*ASSIGNING),
        due_at=term.due_at if term else None,
        met_at=case.closed_at,
        is_suspended=bool(term and term.is_suspended),
        ended_at=case.closed_at,
        returns=story.count(RETURN),
        reworks=story.count(REWORK),
        reopenings=story.count(REOPEN) + story.count(REHANDLE),
        failed_checks=story.count(FAIL),
        extensions=rows.extensions.get(term.id, 0) if term else 0,
        repeat_of=rows.repeats.get(case.id, ""),
        **common,
    )


def _petition_line(
    petition: Petition, common: dict[str, Any], clocks: list[Any], rows: Gathered
) -> FactLine:
    notices = [
        row for row in clocks if row.clock == "acknowledgement" and row.petition_id == petition.id
    ]
    notice = notices[-1] if notices else None
    call = rows.call_backs.get(petition.id)
    has_contact = petition.reply_way != "none"
    answered = petition.answered_at if has_contact else None
    first, last = clock.local_date(petition.submitted_at), None
    if answered is not None:
        last = clock.local_date(answered)
    return FactLine(
        kind=PETITION,
        line_id=petition.id,
        opened_at=petition.registered_at,
        origin=petition.origin_system or "",
        due_at=notice.due_at if notice else None,
        met_at=notice.stopped_at if notice and notice.stop_reason == "met" else None,
        ended_at=petition.answered_at,
        called_at=call.called_at if call else None,
        was_reached=bool(call and call.was_reached),
        was_contacted=bool(call and call.was_contacted),
        is_solved=bool(call and call.is_solved),
        satisfaction=(call.satisfaction if call else None) or rows.ratings.get(petition.id, ""),
        has_contact=has_contact,
        is_unreasonable=petition.id in rows.unreasonable,
        answer_working_days=rows.days.between(first, last) if last else None,
        answer_natural_days=(last - first).days if last else None,
        **{**common, "channel": petition.channel_code},
    )


def _order_line(
    order: RectificationOrder, common: dict[str, Any], story: Story, clocks: list[Any]
) -> FactLine:
    """The clock of the order is the newest one started since it was issued: it may be extended."""
    until = order.complied_at or datetime.max.replace(tzinfo=UTC)
    own = [
        row
        for row in clocks
        if row.clock == "rectification" and order.issued_at <= row.started_at <= until
    ]
    due = own[-1].due_at if own else clock.end_of_day(order.due_on)
    signed = story.last(SIGN_OFF)
    return FactLine(
        kind=ORDER,
        line_id=order.id,
        opened_at=order.issued_at,
        due_at=due,
        met_at=order.complied_at,
        ended_at=order.complied_at,
        is_signed_off=bool(order.complied_at and signed and signed >= order.complied_at),
        **common,
    )
