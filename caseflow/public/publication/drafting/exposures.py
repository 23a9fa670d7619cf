"""Drafting the two exposure lists: sites that disturb the night, and unlawful use of the horn."""

from __future__ import annotations

from flask_babel import gettext as _

from caseflow.ground import clock
from caseflow.ground.config import settings
from caseflow.ground.errors import Refused
from caseflow.public.publication.drafting.exposed import NamedSite, exposed_sites
from caseflow.public.publication.drafting.material import COUNTY, Draft, Material, day_words
from caseflow.public.publication.parts import table

NIGHT_COLUMNS = ("序号", "场所", "所在乡镇（街道）", "夜间违法日期", "依据")


def night_exposure(material: Material) -> Draft:
    """Return the list of the chosen sites, each with the findings that satisfied the criteria.

    Raises Refused for a site that does not satisfy them today.
    """
    figures, found = exposed_sites()
    chosen = [site for site in found if site.source_id in material.source_ids]
    if len(chosen) != len(set(material.source_ids)) or not all(s.is_satisfied for s in chosen):
        raise Refused([_("A chosen site does not satisfy the criteria any more.")])
    rows = [_night_row(number, site) for number, site in enumerate(chosen, start=1)]
    text = (
        f"以下场所在{figures['months']}个月内有{figures['findings']}次以上夜间噪声违法，"
        "每一次均已有生效的处罚决定，或者认定已经送达且期满未提出异议。投诉件数不作为列入依据。"
        "名单公布前已书面告知并听取申辩；改正到位的可以申请撤下。"
    )
    return Draft(
        f"{COUNTY}夜间噪声严重扰民场所名单（{day_words(clock.today())}）",
        text,
        (table("夜间扰民场所名单", NIGHT_COLUMNS, rows),),
        case_ids=tuple(dict.fromkeys(f.visit.case_id for s in chosen for f in s.counting)),
        fact_ids=tuple(dict.fromkeys(i for s in chosen for f in s.counting for i in f.fact_ids)),
        sites=tuple(_as_kept(site) for site in chosen),
    )


def _night_row(number: int, site: NamedSite) -> tuple[str, ...]:
    days = "、".join(day_words(finding.visit.at.date()) for finding in site.counting)
    grounds = "；".join(finding.ground for finding in site.counting)
    return str(number), site.name, site.township, days, grounds


def _as_kept(site: NamedSite) -> dict[str, object]:
    return {
        "source_id": site.source_id,
        "name": site.name,
        "findings": [
            {"on": finding.visit.at.date().isoformat(), "ground": finding.ground}
            for finding in site.counting
        ],
    }


def horn_exposure(material: Material) -> Draft:
    """Return the list of what the traffic police sent."""
    text = (
        f"根据公安交通管理部门提供的信息，现将{len(material.rows)}起违法鸣笛行为予以曝光。"
        "请广大驾驶人文明驾驶，在禁鸣路段和夜间不鸣喇叭。"
    )
    if material.naming_basis:
        text += f"公开姓名、号牌的依据：{material.naming_basis}。"
    return Draft(
        f"{COUNTY}违法鸣笛曝光（{day_words(clock.today())}）",
        f"{text}\n\n发布：{settings().authority}。",
        (table("违法鸣笛行为", material.columns, list(material.rows)),),
    )
