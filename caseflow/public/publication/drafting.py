"""Drafting a public summary from a case: what was complained of, found, done and answered."""

from __future__ import annotations

from sqlalchemy import select

from caseflow.core.cases.models import Case, CaseCategory
from caseflow.core.enforcement.models import Inspection, RectificationOrder, Reinspection
from caseflow.core.petitions.models import Category, Petition
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.regions.models import Township

CONCLUSIONS = {"founded": "属实", "partly": "部分属实", "unfounded": "不属实"}


def draft_of(case: Case) -> tuple[str, str]:
    """Return title and text of the draft, in Chinese: it is content for the public.

    The petition's own words and the respondent's name stay out: the respondent is named only when
    a decision has taken effect, by a person's hand (facts G).
    """
    township = db.session.scalar(select(Township.name).where(Township.code == case.township_code))
    categories = "、".join(
        db.session.scalars(
            select(Category.name)
            .join(CaseCategory, CaseCategory.category_code == Category.code)
            .where(CaseCategory.case_id == case.id)
            .order_by(Category.position)
        )
    )
    what = categories or "生态环境"
    title = f"{township or '忠县'}{what}问题办理情况"
    paragraphs = [_opening(case, township or "忠县", what), *_found(case), *_done(case)]
    if case.conclusion:
        paragraphs.append(f"经核查，群众反映的问题{CONCLUSIONS[case.conclusion]}。")
    if case.closed_at:
        day = clock.local_date(case.closed_at)
        paragraphs.append(f"该件已于{day.year}年{day.month}月{day.day}日办结，并已答复。")
    return title, "\n\n".join(paragraphs)


def _opening(case: Case, township: str, what: str) -> str:
    has_petition = db.session.scalar(
        select(Petition.id).where(Petition.case_id == case.id).limit(1)
    )
    month = clock.local(case.opened_at)
    if has_petition is None:
        return f"{month.year}年{month.month}月，执法人员对{township}一处场所开展{what}方面的检查。"
    return f"{month.year}年{month.month}月，群众反映{township}存在{what}方面的问题。"


def _found(case: Case) -> list[str]:
    rows = db.session.scalars(
        select(Inspection).where(Inspection.case_id == case.id).order_by(Inspection.visited_at)
    )
    return [
        f"{clock.local(row.visited_at).month}月{clock.local(row.visited_at).day}日，"
        f"两名执法人员到现场检查：{row.findings}"
        for row in rows
    ]


def _done(case: Case) -> list[str]:
    lines = []
    for order in db.session.scalars(
        select(RectificationOrder)
        .where(RectificationOrder.case_id == case.id)
        .order_by(RectificationOrder.id)
    ):
        lines.append(
            f"已责令限期整改，要求{order.due_on.month}月{order.due_on.day}日前完成：{order.task}"
        )
        if order.complied_at:
            passed = db.session.scalar(
                select(Reinspection.words)
                .where(Reinspection.order_id == order.id, Reinspection.has_passed)
                .order_by(Reinspection.id.desc())
                .limit(1)
            )
            lines.append(f"复查情况：{passed or '整改到位'}")
    return lines
