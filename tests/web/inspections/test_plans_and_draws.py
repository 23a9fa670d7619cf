"""Plans with caps, planned visits from opening to the recorded inspection, recusals, draws."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.calendar import working_days_after
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.plans.models import InspectionPlan, PlannedInspection, Recusal
from caseflow.core.plans.queries import counted_inspections, source_year
from caseflow.core.plans.rules import BASIS_RULES
from caseflow.core.sources.models import PollutionSource
from caseflow.core.visits.rules import BASES
from caseflow.field.inspections.draw.cli import draw_group
from caseflow.field.inspections.draw.models import Draw
from caseflow.field.inspections.draw.queries import publication_clock
from caseflow.field.inspections.draw.rules import as_plain, draw, read_inputs
from caseflow.field.inspections.plans.actions import (
    PlanCommand,
    create_plan,
    schedule_reinspections,
)
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from tests.cast import present_cast
from tests.factories import a_source, case_in, do, open_inspection_case

As = Callable[[str], FlaskClient]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
YEAR = clock.today().year
PLAN = {
    "name": "油烟双随机", "basis": "random", "kind": "fumes", "year": str(YEAR), "version": "1",
    "published_items": "餐饮油烟排放检查，县政府网站公布", "cap_general": "1",
}  # fmt: skip
DRAW = {
    "name": "第一次抽取", "object_count": "2", "seed": "双色球 2026139: 03 07 12",
    "weight_general": "1", "weight_elevated": "2", "weight_major": "4",
    "seed_words": "福彩网，第2026139期，提前三天公告", "seed_published_at": "昨天 21:30",
}  # fmt: skip


def a_plan(basis: str = "random", **caps: int) -> int:
    with unit_of_work():
        command = PlanCommand("计划", basis, YEAR, "noise", caps, "噪声检查，网站公布")
        return create_plan(command, present_cast().sunil).id


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


@pytest.fixture
def five(office: Flask) -> list[int]:
    """The ids of five sources."""
    with office.app_context():
        return [a_source(f"第{n}厂").id for n in range(5)]


def officer_ids(office: Flask, *names: str) -> list[int]:
    with office.app_context():
        return [getattr(present_cast(), name).id for name in names]


def test_every_basis_of_a_visit_says_whether_it_counts() -> None:
    assert set(BASIS_RULES) == set(BASES)
    assert not BASIS_RULES["petition"].counts
    assert all(rule.source for rule in BASIS_RULES.values())


def test_a_plan_and_its_visit_up_to_the_recorded_inspection(
    office: Flask, as_: As, five: list[int]
) -> None:
    sunil = as_("sunil")
    answer = sunil.post("/inspections/plans/new", data=PLAN)
    assert answer.status_code == 303, answer.text
    plan = answer.location
    farid, fang = officer_ids(office, "farid", "fang")
    visit = {
        "source_id": str(five[0]), "due_on": in_days(9), "version": "1",
        "officer_id": str(farid), "second_officer_id": str(fang),
    }  # fmt: skip
    assert sunil.post(f"{plan}/visits/new", data=visit).status_code == 303
    again = sunil.post(f"{plan}/visits/new", data=visit)
    assert again.status_code == 422
    assert "第0厂在" in again.text
    assert "上限为1次" in again.text
    assert "已达年度频次上限1次" in sunil.get(f"/sources/{five[0]}").text

    round_of_farid = as_("farid")
    assert "第0厂" in round_of_farid.get("/field/").text
    assert "第0厂" not in as_("zoe").get("/field/").text
    assert as_("zoe").post("/inspections/visits/1/start", data={"version": "1"}).status_code == 403
    opened = round_of_farid.post("/inspections/visits/1/start", data={"version": "1"})
    assert opened.status_code == 303, opened.text
    twice = round_of_farid.post("/inspections/visits/1/start", data={"version": "1"})
    assert twice.status_code == 409
    with office.app_context():
        row = db.session.get_one(PlannedInspection, 1)
        case = db.session.get_one(Case, row.case_id)
        assert (row.state, case.state, case.source_id) == ("opened", "assigned", five[0])
        assert (case.assignee_id, case.channel_code) == (farid, "random")
        for step in ("receipt", "start_investigation", "record_inspection"):
            do(case, step)
        db.session.expire_all()
        row = db.session.get_one(PlannedInspection, 1)
        assert row.state == "done"
        assert row.inspection_id is not None
        year = source_year(five[0], YEAR)
        assert (year.counted, year.visit_count, year.cap) == (1, 1, 1)
    assert "第0厂" not in round_of_farid.get("/field/?list=mine").text.split("cf-round-card")[0]


@SQLITE
def test_complaints_and_reinspections_do_not_count_and_unplanned_random_ones_do(
    office: Flask, five: list[int]
) -> None:
    with office.app_context():
        case_in("rectifying")
        petition_case = db.session.scalars(select(Case)).first()
        assert petition_case is not None
        assert counted_inspections([petition_case.source_id or 0], YEAR) == {}
        with unit_of_work():
            count = schedule_reinspections(a_plan("reinspection"), present_cast().sunil)
        assert count == 1
        row = db.session.scalars(select(PlannedInspection)).one()
        assert (row.state, row.case_id, row.source_id) == (
            "opened", petition_case.id, petition_case.source_id,
        )  # fmt: skip
        assert row.order_id is not None
        assert counted_inspections([petition_case.source_id or 0], YEAR) == {}
        with unit_of_work():
            assert schedule_reinspections(row.plan_id, present_cast().sunil) == 0
        do(petition_case, "report_rectified")
        do(petition_case, "pass_reinspection")
        db.session.expire_all()
        assert row.state == "done"
        assert row.reinspection_id is not None
        open_inspection_case(source_id=five[1])
        assert counted_inspections(five, YEAR) == {five[1]: 1}


@SQLITE
def test_a_dropped_visit_gives_its_reason_and_does_not_count(
    office: Flask, as_: As, five: list[int]
) -> None:
    with office.app_context():
        plan = a_plan(general=1)
    sunil = as_("sunil")
    visit = {"source_id": str(five[0]), "due_on": in_days(9), "version": "1"}
    sunil.post(f"/inspections/plans/{plan}/visits/new", data=visit)
    assert "请先确定两名执法人员" in sunil.post(
        "/inspections/visits/1/open", data={"version": "1"}
    ).text  # fmt: skip
    nothing = sunil.post("/inspections/visits/1/drop", data={"version": "1", "reason": ""})
    assert nothing.status_code == 422
    done = sunil.post("/inspections/visits/1/drop", data={"version": "1", "reason": "企业已停产"})
    assert done.status_code == 303
    assert "企业已停产" in sunil.get(f"/inspections/plans/{plan}").text
    listed = sunil.get("/inspections/visits/?state=dropped").text
    assert "第0厂" in listed
    assert "第0厂" not in sunil.get("/inspections/visits/").text.split("<tbody>")[-1]
    with office.app_context():
        assert counted_inspections(five, YEAR) == {}


@SQLITE
def test_officers_must_be_two_certified_and_not_recused(
    office: Flask, as_: As, five: list[int]
) -> None:
    farid, fang = officer_ids(office, "farid", "fang")
    with office.app_context():
        plan = a_plan()
    sunil = as_("sunil")
    recusal = {
        "officer_id": str(farid), "source_id": str(five[0]), "reason": "配偶任职",
        "from_on": clock.today().isoformat(),
    }  # fmt: skip
    assert sunil.post("/inspections/recusals/", data=recusal).status_code == 303
    visit = {"source_id": str(five[0]), "due_on": in_days(3), "version": "1"}
    address = f"/inspections/plans/{plan}/visits/new"
    for pair, words in (
        ((farid, fang), "方立德对该污染源应当回避"),
        ((fang, fang), "两名不同的执法人员"),
    ):
        named = {"officer_id": str(pair[0]), "second_officer_id": str(pair[1])}
        answer = sunil.post(address, data=visit | named)
        assert answer.status_code == 422
        assert words in answer.text
    assert sunil.post("/inspections/recusals/1/end").status_code == 303
    named = {"officer_id": str(farid), "second_officer_id": str(fang)}
    assert sunil.post(address, data=visit | named).status_code == 303


def drawn(office: Flask, sunil: FlaskClient, plan: int, **changes: Any) -> Any:
    pool = officer_ids(office, "farid", "fang", "zoe")
    fields = {**DRAW, "due_on": in_days(30), "officer_ids": [str(one) for one in pool], **changes}
    return sunil.post(f"/inspections/plans/{plan}/draw", data=fields)


def test_a_draw_is_kept_proved_and_becomes_visits(office: Flask, as_: As, five: list[int]) -> None:
    with office.app_context():
        plan = a_plan(general=1)
        open_inspection_case(source_id=five[4])
        with unit_of_work():
            db.session.add(
                Recusal(
                    officer_id=present_cast().zoe.id,
                    source_id=five[0],
                    reason="亲属",
                    from_on=date(2020, 1, 1),
                    created_at=clock.now(),
                    created_by_id=present_cast().sunil.id,
                )
            )
    sunil = as_("sunil")
    looked = sunil.get(f"/inspections/plans/{plan}/draw").text
    assert "未列入：已达年度频次上限" in looked
    answer = drawn(office, sunil, plan)
    assert answer.status_code == 303, answer.text
    page = sunil.get(answer.location).text
    assert "已重新计算，结果一致" in page
    assert "还有2次检查未完成" in page
    assert "国发〔2019〕5号" in page
    published = sunil.get(f"{answer.location}/inputs.json").data
    with office.app_context():
        row = db.session.scalars(select(Draw)).one()
        assert hashlib.sha256(published).hexdigest() == row.inputs_hash
        given = read_inputs(published)
        assert [one.id for one in given.objects] == five[:4]
        assert given.recusals == ((present_cast().zoe.id, five[0]),)
        assert as_plain(draw(given)) == row.result
        assert [one["id"] for one in row.left_out] == [five[4]]
        visits = db.session.scalars(select(PlannedInspection).order_by(PlannedInspection.id))
        assert [
            {"object": one.source_id, "officers": [one.officer_id, one.second_officer_id]}
            for one in visits
        ] == row.result
        for statement in ("UPDATE draws SET seed = 'x'", "DELETE FROM draws"):
            with pytest.raises(DatabaseError, match="append-only"):
                db.session.execute(text(statement))
            db.session.rollback()
    verified = office.test_cli_runner().invoke(draw_group, ["verify", "1"])
    assert verified.exit_code == 0, verified.output
    assert f"sha256 {hashlib.sha256(published).hexdigest()}" in verified.output


@SQLITE
def test_the_clock_of_publication_starts_with_the_last_visit(
    office: Flask, as_: As, five: list[int]
) -> None:
    with office.app_context():
        plan = a_plan()
    sunil = as_("sunil")
    assert drawn(office, sunil, plan).status_code == 303
    for planned in (1, 2):
        sunil.post(f"/inspections/visits/{planned}/drop", data={"version": "1", "reason": "停产"})
    with office.app_context():
        found = publication_clock(1)
        assert found.done_on == clock.today()
        assert found.due_on == working_days_after(clock.today(), 20, current_calendar()).day
        assert not found.rule.is_verified


@SQLITE
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"object_count": "6"}, "要抽取6个污染源，但名录库中只有5个"),
        ({"seed_published_at": "2999-01-01 08:00"}, "种子须在抽取之前公布"),
        ({"officer_ids": []}, "执法人员"),
        ({"seed": ""}, "种子"),
    ],
)
def test_an_impossible_draw_is_refused_and_what_was_typed_stays(
    office: Flask, as_: As, five: list[int], changes: dict[str, Any], words: str
) -> None:
    with office.app_context():
        plan = a_plan()
    answer = drawn(office, as_("sunil"), plan, **changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert "福彩网，第2026139期" in answer.text
    with office.app_context():
        assert db.session.scalars(select(Draw.id)).all() == []
        assert db.session.scalars(select(PlannedInspection.id)).all() == []


@SQLITE
def test_who_is_recused_from_a_source_of_the_pool_is_named(
    office: Flask, as_: As, five: list[int]
) -> None:
    with office.app_context():
        plan = a_plan()
        with unit_of_work():
            for one in (present_cast().farid, present_cast().zoe):
                db.session.add(
                    Recusal(
                        officer_id=one.id,
                        source_id=five[2],
                        reason="亲属",
                        from_on=date(2020, 1, 1),
                        created_at=clock.now(),
                        created_by_id=one.id,
                    )
                )
    answer = drawn(office, as_("sunil"), plan)
    assert answer.status_code == 422
    assert "第2厂可用的执法人员不足两名：方立德、左宜应当回避" in answer.text


@SQLITE
def test_an_officer_whose_certificate_ran_out_is_not_in_the_pool(
    office: Flask, as_: As, five: list[int]
) -> None:
    with office.app_context():
        plan = a_plan()
        with unit_of_work():
            db.session.get_one(User, present_cast().zoe.id).certificate_valid_until = date(
                2020, 1, 1
            )
    assert "渝-0003" not in as_("sunil").get(f"/inspections/plans/{plan}/draw").text


@SQLITE
def test_a_stale_plan_is_told_and_keeps_what_was_typed(office: Flask, as_: As) -> None:
    with office.app_context():
        plan = a_plan()
    sunil = as_("sunil")
    first = sunil.post(f"/inspections/plans/{plan}/edit", data=PLAN)
    assert first.status_code == 303
    late = sunil.post(f"/inspections/plans/{plan}/edit", data={**PLAN, "words": "我的说明"})
    assert late.status_code == 409
    assert "我的说明" in late.text
    with office.app_context():
        assert db.session.get_one(InspectionPlan, plan).version == 2
        assert db.session.scalars(select(PollutionSource.id)).all() == []
