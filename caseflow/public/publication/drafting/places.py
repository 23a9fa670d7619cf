"""Names of townships and categories of cases, as they stand in a text."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.petitions.models import Category
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.public.publication.drafting.material import COUNTY


def townships_of(case_ids: Sequence[int]) -> dict[int, str]:
    """Return the township's name of each case; the county's where there is none."""
    rows = db.session.execute(
        select(Case.id, func.coalesce(Township.name, COUNTY))
        .outerjoin(Township, Township.code == Case.township_code)
        .where(Case.id.in_(case_ids))
    )
    return {case_id: name for case_id, name in rows}


IN_A_SENTENCE = {"大气": "大气污染", "水": "水污染", "固体废物": "固体废物污染", "其他": "其他环境"}
"""Categories whose own name does not read well in 水问题, 存在水方面的问题."""


def categories_of(case_ids: Sequence[int]) -> dict[int, str]:
    """Return the categories of each case in words; a case of none is left out."""
    rows = db.session.execute(
        select(CaseCategory.case_id, Category.name)
        .join(Category, Category.code == CaseCategory.category_code)
        .where(CaseCategory.case_id.in_(case_ids))
        .order_by(CaseCategory.case_id, Category.position)
    )
    found: dict[int, list[str]] = {}
    for case_id, name in rows:
        found.setdefault(case_id, []).append(IN_A_SENTENCE.get(name, name))
    return {case_id: "、".join(names) for case_id, names in found.items()}
