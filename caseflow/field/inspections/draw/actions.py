"""Making a draw under a plan: pools, the draw itself, and the visits that follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.plans.models import InspectionPlan
from caseflow.core.plans.queries import (
    Officer,
    certified_officers,
    counted_inspections,
    recused_on,
)
from caseflow.core.plans.rules import COUNTED, cap_of
from caseflow.core.sources.models import PollutionSource
from caseflow.field.inspections.draw.models import Draw
from caseflow.field.inspections.draw.rules import Candidate, Inputs, as_plain, draw, faults
from caseflow.field.inspections.plans.actions import VisitCommand, add_visit, open_plan
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, Refused
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User

WEIGHTS: dict[str, int] = {"general": 1, "elevated": 2, "major": 4}
"""Offered by risk grade; internal practice (忠县“十四五”规划: 差别化监管、分级分类治理)."""


@dataclass(frozen=True, slots=True)
class PoolFilter:
    """Which sources stand in the pool; "" is any. `category`: of a case against the source."""

    township: str = ""
    category: str = ""
    risk_grade: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A source that fits the filter but has had its inspections of the year."""

    id: int
    name: str
    count: int
    cap: int


@dataclass(frozen=True, slots=True)
class Pools:
    """What can be drawn from today."""

    sources: tuple[PollutionSource, ...]
    left_out: tuple[LeftOut, ...]
    officers: tuple[Officer, ...]
    recusals: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class DrawCommand:
    """A draw to be made. `weights`: risk grade → weight; `officer_ids` empty: all certified."""

    name: str
    seed: str
    seed_words: str
    seed_published_at: datetime
    object_count: int
    due_on: date
    pool: PoolFilter = PoolFilter()
    weights: dict[str, int] = field(default_factory=lambda: dict(WEIGHTS))
    officer_ids: tuple[int, ...] = ()
    is_balanced: bool = False


def pools_of(plan: InspectionPlan, pool: PoolFilter) -> Pools:
    """Return the sources and officers that stand in the pools today; five statements."""
    today, rows = clock.today(), _sources(pool)
    counts = counted_inspections([row.id for row in rows], plan.year)
    left_out = []
    for row in rows:
        cap = cap_of(plan.caps, row.risk_grade) if plan.basis in COUNTED else None
        if cap is not None and counts.get(row.id, 0) >= cap:
            left_out.append(LeftOut(row.id, row.name, counts[row.id], cap))
    away = {row.id for row in left_out}
    kept = tuple(row for row in rows if row.id not in away)
    officers = tuple(certified_officers(today))
    return Pools(kept, tuple(left_out), officers, tuple(sorted(recused_on(today))))


def _sources(pool: PoolFilter) -> list[PollutionSource]:
    wanted = select(PollutionSource).order_by(PollutionSource.id)
    if pool.township:
        wanted = wanted.where(PollutionSource.township_code == pool.township)
    if pool.risk_grade:
        wanted = wanted.where(PollutionSource.risk_grade == pool.risk_grade)
    if pool.category:
        against = (
            select(Case.source_id)
            .join(CaseCategory, CaseCategory.case_id == Case.id)
            .where(CaseCategory.category_code == pool.category, Case.source_id.is_not(None))
        )
        wanted = wanted.where(PollutionSource.id.in_(against))
    return list(db.session.scalars(wanted))


def inputs_of(command: DrawCommand, pools: Pools) -> Inputs:
    """Return the inputs of a draw from these pools."""
    chosen = set(command.officer_ids)
    officers = [row for row in pools.officers if not chosen or row.id in chosen]
    officer_ids = {row.id for row in officers}
    source_ids = {row.id for row in pools.sources}
    return Inputs(
        seed=command.seed,
        object_count=command.object_count,
        objects=tuple(
            Candidate(row.id, row.name, command.weights.get(row.risk_grade, 1))
            for row in pools.sources
        ),
        officers=tuple(Candidate(row.id, row.name) for row in officers),
        recusals=tuple(
            pair for pair in pools.recusals if pair[0] in officer_ids and pair[1] in source_ids
        ),
        is_balanced=command.is_balanced,
    )


def make_draw(plan_id: int, command: DrawCommand, actor: User) -> Draw:
    """Draw, keep all that it depended on, and plan the visits. Never commits.

    Raises Refused, naming who, if the draw is impossible; BadInput for a seed not yet published.
    """
    plan = open_plan(plan_id)
    at = clock.now()
    if command.seed_published_at > at:
        raise BadInput(_("The seed must have been published before the draw."))
    if not command.seed_words.strip() or not command.name.strip():
        raise BadInput(_("Say how and where the seed was published, and name the draw."))
    pools = pools_of(plan, command.pool)
    inputs = inputs_of(command, pools)
    found = faults(inputs)
    if found:
        raise Refused([_(fault.words, **dict(fault.params)) for fault in found])
    row = _keep(plan, command, pools, inputs, at, actor)
    for drawn in draw(inputs):
        first, second = drawn.officer_ids
        visit = VisitCommand(drawn.object_id, command.due_on, first, second, row.id)
        add_visit(plan.id, visit, actor)
    return row


def _keep(
    plan: InspectionPlan,
    command: DrawCommand,
    pools: Pools,
    inputs: Inputs,
    at: datetime,
    actor: User,
) -> Draw:
    row = Draw(
        plan_id=plan.id,
        name=command.name.strip(),
        seed=command.seed,
        seed_words=command.seed_words.strip(),
        seed_published_at=command.seed_published_at,
        pool_filter={
            "township": command.pool.township,
            "category": command.pool.category,
            "risk_grade": command.pool.risk_grade,
        },
        left_out=[
            {"id": one.id, "name": one.name, "count": one.count, "cap": one.cap}
            for one in pools.left_out
        ],
        inputs=inputs.canonical().decode(),
        inputs_hash=inputs.digest(),
        result=as_plain(draw(inputs)),
        drawn_at=at,
        drawn_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    return row
