"""Drafting the figures of a month: petitions by township and category, small numbers hidden."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.petitions.models import Category, Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township
from caseflow.public.publication.drafting.material import COUNTY, Draft, Material, period_words
from caseflow.public.publication.parts import table
from caseflow.public.publication.suppression import HIDDEN, SMALL, suppressed

NO_TOWNSHIP, NO_CATEGORY, TOTAL = "未定乡镇", "未定类别", "合计"


def monthly_statistics(material: Material) -> Draft:
    """Return the petitions registered in the period, by township and main category."""
    first, last = material.period
    counts = _counts(first, last)
    rows = list(dict.fromkeys(township for township, _category in counts))
    columns = list(dict.fromkeys(category for _township, category in sorted(counts, key=_second)))
    matrix = [[counts.get((row, column), 0) for column in columns] for row in rows]
    shown = suppressed(matrix)
    lines = [(name, *cells) for name, cells in zip([*rows, TOTAL], shown, strict=False)]
    total = shown[-1][-1] if shown else "0"
    told = f"共登记信访举报{total}件" if total not in {SMALL, HIDDEN} else "登记信访举报情况如下"
    text = (
        f"{period_words(first, last)}，{told}。"
        f"小于5的数字（不含0）以“{SMALL}”表示；为防止由合计推算出这些数字，"
        f"另有部分数字以“{HIDDEN}”表示，其值可能为0，也可能更大；以“0”表示的为没有。"
    )
    return Draft(
        f"{COUNTY}生态环境信访举报统计（{period_words(first, last)}）",
        text,
        (table("分乡镇（街道）、分类别件数", ("乡镇（街道）", *columns, TOTAL), lines),),
        clock_from_at=clock.end_of_day(last),
    )


def _second(key: tuple[str, str]) -> str:
    return key[1]


def _counts(first: date, last: date) -> dict[tuple[str, str], int]:
    """Return how many petitions were registered, by township and first main category."""
    main = (
        select(func.min(Category.position))
        .join(CaseCategory, CaseCategory.category_code == Category.code)
        .where(CaseCategory.case_id == Petition.case_id)
        .correlate(Petition)
        .scalar_subquery()
    )
    place = func.coalesce(Petition.township_code, Case.township_code)
    rows = db.session.execute(
        select(Township.name, main.label("position"), func.count(Petition.id))
        .select_from(Petition)
        .join(Case, Case.id == Petition.case_id)
        .outerjoin(Township, Township.code == place)
        .where(
            Petition.registered_at >= clock.start_of_day(first),
            Petition.registered_at <= clock.end_of_day(last),
            Petition.voided_at.is_(None),
        )
        .group_by(Township.name, Township.code, main)
        .order_by(Township.code)
    ).all()
    names = _main_names()
    found: dict[tuple[str, str], int] = {}
    for township, position, count in rows:
        key = (township or NO_TOWNSHIP, names.get(position, NO_CATEGORY))
        found[key] = found.get(key, 0) + count
    return found


def _main_names() -> dict[int, str]:
    """Return the name of the upper category of each position."""
    rows = db.session.scalars(select(Category)).all()
    names = {row.code: row.name for row in rows}
    return {row.position: names[row.parent_code or row.code] for row in rows}
