"""Drafting from decisions and from double random draws: named parties, as the instruments ask."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import column, select, table

from caseflow.core.cases.models import Case
from caseflow.core.enforcement.models import EnforcementFact, Inspection
from caseflow.core.plans.models import InspectionPlan, PlannedInspection
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.extensions import db
from caseflow.public.publication.drafting.material import Draft, Material, day_words
from caseflow.public.publication.parts import table as shown_table

draws = table("draws", column("id"), column("plan_id"), column("name"))
"""A wing's table by its name: what was drawn stands there, and its visits in the plan."""

OPEN_VISITS = ("planned", "opened")
RANDOM_COLUMNS = ("序号", "检查对象", "检查日期", "检查结果")


def penalty_decision(material: Material) -> Draft:
    """Return the page of one recorded penalty decision, with blanks for what no record holds."""
    fact = db.session.get_one(EnforcementFact, material.fact_id)
    source = db.session.scalar(
        select(PollutionSource)
        .join(Case, Case.source_id == PollutionSource.id)
        .where(Case.id == fact.case_id)
    )
    code = source.credit_code if source and source.credit_code else "【待填：统一社会信用代码】"
    fine = f"罚款人民币{fact.amount_yuan}元" if fact.amount_yuan else "【待填：处罚结果】"
    rows = [
        ("决定书文号", fact.number),
        ("被处罚当事人", fact.party),
        ("统一社会信用代码", code),
        ("法定代表人", "【待填：法定代表人；个人不填，删去本行】"),
        ("主要违法事实", fact.words or "【待填：主要违法事实】"),
        ("处罚依据", fact.basis),
        ("处罚结果", fine),
        ("作出机关", settings().authority),
        ("作出日期", day_words(clock.local_date(fact.happened_at))),
    ]
    return Draft(
        f"{fact.party}行政处罚决定（{fact.number}）",
        f"{settings().authority}依法作出行政处罚决定，现予公开。",
        (shown_table("行政处罚决定信息", ("项目", "内容"), rows),),
        case_ids=(fact.case_id,),
        fact_ids=(fact.id,),
        clock_from_at=fact.happened_at,
    )


def random_inspection(material: Material) -> Draft:
    """Return the results of a draw whose visits are over."""
    drawn = db.session.execute(
        select(draws.c.name, InspectionPlan.name.label("plan"), InspectionPlan.published_items)
        .join(InspectionPlan, InspectionPlan.id == draws.c.plan_id)
        .where(draws.c.id == material.draw_id)
    ).one()
    visits = _visits(material.draw_id)
    rows = [
        (str(number), row.name or "", _day(row.visited_at), _result(row))
        for number, row in enumerate(visits, start=1)
    ]
    found = sum(bool(row.is_violation) for row in visits)
    text = (
        f"根据《{drawn.plan}》，随机抽取检查对象{len(visits)}家，随机选派执法检查人员开展检查，"
        f"发现问题{found}家。检查事项：{drawn.published_items}。"
    )
    return Draft(
        f"“双随机、一公开”抽查结果（{drawn.name}）",
        text,
        (shown_table("抽查结果", RANDOM_COLUMNS, rows),),
        case_ids=tuple(dict.fromkeys(row.case_id for row in visits if row.case_id)),
        sites=tuple(
            {"source_id": row.source_id, "name": row.name, "findings": []}
            for row in visits
            if row.source_id
        ),
        clock_from_at=max((row.ended_at for row in visits if row.ended_at), default=None),
    )


def _visits(draw_id: int | None) -> Any:
    visit = PlannedInspection
    return db.session.execute(
        select(
            visit.case_id,
            visit.source_id,
            visit.state,
            visit.reason,
            visit.ended_at,
            PollutionSource.name,
            Inspection.visited_at,
            Inspection.is_violation,
        )
        .outerjoin(PollutionSource, PollutionSource.id == visit.source_id)
        .outerjoin(Inspection, Inspection.id == visit.inspection_id)
        .where(visit.draw_id == draw_id)
        .order_by(visit.id)
    ).all()


def _result(row: Any) -> str:
    if row.state == "dropped":
        return "未检查（对象已注销、停产或另有原因）"
    return "发现问题，已依法处理" if row.is_violation else "未发现问题"


def _day(at: datetime | date | None) -> str:
    return day_words(clock.local_date(at)) if isinstance(at, datetime) else "—"
