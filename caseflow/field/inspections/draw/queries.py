"""Reading draws: the list, one with its names and its publication clock, and proving one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from caseflow.core.deadlines.explain import explain
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.deadlines.rules import RULES, Rule
from caseflow.core.plans.models import InspectionPlan, PlannedInspection
from caseflow.core.plans.rules import OPEN
from caseflow.field.inspections.draw.models import Draw
from caseflow.field.inspections.draw.rules import (
    Inputs,
    UnreadableInputs,
    as_plain,
    draw,
    faults,
    read_inputs,
)
from caseflow.ground import clock
from caseflow.ground.errors import NotVisible
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

PUBLICATION = "PUB-RANDOM"
"""The term in deadlines/rules.py by which results are published; practice, unverified."""


@dataclass(frozen=True, slots=True)
class DrawRow:
    """A draw as the list shows it."""

    id: int
    name: str
    plan: str
    drawn_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One object of a result, with the names of the inputs."""

    source_id: int
    source: str
    weight: int
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicationClock:
    """When the results are to be published. `due_on` None: the visits are not all over yet."""

    rule: Rule
    open_count: int
    done_on: date | None
    due_on: date | None
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class DrawPage:
    """One draw with all that it depended on."""

    draw: Draw
    plan: str
    drawn_by: str
    inputs: Inputs
    rows: tuple[DrawnRow, ...]
    problems: tuple[str, ...]
    clock: PublicationClock


def draw_rows() -> list[DrawRow]:
    """Return the draws, the latest first; one statement."""
    rows = db.session.execute(
        select(Draw.id, Draw.name, InspectionPlan.name, Draw.drawn_at, Draw.result)
        .join(InspectionPlan, InspectionPlan.id == Draw.plan_id)
        .order_by(Draw.id.desc())
        .limit(200)
    )
    return [DrawRow(row[0], row[1], row[2], row[3], len(row[4])) for row in rows]


def get_draw(draw_id: int) -> Draw:
    """Return the draw. Raises NotVisible."""
    row = db.session.get(Draw, draw_id)
    if row is None:
        raise NotVisible(_("There is no such draw."))
    return row


def draw_page(draw_id: int) -> DrawPage:
    """Return a draw with its names, proved anew; five statements."""
    row = get_draw(draw_id)
    inputs = read_inputs(row.inputs.encode())
    sources = {one.id: one for one in inputs.objects}
    officers = {one.id: one.name for one in inputs.officers}
    return DrawPage(
        draw=row,
        plan=db.session.get_one(InspectionPlan, row.plan_id).name,
        drawn_by=db.session.get_one(User, row.drawn_by_id).display_name,
        inputs=inputs,
        rows=tuple(
            DrawnRow(
                drawn["object"],
                sources[drawn["object"]].name,
                sources[drawn["object"]].weight,
                tuple(officers[one] for one in drawn["officers"]),
            )
            for drawn in row.result
        ),
        problems=tuple(problems_of(row)),
        clock=publication_clock(row.id),
    )


def problems_of(row: Draw) -> list[str]:
    """Return what does not fit when a draw is repeated from its inputs; empty: it is proved."""
    found = []
    text = row.inputs.encode()
    if hashlib.sha256(text).hexdigest() != row.inputs_hash:
        found.append(_("The inputs do not have the hash that was kept."))
    try:
        inputs = read_inputs(text)
    except UnreadableInputs:
        return [*found, _("The inputs cannot be read.")]
    if inputs.seed != row.seed:
        found.append(_("The seed of the inputs is not the one that was kept."))
    if faults(inputs) or as_plain(draw(inputs)) != row.result:
        found.append(_("The inputs give another result than the one that was kept."))
    return found


def publication_clock(draw_id: int) -> PublicationClock:
    """Return when the results of a draw are to be published: counted from its last visit."""
    rule = RULES[PUBLICATION]
    open_count, last_at = db.session.execute(
        select(
            func.count().filter(PlannedInspection.state.in_(OPEN)),
            func.max(PlannedInspection.ended_at),
        ).where(PlannedInspection.draw_id == draw_id)
    ).one()
    if open_count or last_at is None:
        return PublicationClock(rule, open_count, None, None, False)
    due = explain(rule, last_at, current_calendar())
    return PublicationClock(rule, 0, clock.local_date(last_at), due.due_on, due.is_provisional)
