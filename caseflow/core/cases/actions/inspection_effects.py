"""Effects of looking at a source and having it put right: inspection, order, re-inspection."""

from __future__ import annotations

from sqlalchemy import select

from caseflow.core.cases.actions.act import Act
from caseflow.core.cases.actions.effects import effect, flushed
from caseflow.core.enforcement.models import Inspection, RectificationOrder, Reinspection
from caseflow.core.petitions.numbers import take_number
from caseflow.core.plans.linking import link_inspection, link_reinspection
from caseflow.ground import clock
from caseflow.ground.extensions import db


@effect("link_source")
def _link_source(act: Act) -> None:
    act.set("source_id", act.given["source_id"])


@effect("record_inspection")
def _inspect(act: Act) -> None:
    first = act.situation.officers[act.given["officer_id"]]
    second = act.situation.officers[act.given["second_officer_id"]]
    made = flushed(
        act,
        "inspection",
        Inspection(
            case_id=act.case.id,
            visited_at=act.given["visited_at"],
            officer_id=first.user_id,
            second_officer_id=second.user_id,
            certificates=f"{first.certificate_number}, {second.certificate_number}",
            findings=act.given["findings"],
            is_violation=act.given["is_violation"],
        ),
    )
    link_inspection(act.case.id, made.id, at=act.at, actor_id=act.actor_id)


@effect("order_rectification")
def _order(act: Act) -> None:
    assert act.actor_id is not None
    flushed(
        act,
        "rectification_order",
        RectificationOrder(
            case_id=act.case.id,
            number=take_number("rectification_order", clock.local_date(act.at)),
            person=act.given["order_person"],
            duty=act.given["order_duty"],
            goal=act.given["order_goal"],
            due_on=act.given["due_on"],
            task=act.given["order_task"],
            standard=act.given["order_standard"],
            issued_at=act.at,
            issued_by_id=act.actor_id,
        ),
    )


def open_order(case_id: int) -> RectificationOrder:
    """Return the order of the case that has not been complied with."""
    return db.session.scalars(
        select(RectificationOrder)
        .where(
            RectificationOrder.case_id == case_id,
            RectificationOrder.complied_at.is_(None),
        )
        .order_by(RectificationOrder.id.desc())
        .limit(1)
    ).one()


@effect("report_rectified")
def _report(act: Act) -> None:
    order = open_order(act.case.id)
    order.reported_at = act.at
    act.changes["reported_order"] = order.id


@effect("pass_reinspection", "fail_reinspection")
def _reinspect(act: Act) -> None:
    order = open_order(act.case.id)
    has_passed = act.row.name == "pass_reinspection"
    made = flushed(
        act,
        "reinspection",
        Reinspection(
            order_id=order.id,
            visited_at=act.given["visited_at"],
            officer_id=act.given["officer_id"],
            second_officer_id=act.given["second_officer_id"],
            has_passed=has_passed,
            words=act.given["findings"],
        ),
    )
    link_reinspection(order.id, made.id, at=act.at, actor_id=act.actor_id)
    if has_passed:
        order.complied_at = act.at
    else:
        act.changes["order_due_on"] = [order.due_on.isoformat(), act.given["due_on"].isoformat()]
        order.due_on, order.reported_at = act.given["due_on"], None
