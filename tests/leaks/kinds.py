"""A publication of every kind beside the summaries, made from cases full of secrets."""

from __future__ import annotations

from typing import Any

from caseflow.core.cases.models import Case
from caseflow.ground import clock
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.publication.kinds import KINDS, SUMMARY
from tests.factories import a_source, do, open_case
from tests.leaks.planting import Planted
from tests.publications import (
    NUMBER,
    a_draw,
    begun,
    heard,
    newest_fact,
    night_finding,
    penalised,
    published,
    visited,
    visits_of,
)

PETITIONS = 4
"""So many planted petitions `publish_kinds` makes."""
NAMED = ("respondent", "name", "reference")
"""What the publisher keeps where a decision names its party: never what the case itself knows."""
KEPT = {"penalty_decision": NAMED, "night_exposure": NAMED, "random_inspection": NAMED[:2]}


def publish_kinds(number: int, closed: list[int]) -> list[str]:
    """Bring one publication of each other kind out; `number`: the first unused secret."""
    first, second, third, fourth = (Planted(number + place) for place in range(PETITIONS))
    _ordered(first)
    with unit_of_work():
        a_source().risk_grade = "major"
    punished = penalised(_investigated(second), fact_words=f"夜间打桩，影响{second.told}。")
    for place, (found, days) in enumerate(((third, 40), (fourth, 30)), start=2):
        case = _investigated(found)
        night_finding(days, NUMBER.format(place), case=case, findings=found.findings)
    draw_id = a_draw(("忠县某建筑公司",))
    for planned in visits_of(draw_id):
        visited(planned, is_violation=True)
    month = {"period_from": clock.today().replace(day=1), "period_until": clock.today()}
    material: dict[str, dict[str, Any]] = {
        "typical_case": {"case_ids": tuple(closed[:2])},
        "rectification_progress": month,
        "penalty_decision": {"fact_id": newest_fact(punished, "penalty_decided")},
        "random_inspection": {"draw_id": draw_id},
        "night_exposure": {"source_ids": (a_source().id,)},
        "horn_exposure": {
            "rows": (("夜间", "果园路", "禁鸣路段鸣喇叭", "县交巡警大队"),),
            "columns": ("时段", "路段", "行为", "查处机关"),
        },
        "hazardous_waste_progress": month,
        "hidden_danger_progress": month,
        "monthly_statistics": month,
    }
    assert {SUMMARY, *material} == set(KINDS)
    for key, given in material.items():
        row = begun(key, **given)
        if KINDS[key].has_right_of_reply:
            heard(row, answer=f"是{third.told}反映的，已整改。")
        published(row, keep=KEPT.get(key, ()))
    return sorted(material)


def _investigated(found: Planted) -> Case:
    case = open_case(category_codes=("noise-construction", "hazardous"), **found.petition).case
    for name in ("accept", "assign", "receipt", "start_investigation"):
        do(case, name)
    return case


def _ordered(found: Planted) -> None:
    """Order a site to be put right, in words that name whom it disturbed."""
    case = do(_investigated(found), "link_source")
    do(case, "record_inspection", is_violation=True, findings=found.findings)
    goal, task = f"夜间停止打桩，不再影响{found.told}", f"安装隔声屏障，告知{found.told}"
    do(case, "order_rectification", order_goal=goal, order_task=task)
