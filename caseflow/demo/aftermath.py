"""What happens between cases and after them: merging, planned visits, people being away."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from caseflow.core.audit.models import CaseEvent
from caseflow.core.cases.actions import perform
from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.states import State
from caseflow.core.plans.rules import CAPS
from caseflow.core.sources.models import PollutionSource
from caseflow.demo.lives import at_work
from caseflow.demo.people import squad_of
from caseflow.field.inspections.plans.actions import (
    PlanCommand,
    VisitCommand,
    add_visit,
    create_plan,
)
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.actions.absences import add_absence
from caseflow.people.accounts.models import User

CAN_LEAD = (State.ASSIGNED, State.RECEIPTED, State.INVESTIGATING, State.RECTIFYING)
CAN_MERGE = (State.REGISTERED, State.ACCEPTED, State.ASSIGNED)


def merge_some(people: dict[str, User], end: datetime, dice: random.Random) -> int:
    """Merge newer complaints into open cases of the same kind; take one of the mergers back."""
    acts = 0
    for leading, case, latest in _pairs():
        at = at_work(latest + timedelta(minutes=40), dice)
        if at > end:
            continue
        with clock.pretend(at):
            perform(case, "merge", people["dispatcher"], version=case.version,
                    target_number=leading.number, reason="重复投诉，并案办理。")  # fmt: skip
        acts += 1
        later = at + timedelta(minutes=50)
        if acts == 2 and later < end:
            with clock.pretend(later):
                perform(case, "split", people["dispatcher"], version=case.version,
                        reason="经核对不是同一地点，分开办理。")  # fmt: skip
            acts += 1
    return acts


def _pairs() -> Iterator[tuple[Case, Case, datetime]]:
    """Yield (leading case, newer case, latest act of both): one pair a category, each case once."""
    latest = dict(
        db.session.execute(
            select(CaseEvent.case_id, func.max(CaseEvent.at)).group_by(CaseEvent.case_id)
        ).all()
    )
    rows = db.session.execute(
        select(CaseCategory.category_code, Case)
        .join(Case, Case.id == CaseCategory.case_id)
        .where(Case.state.in_({*CAN_LEAD, *CAN_MERGE}), Case.track.in_(("report", "petition")))
        .order_by(CaseCategory.category_code, Case.id)
    ).all()
    for category in sorted({code for code, _case in rows}):
        cases = [case for code, case in rows if code == category]
        leading = next((case for case in cases if case.state in CAN_LEAD), None)
        newer = [c for c in cases if leading and c.id > leading.id and c.state in CAN_MERGE]
        if leading and newer:
            yield leading, newer[-1], max(latest[leading.id], latest[newer[-1].id])


def plan_visits(people: dict[str, User], today: date) -> None:
    """Plan visits to two kitchens for the officer whose tablet the README shows."""
    command = PlanCommand(
        name="餐饮油烟专项检查",
        basis="campaign",
        year=today.year,
        kind="fumes",
        caps=CAPS,
        published_items="油烟净化设施安装、运行和清洗情况",
    )
    plan = create_plan(command, people["supervisor"])
    first, second = squad_of(people, "squad-1")[:2]
    kitchens = select(PollutionSource.id).where(PollutionSource.sector.contains("餐饮"))
    for days, source_id in enumerate(db.session.scalars(kitchens.order_by("id").limit(2)), start=3):
        visit = VisitCommand(source_id, today + timedelta(days=days), first.id, second.id)
        add_visit(plan.id, visit, people["supervisor"])


def enter_absences(people: dict[str, User], today: date) -> None:
    """Let one officer be away now and another next week, each with a stand-in."""
    week = timedelta(days=7)
    admin = people["admin"]
    add_absence(people["squad.1"].id, today, today + week, people["officer"].id, admin)
    add_absence(people["officer2"].id, today + week, today + 2 * week, people["squad.2"].id, admin)
