"""Drafting lists of progress from orders to put right: all, hazardous waste, hidden dangers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.cases.states import State
from caseflow.core.enforcement.models import Inspection, RectificationOrder
from caseflow.core.petitions.models import Category
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.public.publication.drafting.material import (
    COUNTY,
    Draft,
    Material,
    day_words,
    period_words,
    unnamed,
)
from caseflow.public.publication.drafting.places import categories_of, townships_of
from caseflow.public.publication.grounds import decided_names
from caseflow.public.publication.parts import table

MOST_ROWS = 200
HAZARDOUS = "hazardous"
GRADES = {"major": "重大", "elevated": "较大"}
COLUMNS = ("序号", "问题", "整改要求", "责任单位", "完成时限", "进展")
DANGER_COLUMNS = ("序号", "风险等级", "隐患", "整改要求", "责任单位", "完成时限", "销号情况")


@dataclass(frozen=True, slots=True)
class Line:
    """One order with what is said of its case."""

    order: RectificationOrder
    case_id: int
    source_name: str
    risk_grade: str

    def progress(self, until: date) -> str:
        """Return how far it had come at the end of `until`."""
        if self.order.complied_at and clock.local_date(self.order.complied_at) <= until:
            return f"已完成（{day_words(clock.local_date(self.order.complied_at))}复查通过）"
        if self.order.reported_at and clock.local_date(self.order.reported_at) <= until:
            return "已报告完成，待复查"
        return "逾期未完成，正在督促" if self.order.due_on < until else "整改中"

    @property
    def is_done_by(self) -> date | None:
        return clock.local_date(self.order.complied_at) if self.order.complied_at else None


def rectification_progress(material: Material) -> Draft:
    """Return the list of what had to be put right in the period."""
    first, last = material.period
    lines = _lines(first, last)
    title = f"{COUNTY}突出环境问题整改进度（{period_words(first, last)}）"
    return Draft(
        title,
        f"{_counted(lines, last)}现将进度公布如下。",
        (table("整改进度清单", COLUMNS, _rows(lines, last)),),
        case_ids=_cases(lines),
        clock_from_at=clock.end_of_day(last),
    )


def hazardous_waste_progress(material: Material) -> Draft:
    """Return what was inspected and put right about hazardous waste in the period."""
    first, last = material.period
    lines = _lines(first, last, Case.id.in_(_of_category(HAZARDOUS)))
    visits, violations = _inspected(first, last, HAZARDOUS)
    text = (
        f"{period_words(first, last)}，全县开展危险废物检查{visits}次，"
        f"发现问题{violations}个。{_counted(lines, last)}"
    )
    return Draft(
        f"{COUNTY}危险废物整治进展（{period_words(first, last)}）",
        text,
        (table("整改进度清单", COLUMNS, _rows(lines, last)),),
        case_ids=_cases(lines),
        clock_from_at=clock.end_of_day(last),
    )


def hidden_danger_progress(material: Material) -> Draft:
    """Return what was ordered at sources of major or elevated risk, and what was struck off."""
    first, last = material.period
    lines = _lines(first, last, PollutionSource.risk_grade.in_(GRADES))
    shown = _shown(lines)
    rows = [
        (
            str(number),
            GRADES[line.risk_grade],
            shown[line.order.id][0],
            line.order.task,
            shown[line.order.id][1],
            day_words(line.order.due_on),
            line.progress(last).replace("已完成", "已销号"),
        )
        for number, line in enumerate(lines, start=1)
    ]
    return Draft(
        f"{COUNTY}环境风险隐患整治和销号情况（{period_words(first, last)}）",
        f"对重大、较大环境风险源的隐患实行销号管理。{_counted(lines, last)}",
        (table("隐患整治清单", DANGER_COLUMNS, rows),),
        case_ids=_cases(lines),
        clock_from_at=clock.end_of_day(last),
    )


def _lines(first: date, last: date, *where: Any) -> list[Line]:
    """Return the orders that were open at any time in the period, by the day they are due."""
    order = RectificationOrder
    began = clock.start_of_day(first)
    rows = db.session.execute(
        select(order, Case.id, PollutionSource.name, PollutionSource.risk_grade)
        .join(Case, Case.id == order.case_id)
        .outerjoin(PollutionSource, PollutionSource.id == Case.source_id)
        .where(
            Case.state != State.VOID,
            order.issued_at <= clock.end_of_day(last),
            or_(order.complied_at.is_(None), order.complied_at >= began),
            *where,
        )
        .order_by(order.due_on, order.id)
        .limit(MOST_ROWS)
    )
    return [Line(row[0], row[1], row[2] or "", row[3] or "") for row in rows]


def _shown(lines: list[Line]) -> dict[int, tuple[str, str]]:
    """Return, by order, the problem in words and who answers for it, named only on a decision."""
    cases = _cases(lines)
    townships, categories = townships_of(cases), categories_of(cases)
    decided = decided_names(cases)
    found = {}
    for line in lines:
        what = categories.get(line.case_id, "生态环境")
        name = line.source_name if line.case_id in decided else unnamed(line.source_name)
        found[line.order.id] = (f"{townships.get(line.case_id, COUNTY)}{what}问题", name)
    return found


def _rows(lines: list[Line], until: date) -> list[tuple[str, ...]]:
    shown = _shown(lines)
    return [
        (
            str(number),
            shown[line.order.id][0],
            line.order.task,
            shown[line.order.id][1],
            day_words(line.order.due_on),
            line.progress(until),
        )
        for number, line in enumerate(lines, start=1)
    ]


def _counted(lines: list[Line], until: date) -> str:
    done = sum(line.is_done_by is not None and line.is_done_by <= until for line in lines)
    late = sum(line.progress(until).startswith("逾期") for line in lines)
    return f"整改事项{len(lines)}项，已完成{done}项，逾期未完成{late}项。"


def _cases(lines: list[Line]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(line.case_id for line in lines))


def _of_category(code: str) -> Any:
    """Return the cases of a category or of one under it."""
    return (
        select(CaseCategory.case_id)
        .join(Category, Category.code == CaseCategory.category_code)
        .where(or_(Category.code == code, Category.parent_code == code))
    )


def _inspected(first: date, last: date, code: str) -> tuple[int, int]:
    """Return how many inspections there were, and how many found a violation."""
    row = db.session.execute(
        select(
            func.count(Inspection.id),
            func.count(Inspection.id).filter(Inspection.is_violation),
        ).where(
            Inspection.visited_at >= clock.start_of_day(first),
            Inspection.visited_at <= clock.end_of_day(last),
            Inspection.case_id.in_(_of_category(code)),
        )
    ).one()
    return row[0], row[1]
