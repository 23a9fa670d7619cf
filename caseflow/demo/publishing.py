"""Publications of the demonstration: summaries in every state, and others of the kinds there are.

A double random draw and a list of sites that disturb the night need visits and decisions that the
demonstration does not invent.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.cases.states import State
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.demo.lives import at_work
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.people.accounts.models import User
from caseflow.public.publication.actions import drafts, steps
from caseflow.public.publication.actions.marks import HIDE, KEEP
from caseflow.public.publication.drafting import Material
from caseflow.public.publication.kinds import KINDS, SUMMARY
from caseflow.public.publication.models import Publication

ENDS = ("", "approve", "", "propose", "withdraw", "", "draft", "")
"""Where a summary stops, in turn; empty: it is published and stays."""
BEFORE = timedelta(days=30)
"""The accounts are so much older than the first case."""
HORN_AGO = timedelta(days=98)
"""The list of horns was published so long ago: its 90 days are over."""
HORN = Material(
    columns=("时段", "路段", "行为", "查处机关"),
    rows=(
        ("夜间", "忠州大道", "禁鸣路段鸣喇叭", "县公安局交巡警大队"),
        ("早高峰", "学校路段", "禁鸣路段鸣喇叭", "县公安局交巡警大队"),
    ),
)
NAMED = {"penalty_decision": ("respondent", "name", "reference")}
"""What is kept of the marks: a decision names its party."""
FILLED = "演示数据，从略"
"""What stands for names that the demonstration does not invent."""
FILLED_AS = {
    "【待填：典型意义": "典型意义：产生污染的经营者应当正常使用并定期维护防治设施，做到日常达标。",
    "【待填：主要违法事实": "未按照规定正常使用配套的污染防治设施，污染物未经处理直接排放。",
    "【待填：处罚结果": "责令改正，并处罚款人民币20000元。",
}


def publish_some(people: dict[str, User], end: datetime, dice: random.Random) -> None:
    """Publish summaries of closed cases; some are still on their way, one is withdrawn."""
    for place, case in enumerate(_spread(_closed())):
        assert case.closed_at is not None
        at = at_work(case.closed_at + timedelta(days=1), dice)
        if at + timedelta(hours=8) < end:
            _publish(SUMMARY, Material(case_ids=(case.id,)), ENDS[place % len(ENDS)], people, at)


def _closed() -> list[Case]:
    return list(
        db.session.scalars(
            select(Case)
            .where(Case.state == State.CLOSED, Case.track.in_(("report", "petition", "inspection")))
            .order_by(Case.closed_at, Case.id)
        )
    )


def _spread(closed: list[Case]) -> list[Case]:
    return closed[:: max(1, len(closed) // 24)]


def publish_kinds(people: dict[str, User], end: datetime, dice: random.Random) -> None:
    """Publish one of each other kind that the cases give; the list of horns has run out."""
    for key, material, wanted in _others(end):
        at = at_work(wanted, dice)
        if at + timedelta(hours=8) < end:
            row = _publish(key, material, "", people, at)
            if row.expires_on and row.expires_on < clock.local_date(end) - timedelta(days=2):
                with clock.pretend(clock.end_of_day(row.expires_on) + timedelta(minutes=10)):
                    steps.take_step(row, "expire", None, version=row.version)


def _others(end: datetime) -> Iterator[tuple[str, Material, datetime]]:
    """Yield kind, what it is made from, and from when on."""
    yield "horn_exposure", HORN, end - HORN_AGO
    first, last = _month_before(clock.local_date(end) - timedelta(days=8))
    month = Material(period_from=first, period_until=last)
    for days, key in enumerate(
        ("monthly_statistics", "rectification_progress", "hidden_danger_progress",
         "hazardous_waste_progress"),
        start=2,
    ):  # fmt: skip
        yield key, month, clock.end_of_day(last) + timedelta(days=days)
    founded = [case for case in _closed() if case.conclusion == "founded" and case.source_id]
    for case in founded[:1]:
        assert case.closed_at is not None
        yield "typical_case", Material(case_ids=(case.id,)), case.closed_at + timedelta(days=3)
    decided = select(EnforcementFact).where(EnforcementFact.kind == "penalty_decided")
    for fact in db.session.scalars(decided.order_by(EnforcementFact.id)):
        yield "penalty_decision", Material(fact_id=fact.id), fact.happened_at + timedelta(days=6)


def _month_before(day: date) -> tuple[date, date]:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _publish(
    key: str, material: Material, stop: str, people: dict[str, User], at: datetime
) -> Publication:
    """Take a publication from its draft to where it stops; somebody else approves."""
    drafter, approver = people["publisher"], people["supervisor"]
    with clock.pretend(at):
        row = drafts.start(KINDS[key], material, drafter)
    if stop == "draft":
        return row
    with clock.pretend(at + timedelta(minutes=20)):
        _fill_in(row, drafter)
        keep = NAMED.get(key, ())
        decisions: dict[int, tuple[str | None, str]] = {
            place: (KEEP if mark["kind"] in keep else HIDE, mark["replacement"])
            for place, mark in enumerate(row.marks)
        }
        drafts.decide_marks(row, drafter, version=row.version, decisions=decisions)
        steps.take_step(row, "propose", drafter, version=row.version)
    if stop != "propose":
        _bring_out(row, approver, stop, at + timedelta(hours=2))
    return row


def _fill_in(row: Publication, drafter: User) -> None:
    """Fill in what the draft leaves to a person."""
    tables = [
        {**one, "rows": [[_filled(cell) for cell in line] for line in one["rows"]]}
        for one in row.tables
    ]
    text = "\n\n".join(_filled(part) for part in row.original.split("\n\n"))
    if (text, tables) != (row.original, row.tables):
        drafts.save_text(
            row, drafter, version=row.version, title=row.title, original=text, tables=tables
        )


def _filled(words: str) -> str:
    given = next((fill for blank, fill in FILLED_AS.items() if blank in words), FILLED)
    return given if "【待填" in words else words


def _bring_out(row: Publication, approver: User, stop: str, at: datetime) -> None:
    with clock.pretend(at):
        steps.take_step(row, "approve", approver, version=row.version)
    if stop == "approve":
        return
    with clock.pretend(at + timedelta(minutes=1)):
        steps.take_step(row, "publish", None, version=row.version)
    if stop == "withdraw":
        with clock.pretend(at + timedelta(hours=4)):
            steps.take_step(row, "withdraw", approver, version=row.version,
                            reason="摘要内容有误，更正后重新公开。")  # fmt: skip
