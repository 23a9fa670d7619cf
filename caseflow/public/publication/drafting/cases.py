"""Drafting from cases that have ended: what was complained of, found, done and answered.

The petition's own words and the respondent's name stay out: the respondent is named only when a
decision has taken effect, by a person's hand (facts G).
"""

from __future__ import annotations

from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.enforcement.models import Inspection, RectificationOrder, Reinspection
from caseflow.core.petitions.models import Petition
from caseflow.core.sources.models import PollutionSource
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.public.publication.drafting.material import (
    COUNTY,
    Draft,
    Material,
    day_words,
    unnamed,
)
from caseflow.public.publication.drafting.places import categories_of, townships_of
from caseflow.public.publication.grounds import decisions_of

CONCLUSIONS = {"founded": "属实", "partly": "部分属实", "unfounded": "不属实"}


def summary(material: Material) -> Draft:
    """Return the draft of a case summary."""
    case = db.session.get_one(Case, material.case_ids[0])
    township, what = _township(case), _what(case)
    title = f"{township}{what}问题办理情况"
    paragraphs = [_opening(case, township, what), *_found(case), *_done(case)]
    is_complained_of = _has_petition(case)
    if case.conclusion:
        source = "群众反映" if is_complained_of else "检查发现"
        paragraphs.append(f"经核查，{source}的问题{CONCLUSIONS[case.conclusion]}。")
    if case.closed_at:
        answered = "，并已答复" if is_complained_of else ""
        paragraphs.append(f"该件已于{day_words(clock.local_date(case.closed_at))}办结{answered}。")
    return Draft(title, "\n\n".join(paragraphs), case_ids=(case.id,))


def typical_case(material: Material) -> Draft:
    """Return the draft of a typical case, or of several told one after the other."""
    cases = [db.session.get_one(Case, case_id) for case_id in material.case_ids]
    if len(cases) == 1:
        title = f"典型案例：{_township(cases[0])}{_subject(cases[0])}{_what(cases[0])}案"
        told = _told(cases[0])
    else:
        title = f"{COUNTY}生态环境违法行为典型案例（{len(cases)}件）"
        told = [
            line
            for number, case in enumerate(cases, start=1)
            for line in (
                f"案例{number}：{_township(case)}{_subject(case)}{_what(case)}案",
                *_told(case),
            )
        ]
    meaning = "【待填：典型意义】"
    return Draft(title, "\n\n".join([*told, meaning]), case_ids=tuple(case.id for case in cases))


def _told(case: Case) -> list[str]:
    """Return the paragraphs of a typical case: facts, order, decision."""
    lines = [
        f"基本案情：{_opening(case, _township(case), _what(case))}",
        *_found(case),
        *_done(case),
    ]
    for decision in decisions_of([case.id]):
        lines.append(f"处理结果：{day_words(decision.decided_on)}，依法作出行政处罚决定。")
    return lines


def _subject(case: Case) -> str:
    """Return what stands for the respondent: a person names it, where a decision allows it."""
    name = db.session.scalar(
        select(PollutionSource.name).where(PollutionSource.id == (case.source_id or 0))
    )
    return unnamed(name or "")


def _township(case: Case) -> str:
    return townships_of([case.id]).get(case.id, COUNTY)


def _what(case: Case) -> str:
    return categories_of([case.id]).get(case.id, "生态环境")


def _opening(case: Case, township: str, what: str) -> str:
    month = clock.local(case.opened_at)
    if not _has_petition(case):
        return f"{month.year}年{month.month}月，执法人员对{township}一处场所开展{what}方面的检查。"
    return f"{month.year}年{month.month}月，群众反映{township}存在{what}方面的问题。"


def _has_petition(case: Case) -> bool:
    wanted = select(Petition.id).where(Petition.case_id == case.id).limit(1)
    return db.session.scalar(wanted) is not None


def _sentence(words: str) -> str:
    """Return `words` with a full stop, unless they end with a sign of their own."""
    words = words.rstrip()
    return words if words.endswith(("。", "！", "？", "；", "…")) else f"{words}。"


def _found(case: Case) -> list[str]:
    rows = db.session.scalars(
        select(Inspection).where(Inspection.case_id == case.id).order_by(Inspection.visited_at)
    )
    return [
        f"{clock.local(row.visited_at).month}月{clock.local(row.visited_at).day}日，"
        f"两名执法人员到现场检查：{_sentence(row.findings)}"
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
            f"已责令限期整改，要求{order.due_on.month}月{order.due_on.day}日前完成："
            f"{_sentence(order.task)}"
        )
        if order.complied_at:
            passed = db.session.scalar(
                select(Reinspection.words)
                .where(Reinspection.order_id == order.id, Reinspection.has_passed)
                .order_by(Reinspection.id.desc())
                .limit(1)
            )
            lines.append(f"复查情况：{_sentence(passed or '整改到位')}")
    return lines
