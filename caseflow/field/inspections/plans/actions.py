"""Making plans, filling them with visits, opening and dropping visits. Never commits."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, select, update

from caseflow.core.cases.actions import open_inspection, perform
from caseflow.core.cases.actions.opening import InspectionCommand
from caseflow.core.cases.models import Case
from caseflow.core.deadlines.calendar import working_days_after
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.enforcement.models import RectificationOrder
from caseflow.core.plans.models import InspectionPlan, PlannedInspection
from caseflow.core.plans.queries import certified_officers, counted_inspections, recused_on
from caseflow.core.plans.rules import (
    BASIS_RULES,
    KIND_CATEGORIES,
    OPEN,
    cap_of,
    cap_refusal,
)
from caseflow.core.sources.models import PollutionSource
from caseflow.core.visits.rules import KINDS
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, CaseflowError, NotVisible, Refused
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User


class StalePlan(CaseflowError):
    """The plan or visit was changed since the page was loaded."""

    status = 409


@dataclass(frozen=True, slots=True)
class PlanCommand:
    """What is decided about a plan. `caps`: risk grade → at most so many a year; may be empty."""

    name: str
    basis: str
    year: int
    kind: str
    caps: dict[str, int]
    published_items: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class VisitCommand:
    """One visit to be planned; officers are settled before it is opened."""

    source_id: int
    due_on: date
    officer_id: int | None = None
    second_officer_id: int | None = None
    draw_id: int | None = None


def create_plan(command: PlanCommand, actor: User) -> InspectionPlan:
    """Add a plan. Raises BadInput."""
    _check_plan(command)
    plan = InspectionPlan(
        **asdict(command), created_at=clock.now(), created_by_id=actor.id, version=1
    )
    db.session.add(plan)
    db.session.flush()
    return plan


def change_plan(plan_id: int, command: PlanCommand, seen: int) -> None:
    """Change a plan seen at version `seen`; its ground and year stay once it holds visits."""
    _check_plan(command)
    plan = get_plan(plan_id)
    if (plan.basis, plan.year) != (command.basis, command.year) and db.session.scalar(
        select(exists().where(PlannedInspection.plan_id == plan_id))
    ):
        raise BadInput(_("The plan holds visits already: its ground and year cannot be changed."))
    _claim(InspectionPlan, plan_id, seen, asdict(command))


def end_plan(plan_id: int, seen: int) -> None:
    """End a plan: no visit is added to it any more."""
    _claim(InspectionPlan, plan_id, seen, {"ended_at": clock.now()})


def get_plan(plan_id: int) -> InspectionPlan:
    """Return the plan. Raises NotVisible."""
    plan = db.session.get(InspectionPlan, plan_id)
    if plan is None:
        raise NotVisible(_("There is no such plan."))
    return plan


def get_planned(planned_id: int) -> PlannedInspection:
    """Return the planned inspection. Raises NotVisible."""
    row = db.session.get(PlannedInspection, planned_id)
    if row is None:
        raise NotVisible(_("There is no such planned inspection."))
    return row


def add_visit(plan_id: int, command: VisitCommand, actor: User) -> PlannedInspection:
    """Plan one visit. Raises BadInput, or Refused above the yearly cap of the enterprise."""
    plan = open_plan(plan_id)
    source = db.session.get(PollutionSource, command.source_id)
    if source is None:
        raise BadInput(_("Choose a pollution source."))
    _refuse_above_cap(plan, source)
    _check_officers(command)
    row = _row(plan, actor, **asdict(command))
    db.session.add(row)
    db.session.flush()
    return row


def change_visit(planned_id: int, command: VisitCommand, seen: int) -> None:
    """Change day and officers of a visit that is not over. Raises BadInput, Refused, StalePlan."""
    row = get_planned(planned_id)
    if row.state not in OPEN:
        raise Refused([_("This planned inspection is over.")])
    checked = VisitCommand(
        row.source_id or 0, command.due_on, command.officer_id, command.second_officer_id
    )
    _check_officers(checked)
    values = asdict(checked)
    del values["source_id"], values["draw_id"]
    _claim(PlannedInspection, planned_id, seen, values)


def open_plan(plan_id: int) -> InspectionPlan:
    """Return a plan that takes further visits. Raises NotVisible, Refused."""
    plan = get_plan(plan_id)
    if plan.ended_at is not None:
        raise Refused([_("The plan has ended: no visit is added to it any more.")])
    return plan


def _row(plan: InspectionPlan, actor: User, **values: Any) -> PlannedInspection:
    defaults = {"state": "planned", "reason": "", "version": 1}
    return PlannedInspection(
        plan_id=plan.id, created_at=clock.now(), created_by_id=actor.id, **{**defaults, **values}
    )


def open_visit(planned_id: int, seen: int, actor: User) -> Case:
    """Open the case of a planned visit and assign it to its first officer.

    Whoever is one of its officers may; else the right to assign cases is asked for. Raises
    Refused if it is not due to be opened, lacks officers, or stands above the cap.
    """
    row = get_planned(planned_id)
    plan, officers = get_plan(row.plan_id), (row.officer_id, row.second_officer_id)
    if row.state != "planned":
        raise Refused([_("This planned inspection was opened or dropped already.")])
    if None in officers:
        raise Refused([_("Name two officers before the inspection is opened.")])
    source = db.session.get_one(PollutionSource, row.source_id)
    _refuse_above_cap(plan, source, but=row.id)
    _check_officers(VisitCommand(source.id, clock.today(), *officers))
    _claim(PlannedInspection, row.id, seen, {"state": "opened"})
    case = open_inspection(_case_command(plan, source), actor)
    first = db.session.get_one(User, row.officer_id)
    perform(
        case,
        "assign",
        None if actor.id in officers else actor,  # the plan assigns it, not the officer
        version=case.version,
        unit_id=first.unit_id,
        assignee_id=first.id,
        words=plan.name,
    )
    row.case_id = case.id
    db.session.flush()
    return case


def _case_command(plan: InspectionPlan, source: PollutionSource) -> InspectionCommand:
    return InspectionCommand(
        title=f"{source.name}：{plan.name}"[:300],
        channel_code=BASIS_RULES[plan.basis].channel,
        source_id=source.id,
        township_code=source.township_code,
        address_text=source.address_text,
        longitude=source.longitude,
        latitude=source.latitude,
        category_codes=(KIND_CATEGORIES[plan.kind],),
    )


def drop_visit(planned_id: int, reason: str, seen: int, actor: User) -> None:
    """Drop a visit that was not made. Raises BadInput without a reason, Refused if it is over."""
    row = get_planned(planned_id)
    if not reason.strip():
        raise BadInput(_("Say why the inspection is dropped."))
    if row.state not in OPEN:
        raise Refused([_("This planned inspection is over.")])
    values = {"state": "dropped", "reason": reason.strip()[:300], "ended_at": clock.now()}
    _claim(PlannedInspection, row.id, seen, {**values, "ended_by_id": actor.id})


def schedule_reinspections(plan_id: int, actor: User) -> int:
    """Plan the check of every open order that has none; return how many. No commit.

    Each is due on the first working day after the order's own day.
    """
    plan = open_plan(plan_id)
    if plan.basis != "reinspection":
        raise Refused([_("Only a plan of re-inspections is filled from open orders.")])
    is_planned = exists().where(
        PlannedInspection.order_id == RectificationOrder.id, PlannedInspection.state.in_(OPEN)
    )
    rows = db.session.execute(
        select(
            RectificationOrder.id, RectificationOrder.due_on, Case.id.label("case_id"),
            Case.source_id, Case.assignee_id,
        )
        .join(Case, Case.id == RectificationOrder.case_id)
        .where(RectificationOrder.complied_at.is_(None), ~is_planned)
        .order_by(RectificationOrder.id)
    ).all()  # fmt: skip
    for row in rows:
        due_on = working_days_after(row.due_on, 1, current_calendar()).day
        made = _row(
            plan, actor, source_id=row.source_id, case_id=row.case_id, order_id=row.id,
            officer_id=row.assignee_id, due_on=due_on, state="opened",
        )  # fmt: skip
        db.session.add(made)
    db.session.flush()
    return len(rows)


def _check_plan(command: PlanCommand) -> None:
    rule = BASIS_RULES.get(command.basis)
    if rule is None or not rule.can_plan:
        raise BadInput(_("Choose why these inspections are made."))
    if command.kind not in KINDS:
        raise BadInput(_("Choose what is looked into."))
    if not command.name.strip() or not command.published_items.strip():
        raise BadInput(_("A plan needs a name and the published items that are inspected."))
    if not 2000 <= command.year <= 2100 or any(cap < 1 for cap in command.caps.values()):
        raise BadInput(_("A plan needs a year, and caps from 1."))


def _refuse_above_cap(
    plan: InspectionPlan, source: PollutionSource, *, but: int | None = None
) -> None:
    count = counted_inspections([source.id], plan.year, but=but).get(source.id, 0)
    refusal = cap_refusal(
        plan.basis,
        count,
        cap_of(plan.caps, source.risk_grade),
        name=source.name,
        year=plan.year,
    )
    if refusal:
        raise Refused([_(refusal[0], **refusal[1])])


def _check_officers(command: VisitCommand) -> None:
    """Raise BadInput unless the officers named are two, certified on the day, and not recused."""
    ids = [one for one in (command.officer_id, command.second_officer_id) if one is not None]
    if len(set(ids)) < len(ids):
        raise BadInput(_("An inspection needs two different officers."))
    names = {one.id: one.name for one in certified_officers(command.due_on)}
    if not set(ids) <= set(names):
        raise BadInput(_("An officer named here holds no certificate valid on that day."))
    recused = recused_on(command.due_on)
    for officer_id in ids:
        if (officer_id, command.source_id) in recused:
            raise BadInput(_("%(name)s is recused from this source.", name=names[officer_id]))


def _claim(model: Any, row_id: int, seen: int, values: dict[str, Any]) -> None:
    """Change a row last seen at version `seen`. Raises NotVisible, StalePlan."""
    moved: Any = db.session.execute(
        update(model)
        .where(model.id == row_id, model.version == seen)
        .values(**values, version=seen + 1)
        .execution_options(synchronize_session="fetch")
    )
    if not moved.rowcount:
        raise StalePlan(_("Somebody else changed this since you opened the page."))
