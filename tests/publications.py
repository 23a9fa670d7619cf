"""Publications of every kind, made from cases by the real actions. Call inside a context."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from PIL import Image
from sqlalchemy import func, select

from caseflow.core.cases.models import Case
from caseflow.core.enforcement.models import EnforcementFact
from caseflow.core.evidence.models import Evidence
from caseflow.core.plans.models import PlannedInspection
from caseflow.field.inspections.draw.actions import DrawCommand, make_draw
from caseflow.field.inspections.plans.actions import PlanCommand, create_plan, open_visit
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.storage.files import store_stream
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.publication import actions
from caseflow.public.publication.actions import marks
from caseflow.public.publication.drafting import Material
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.models import Publication
from tests.cast import present_cast
from tests.factories import a_source, case_in, do

REASON = "内容需要更正。"
NUMBER = "忠环罚〔2026〕{}号"


def begun(key: str, **material: Any) -> Publication:
    """Begin a draft of a kind as the publisher."""
    with unit_of_work():
        return actions.start(KINDS[key], Material(**material), present_cast().pia)


def all_decided(row: Publication, keep: tuple[str, ...] = ()) -> Publication:
    """Decide every mark as the publisher: kinds in `keep` stay, everything else is hidden."""
    decisions: dict[int, tuple[str | None, str]] = {
        place: (marks.KEEP if mark["kind"] in keep else marks.HIDE, mark["replacement"])
        for place, mark in enumerate(row.marks)
    }
    with unit_of_work():
        actions.decide_marks(row, present_cast().pia, version=row.version, decisions=decisions)
    return row


def filled_in(row: Publication) -> Publication:
    """Fill in what the draft left to a person, so that nothing stands in the way."""
    tables = [
        {**one, "rows": [[_filled(cell) for cell in line] for line in one["rows"]]}
        for one in row.tables
    ]
    with unit_of_work():
        actions.save_text(
            row, present_cast().pia, version=row.version, title=row.title,
            original=_filled(row.original), tables=tables,
        )  # fmt: skip
    return row


def _filled(words: str) -> str:
    return "见决定书" if "【待填" in words else words


def stepped(row: Publication, *names: str, reason: str = REASON) -> Publication:
    """Take steps as whoever takes them: the publisher drafts, the supervisor approves."""
    who = {"approve": "sunil", "withdraw": "sunil", "send_back": "sunil"}
    for name in names:
        actor = None if name in {"publish", "expire"} else who.get(name, "pia")
        person = getattr(present_cast(), actor) if actor else None
        with unit_of_work():
            actions.take_step(row, name, person, version=row.version, reason=reason)
    return row


def heard(row: Publication, answer: str = "已整改。") -> Publication:
    """Tell every site of its right of reply, take its answer, and consider it."""
    pia, today = present_cast().pia, clock.today()
    for site in row.sites:
        place = row, site["source_id"], pia
        later = today + timedelta(days=30)
        with unit_of_work():
            actions.note_notice(
                *place, version=row.version, noticed_on=today, way="书面告知", answer_by=later
            )
        with unit_of_work():
            actions.note_answer(*place, version=row.version, answered_on=today, answer=answer)
        with unit_of_work():
            actions.consider_answer(*place, version=row.version, considered="事实清楚，仍予列入。")
    return row


OUT = ("propose", "approve", "publish")


def published(row: Publication, keep: tuple[str, ...] = ()) -> Publication:
    """Bring a draft out to the public."""
    return stepped(all_decided(filled_in(row), keep), *OUT)


def penalised(case: Case | None = None, number: str = NUMBER.format(1), **more: Any) -> Case:
    """Return a case with a recorded decision that was served: it is in effect."""
    case = case or do(case_in("investigating"), "link_source")
    given = {"fact_number": number, "fact_party": "忠县某建筑公司", **more}
    do(case, "record_enforcement_fact", fact_kind="penalty_decided",
       happened_at=more.pop("decided_at", clock.now() - timedelta(days=2)),
       **{**given, "fact_basis": "噪声污染防治法第七十七条", "amount_yuan": 30000})  # fmt: skip
    return do(case, "record_enforcement_fact", fact_kind="penalty_served", **given)


def newest_fact(case: Case, kind: str) -> int:
    wanted = select(func.max(EnforcementFact.id)).where(
        EnforcementFact.case_id == case.id, EnforcementFact.kind == kind
    )
    found = db.session.scalar(wanted)
    assert found is not None
    return found


def night(days_ago: int, hour: int = 23) -> Any:
    """Return an instant at `hour` local time, so many days ago."""
    day = clock.today() - timedelta(days=days_ago)
    return clock.start_of_day(day) + timedelta(hours=hour)


def night_finding(
    days_ago: int, number: str, hour: int = 23, case: Case | None = None, **words: Any
) -> Case:
    """Return a case in which a night violation was found and a decision on it took effect."""
    case = do(case or case_in("investigating"), "link_source")
    do(case, "record_inspection", visited_at=night(days_ago, hour), is_violation=True, **words)
    given = {"fact_number": number, "fact_party": "忠县某建筑公司"}
    do(case, "record_enforcement_fact", fact_kind="penalty_decided",
       happened_at=night(days_ago - 1, 10), fact_basis="噪声污染防治法", **given)  # fmt: skip
    return do(case, "record_enforcement_fact", fact_kind="penalty_served",
              happened_at=night(days_ago - 2, 10), **given)  # fmt: skip


def a_photograph(case: Case) -> Evidence:
    """Keep a white picture in the evidence of a case."""
    content = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(content, "JPEG")
    content.seek(0)
    with unit_of_work():
        kept = store_stream(content, 1_000_000)
        file = Evidence(
            case_id=case.id, file_id=kept.id, file_name="现场.jpg", caption="整改后现场",
            stage="after", taken_at=clock.now(), added_at=clock.now(),
        )  # fmt: skip
        db.session.add(file)
    return file


def a_draw(sources: tuple[str, ...] = ("忠县某建筑公司", "忠县拔山砖厂")) -> int:
    """Make a double random draw over two sources and return its id; nothing was visited yet."""
    for name in sources:
        a_source(name)
    sunil = present_cast().sunil
    with unit_of_work():
        command = PlanCommand(
            "2026年噪声双随机", "random", clock.today().year, "noise", {"general": 2}, "噪声"
        )
        plan = create_plan(command, sunil)
        wanted = DrawCommand(
            name="第一次抽取",
            seed="双色球 2026139: 03 07 12",
            seed_words="福彩网，第2026139期",
            seed_published_at=clock.now(),
            object_count=len(sources),
            due_on=clock.today() + timedelta(days=20),
        )
        return make_draw(plan.id, wanted, sunil).id


def visits_of(draw_id: int) -> list[PlannedInspection]:
    wanted = select(PlannedInspection).where(PlannedInspection.draw_id == draw_id)
    return list(db.session.scalars(wanted.order_by(PlannedInspection.id)))


def visited(planned: PlannedInspection, is_violation: bool) -> Case:
    """Open the case of a planned visit and record what its two officers found."""
    cast = present_cast()
    names = {person.id: person.username for person in cast.everybody}
    with unit_of_work():
        case = open_visit(planned.id, planned.version, cast.dong)
    first = names[planned.officer_id or 0]
    for name in ("receipt", "start_investigation"):
        do(case, name, actor=first)
    return do(
        case,
        "record_inspection",
        actor=first,
        officer_id=planned.officer_id,
        second_officer_id=planned.second_officer_id,
        is_violation=is_violation,
    )
