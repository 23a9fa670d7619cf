"""Publications in the public tables, and what every page of the public site must be."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import html5lib
from PIL import Image

from caseflow.ground.clock import ZONE
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.published.models import PublishedPage, PublishedPicture

TABLE = {
    "caption": "整改清单",
    "columns": ["序号", "责任单位", "整改措施", "完成时限"],
    "rows": [
        ["1", "某餐饮店", "加装油烟净化装置并定期清洗", "2026-10-31"],
        ["2", "某工地", "停止夜间打桩", "立行立改"],
    ],
}
NOV_5 = date(2026, 11, 5)


def publish(number: int, day: date = NOV_5, **more: Any) -> str:
    """Put one page into the public tables; returns its address."""
    slug = f"2026-{number}"
    at = datetime.combine(day, time(9), ZONE) + timedelta(seconds=number)
    given = {
        "slug": slug,
        "kind": "summary",
        "title": f"第{number}号办理结果",
        "body": f"群众反映第{number}处夜间施工。\n\n已责令整改，复查合格。",
        "legal_basis": "政府信息公开条例",
        "township": "忠州街道",
        "category": "噪声",
        "published_on": day,
        "changed_at": at.astimezone(UTC),
    }
    with unit_of_work():
        db.session.add(PublishedPage(**{**given, **more}))
    return slug


def add_picture(slug: str, position: int = 1, color: str = "navy") -> bytes:
    """Give a page a picture; returns its bytes."""
    kept = io.BytesIO()
    Image.new("RGB", (64, 48), color).save(kept, "JPEG")
    content = kept.getvalue()
    with unit_of_work():
        db.session.add(
            PublishedPicture(
                slug=slug,
                position=position,
                sha256="0" * 63 + str(position),
                width=64,
                height=48,
                caption="整改后的现场",
                content=content,
            )
        )
    return content


def change(slug: str, at: datetime, **values: Any) -> None:
    """Write the next version of a page."""
    with unit_of_work():
        page = db.session.get_one(PublishedPage, slug)
        page.version, page.changed_at = page.version + 1, at
        for name, value in values.items():
            setattr(page, name, value)


GONE: dict[str, Any] = {
    "title": "", "body": "", "township": "", "category": "", "legal_basis": "", "tables": []
}  # fmt: skip


def withdraw(slug: str, at: datetime, reason: str = "表述有误，正在更正。") -> None:
    """Leave of a page its tombstone."""
    change(slug, at, withdrawn_on=at.astimezone(ZONE).date(), withdraw_reason=reason, **GONE)


def make_site() -> list[str]:
    """Publish a few pages that show everything once; returns their addresses."""
    october = date(2026, 10, 12)
    slugs = [publish(1, october), publish(2, october, kind="typical_case", tables=[TABLE])]
    slugs += [publish(3), publish(4, kind="night_exposure", expires_on=date(2027, 2, 5))]
    slugs += [publish(5, kind="of_later", legal_basis=""), publish(6, NOV_5, kind="typical_case")]
    add_picture(slugs[1])
    add_picture(slugs[1], 2, "olive")
    add_picture(slugs[5])
    moment = datetime(2026, 11, 6, 8, tzinfo=UTC)
    change(slugs[2], moment, corrected_on=date(2026, 11, 6), correction="更正了完成日期。")
    withdraw(slugs[5], moment + timedelta(minutes=1))
    ran_out = {**GONE, "kind": "night_exposure", "expired_on": date(2026, 11, 7)}
    slugs.append(publish(7, october, kind="night_exposure"))
    change(slugs[6], moment + timedelta(days=1), **ran_out)
    return slugs


ADDRESSES = (
    "/results/",
    "/results/2026/10/",
    "/results/2026/11/",
    "/results/kind/",
    "/results/kind/summary/",
    "/results/kind/typical_case/",
    "/results/kind/of_later/",
    "/results/kind/typical_case/2026/10/",
    "/results/2026-1/",
    "/results/2026-2/",
    "/results/2026-3/",
    "/results/2026-4/",
    "/results/2026-5/",
    "/results/digest/",
    "/results/digest/2026-W42/",
)
GONE_ADDRESSES = ("/results/2026-6/", "/results/2026-7/")


def faults_of(page: str) -> list[str]:
    """Return what is wrong with a page: HTML, heading, ids, inline parts, words for pictures."""
    found = []
    try:
        html5lib.HTMLParser(strict=True).parse(page)
    except Exception as error:  # html5lib raises its own and others
        found.append(f"html: {error!r}")
    inside = re.findall(r"<h1>(.*?)</h1>", page, re.S)
    headings = [re.sub(r"<[^>]+>", "", one).strip() for one in inside]
    title = re.search(r"<title>(.*?)</title>", page, re.S)
    if len(headings) != 1 or title is None or not title[1].startswith(headings[0]):
        found.append(f"heading {headings} and title {title and title[1]}")
    ids = re.findall(r'\sid="([^"]+)"', page)
    if len(ids) != len(set(ids)):
        found.append(f"ids twice: {ids}")
    if re.search(r"<style|\sstyle=|\son[a-z]+=|<script", page):
        found.append("something inline")
    if re.search(r"<img(?![^>]*\salt=)", page):
        found.append("a picture without words")
    if "<form" in page or "csrf" in page:
        found.append("a form")
    return found


def links_of(page: str) -> set[str]:
    """Return every address of this site that a page leads to or asks for, without its query."""
    found = re.findall(r'(?:href|src)="(/[^"]*)"', page)
    return {one.partition("?")[0].partition("#")[0] for one in found}
