"""Each kind drafted from made cases: what its words and tables say, and what they leave out."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from caseflow.core.deadlines.models import Deadline
from caseflow.core.petitions.complainants import Person
from caseflow.core.petitions.models import Petition
from caseflow.core.sources.models import PollutionSource
from caseflow.field.inspections.plans.actions import drop_visit
from caseflow.ground import clock
from caseflow.ground.errors import NotPermitted, Refused
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.publication import actions
from caseflow.public.publication.drafting import Material
from caseflow.public.publication.drafting.cases import summary
from caseflow.public.publication.drafting.exposed import exposed_sites
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.models import Publication, PublicationGround
from caseflow.public.publication.queries import open_duties
from caseflow.public.published.models import PublishedPage
from tests.cast import Cast, make_cast
from tests.factories import a_source, case_in, do, open_case
from tests.publications import (
    NUMBER,
    OUT,
    a_draw,
    all_decided,
    begun,
    filled_in,
    newest_fact,
    night_finding,
    penalised,
    published,
    stepped,
    visited,
    visits_of,
)


@pytest.fixture
def cast(db_session: Any) -> Cast:
    with unit_of_work():
        return make_cast()


def this_month() -> dict[str, Any]:
    return {"period_from": clock.today().replace(day=1), "period_until": clock.today()}


def words(row: Publication) -> str:
    return "\n".join([row.title, row.original, *(str(one) for one in row.tables)])


def test_a_typical_case_of_several_tells_each_and_asks_for_its_meaning(cast: Cast) -> None:
    cases = [case_in("closed"), case_in("closed")]
    row = begun("typical_case", case_ids=tuple(case.id for case in cases))
    assert row.title == "忠县生态环境违法行为典型案例（2件）"
    assert row.original.count("基本案情：") == 2
    assert (row.case_id, row.case_ids) == (None, [case.id for case in cases])
    all_decided(row)
    with pytest.raises(Refused) as told:
        stepped(row, "propose")
    assert "填写" in str(told.value.reasons)
    published(row)
    assert db.session.scalars(select(PublishedPage)).one().kind == "typical_case"


def test_a_case_that_is_open_is_no_typical_case(cast: Cast) -> None:
    with pytest.raises(Refused):
        begun("typical_case", case_ids=(case_in("rectifying").id,))


def test_progress_lists_open_and_done_orders_and_names_nobody_without_a_decision(
    cast: Cast,
) -> None:
    case_in("rectifying")
    done = case_in("rectified")
    penalised(done)
    row = begun("rectification_progress", **this_month())
    first, second = row.tables[0]["rows"]
    assert row.tables[0]["columns"] == ["序号", "问题", "整改要求", "责任单位", "完成时限", "进展"]
    assert first[1:4] == ["忠州街道建设施工噪声问题", "安装隔声屏障", "某施工单位"]
    assert first[5] == "整改中"
    assert second[3] == "忠县某建筑公司"
    assert second[5].startswith("已完成")
    assert "整改事项2项，已完成1项，逾期未完成0项" in row.original
    assert row.case_id is None


def test_an_order_past_its_day_is_late(cast: Cast) -> None:
    case = case_in("investigating")
    do(case, "link_source")
    do(case, "record_inspection")
    do(case, "order_rectification", due_on=clock.today() + timedelta(days=3))
    later = clock.today() + timedelta(days=4)
    row = begun("rectification_progress", period_from=clock.today(), period_until=later)
    assert row.tables[0]["rows"][0][5] == "逾期未完成，正在督促"


def test_hazardous_waste_counts_visits_and_violations(cast: Cast) -> None:
    case = case_in("investigating", category_codes=("hazardous",))
    for is_violation in (True, False):
        do(case, "record_inspection", is_violation=is_violation)
    case_in("rectifying")  # Noise: none of its business.
    row = begun("hazardous_waste_progress", **this_month())
    assert "危险废物检查2次，发现问题1个。整改事项0项" in row.original


@pytest.mark.parametrize(
    ("category", "words"),
    [("water", "水污染"), ("air", "大气污染"), ("noise", "噪声"), ("other", "其他环境")],
)
def test_a_wide_category_reads_well_in_a_title(cast: Cast, category: str, words: str) -> None:
    case_in("rectifying", category_codes=(category,))
    row = begun("rectification_progress", **this_month())
    assert row.tables[0]["rows"][0][1].endswith(f"{words}问题")


def test_hidden_dangers_are_those_of_risky_sources_and_are_struck_off(cast: Cast) -> None:
    case_in("rectifying")
    with unit_of_work():
        a_source().risk_grade = "major"
    case_in("rectified")
    row = begun("hidden_danger_progress", **this_month())
    grades = {line[1] for line in row.tables[0]["rows"]}
    states = [line[6] for line in row.tables[0]["rows"]]
    assert grades == {"重大"}
    assert states[0] == "整改中"
    assert states[1].startswith("已销号")
    with unit_of_work():
        a_source().risk_grade = "general"
    longer = {**this_month(), "period_from": clock.today().replace(day=1) - timedelta(days=1)}
    assert begun("hidden_danger_progress", **longer).tables[0]["rows"] == []


def test_a_penalty_decision_names_its_party_and_runs_the_clock_of_the_decision(
    cast: Cast,
) -> None:
    case = penalised()
    fact_id = newest_fact(case, "penalty_decided")
    row = begun("penalty_decision", fact_id=fact_id)
    shown = dict(row.tables[0]["rows"])
    assert shown["决定书文号"] == NUMBER.format(1)
    assert shown["被处罚当事人"] == "忠县某建筑公司"
    assert shown["处罚结果"] == "罚款人民币30000元"
    assert "【待填" in shown["统一社会信用代码"]
    deadline = db.session.get_one(Deadline, row.deadline_id)
    assert (deadline.clock, deadline.stopped_at) == ("penalty_publication", None)
    assert db.session.scalars(select(PublicationGround.fact_id)).all() == [fact_id]
    with pytest.raises(Refused):
        begun("penalty_decision", fact_id=fact_id)
    published(row, keep=("respondent", "name", "reference"))
    assert (deadline.stopped_at is not None, deadline.stop_reason) == (True, "met")
    page = db.session.scalars(select(PublishedPage)).one()
    assert "忠县某建筑公司" in str(page.tables)


def test_a_credit_code_that_is_known_is_filled_in(cast: Cast) -> None:
    with unit_of_work():
        a_source().credit_code = "91500233MA5U000000"
    row = begun("penalty_decision", fact_id=newest_fact(penalised(), "penalty_decided"))
    assert dict(row.tables[0]["rows"])["统一社会信用代码"] == "91500233MA5U000000"
    published(row, keep=("respondent", "name", "reference"))
    page = db.session.scalars(select(PublishedPage)).one()
    assert "91500233MA5U000000" in str(page.tables), "it is named with the code it is known by"


def test_dropping_the_draft_of_a_decision_leaves_the_duty_running(cast: Cast) -> None:
    row = begun("penalty_decision", fact_id=newest_fact(penalised(), "penalty_decided"))
    stepped(row, "drop")
    assert db.session.get_one(Deadline, row.deadline_id).stopped_at is None


def test_a_voided_decision_is_not_published(cast: Cast) -> None:
    case = penalised()
    fact_id = newest_fact(case, "penalty_decided")
    do(case, "void_enforcement_fact", fact_id=fact_id)
    with pytest.raises(Refused):
        begun("penalty_decision", fact_id=fact_id)


def test_the_exposure_list_shows_which_findings_satisfied_the_criteria(cast: Cast) -> None:
    for days, number in ((40, 1), (30, 2)):
        night_finding(days, NUMBER.format(number))
    row = begun("night_exposure", source_ids=(a_source().id,))
    (line,) = row.tables[0]["rows"]
    assert line[1] == "忠县某建筑公司"
    assert line[3].count("月") == 2
    assert NUMBER.format(1) in line[4]
    assert NUMBER.format(2) in line[4]
    assert "投诉件数不作为列入依据" in row.original
    grounds = select(PublicationGround).where(PublicationGround.publication_id == row.id)
    assert len(db.session.scalars(grounds).all()) == 4  # Two decisions and their services.
    assert len(row.sites[0]["findings"]) == 2


def test_however_often_it_is_complained_of_a_site_is_not_named(cast: Cast) -> None:
    for number in range(6):
        case = open_case(body=f"第{number}次反映夜间打桩。").case
        do(do(do(case, "accept"), "assign"), "receipt")
        do(do(case, "start_investigation"), "link_source")
    night_finding(30, NUMBER.format(1))
    _figures, sites = exposed_sites()
    assert [(site.is_satisfied, len(site.counting)) for site in sites] == [(False, 1)]
    with pytest.raises(Refused):
        begun("night_exposure", source_ids=(a_source().id,))


def test_a_daytime_violation_is_no_finding(cast: Cast) -> None:
    night_finding(40, NUMBER.format(1), hour=15)
    night_finding(30, NUMBER.format(2), hour=15)
    assert exposed_sites()[1] == []


def test_the_horn_list_holds_the_rows_of_the_police(cast: Cast) -> None:
    rows = (("夜间", "果园路", "禁鸣路段鸣喇叭", "县交巡警大队"),)
    row = begun("horn_exposure", rows=rows, columns=("时段", "路段", "行为", "查处机关"))
    assert row.tables[0]["rows"] == [list(rows[0])]
    assert row.case_ids == []
    published(row)
    page = db.session.scalars(select(PublishedPage)).one()
    assert page.expires_on == clock.today() + timedelta(days=90)


def test_the_statistics_hide_small_numbers(cast: Cast) -> None:
    for number in range(6):
        open_case(body=f"第{number}次夜间打桩。")
    open_case(category_codes=("hazardous",), township_code="500233002")
    row = begun("monthly_statistics", **this_month())
    shown = str(row.tables[0]["rows"])
    assert "'1'" not in shown
    assert "<5" in shown
    assert row.tables[0]["columns"][-1] == "合计"


def test_the_draw_is_published_only_when_its_visits_are_over(cast: Cast) -> None:
    with pytest.raises(Refused):
        begun("random_inspection", draw_id=1)


def test_a_draw_that_is_over_is_owed_and_told_with_its_results(cast: Cast) -> None:
    draw_id = a_draw()
    first, second = visits_of(draw_id)
    visited(first, is_violation=True)
    with pytest.raises(Refused):
        begun("random_inspection", draw_id=draw_id)
    assert open_duties() == []
    with unit_of_work():
        drop_visit(second.id, "已停产。", second.version, cast.sunil)
    (duty,) = open_duties()
    assert (duty.kind, duty.draw_id, duty.is_verified) == ("random_inspection", draw_id, False)
    row = begun("random_inspection", draw_id=draw_id)
    assert "随机抽取检查对象2家" in row.original
    assert "发现问题1家" in row.original
    shown = {line[1]: line[3] for line in row.tables[0]["rows"]}
    assert set(shown) == {"忠县某建筑公司", "忠县拔山砖厂"}
    assert sorted(result[:3] for result in shown.values()) == ["发现问", "未检查"]
    published(row, keep=("respondent", "name"))
    assert "忠县拔山砖厂" in str(db.session.scalars(select(PublishedPage)).one().tables)
    assert open_duties() == []


def test_a_cell_is_redacted_like_the_text(cast: Cast) -> None:
    """What a case's own people are called is found in tables too, and stops the draft."""
    person = Person(name="陈小河", phone="13812345678")
    case = case_in("rectifying", person=person)
    row = begun("rectification_progress", **this_month())
    kept = [list(line) for line in row.tables[0]["rows"]]
    kept[0][2] = "联系陈小河13812345678，安装隔声屏障"
    with unit_of_work():
        actions.save_text(
            row, cast.pia, version=row.version, title=row.title, original=row.original,
            tables=[{**row.tables[0], "rows": kept}],
        )  # fmt: skip
    marked = [mark for mark in row.marks if mark["part"] == "cell:0:0:2"]
    assert {mark["kind"] for mark in marked} >= {"known"}
    with pytest.raises(Refused):
        stepped(row, "propose")
    published(row)
    page = db.session.scalars(select(PublishedPage)).one()
    assert case.id in row.case_ids
    assert "陈小河" not in str(page.tables)
    assert "13812345678" not in str(page.tables)


def test_a_respondent_is_named_only_on_a_decision_in_effect(cast: Cast) -> None:
    case = do(case_in("investigating"), "link_source")
    do(case, "record_inspection", findings="忠县某建筑公司夜间打桩。")
    for name in ("submit_for_sign_off", "sign_off", "reply"):
        do(case, name)
    row = all_decided(begun("summary", case_ids=(case.id,)), keep=("respondent",))
    assert "忠县某建筑公司" in row.body
    with pytest.raises(Refused) as told:
        stepped(row, "propose")
    assert "已生效的处罚决定" in str(told.value.reasons)
    penalised(case)
    stepped(row, "propose")


@pytest.mark.parametrize(
    ("name", "words"), [("福满楼", "福满楼"), ("重庆鑫达有限公司", "鑫达公司")]
)
def test_a_respondent_with_a_short_name_is_named_only_on_a_decision(
    cast: Cast, name: str, words: str
) -> None:
    case = do(case_in("investigating"), "link_source")
    with unit_of_work():
        db.session.get_one(PollutionSource, case.source_id).name = name
    do(case, "record_inspection", findings=f"{words}应安装油烟净化器。")
    for step in ("submit_for_sign_off", "sign_off", "reply"):
        do(case, step)
    row = begun("summary", case_ids=(case.id,))
    assert f"{words}应" not in row.body
    all_decided(row, keep=("respondent",))
    with pytest.raises(Refused) as told:
        stepped(row, "propose")
    assert "已生效的处罚决定" in str(told.value.reasons)
    penalised(case, fact_party=name)
    stepped(row, "propose")


def test_the_party_of_a_published_decision_may_be_written_in_short(cast: Cast) -> None:
    case = do(case_in("investigating"), "link_source")
    with unit_of_work():
        db.session.get_one(PollutionSource, case.source_id).name = "重庆鑫达有限公司"
    penalised(case, fact_party="重庆鑫达有限公司")
    row = filled_in(begun("penalty_decision", fact_id=newest_fact(case, "penalty_decided")))
    with unit_of_work():
        actions.save_text(
            row, cast.pia, version=row.version, title=row.title,
            original=f"{row.original}\n鑫达公司已缴纳罚款。", tables=row.tables,
        )  # fmt: skip
    all_decided(row, keep=("respondent", "name", "reference"))
    stepped(row, "propose", "approve", "publish")
    page = db.session.scalars(select(PublishedPage)).one()
    assert "鑫达公司已缴纳罚款" in page.body


def test_a_period_is_drafted_once_until_what_there_is_has_ended(cast: Cast) -> None:
    row = published(begun("monthly_statistics", **this_month()))
    with pytest.raises(Refused) as told:
        begun("monthly_statistics", **this_month())
    assert row.title in str(told.value.reasons)
    assert "已公开" in str(told.value.reasons)
    begun("rectification_progress", **this_month())
    stepped(row, "withdraw")
    begun("monthly_statistics", **this_month())


FIRST = date(2026, 1, 1)
OVERLAPPING = [
    # first and last day beside the figures of February 2026
    (date(2026, 1, 1), date(2026, 3, 31)),  # the quarter less its months is a month
    (date(2026, 2, 1), date(2026, 2, 27)),
    (date(2026, 2, 2), date(2026, 2, 28)),
    (date(2026, 2, 10), date(2026, 2, 10)),
    (date(2026, 1, 31), date(2026, 2, 1)),
    (date(2026, 2, 28), date(2026, 3, 31)),
]


@pytest.mark.parametrize("ending", ["", "published", "withdrawn"])
def test_figures_of_overlapping_periods_are_never_both_told(cast: Cast, ending: str) -> None:
    """The difference of two tables would show what each of them hides."""
    row = begun("monthly_statistics", period_from=date(2026, 2, 1), period_until=date(2026, 2, 28))
    if ending:
        published(row)
    if ending == "withdrawn":
        stepped(row, "withdraw")
    for first, last in OVERLAPPING:
        with pytest.raises(Refused) as told:
            begun("monthly_statistics", period_from=first, period_until=last)
        assert row.title in str(told.value.reasons)
        assert "小数字" in str(told.value.reasons)


def test_periods_beside_each_other_and_beside_dropped_drafts_are_told(cast: Cast) -> None:
    february = {"period_from": date(2026, 2, 1), "period_until": date(2026, 2, 28)}
    published(begun("monthly_statistics", **february))
    begun("monthly_statistics", period_from=FIRST, period_until=date(2026, 1, 31))
    quarter = {"period_from": date(2026, 3, 1), "period_until": date(2026, 5, 31)}
    stepped(begun("monthly_statistics", **quarter), "drop")
    begun("monthly_statistics", **{**quarter, "period_until": date(2026, 3, 31)})


def test_progress_may_be_told_of_overlapping_periods(cast: Cast) -> None:
    for last in (date(2026, 1, 31), date(2026, 2, 28)):
        begun("rectification_progress", period_from=FIRST, period_until=last)


def test_a_correction_keeps_its_period(cast: Cast) -> None:
    row = published(begun("monthly_statistics", **this_month()))
    stepped(row, "correct")
    stepped(all_decided(row), *OUT)
    assert db.session.scalars(select(PublishedPage)).one().version == 2


def test_figures_wait_for_the_last_day_of_their_period(cast: Cast) -> None:
    later = {**this_month(), "period_until": clock.today() + timedelta(days=1)}
    with pytest.raises(Refused):
        begun("monthly_statistics", **later)
    begun("rectification_progress", **later)


def test_two_who_begin_a_period_at_once_make_one_draft(app: Flask, cast: Cast) -> None:
    def second() -> None:
        with app.app_context():
            begun("monthly_statistics", **this_month())

    with ThreadPoolExecutor(1) as pool:
        with unit_of_work():
            actions.start(KINDS["monthly_statistics"], Material(**this_month()), cast.pia)
            late = pool.submit(second)
            time.sleep(0.5)  # It has come as far as it can before the first is through.
        with pytest.raises(Refused):
            late.result(30)
    assert len(db.session.scalars(select(Publication)).all()) == 1


def test_a_summary_without_a_petition_speaks_of_no_complaint(cast: Cast) -> None:
    other, case = case_in("closed"), case_in("closed")
    assert "群众反映的问题" in begun("summary", case_ids=(case.id,)).original
    with unit_of_work():
        db.session.execute(
            update(Petition).where(Petition.case_id == case.id).values(case_id=other.id)
        )
        case.conclusion = "founded"
    told = summary(Material(case_ids=(case.id,))).text
    assert "执法人员对" in told
    assert "群众" not in told
    assert "答复" not in told
    assert "经核查，检查发现的问题属实。" in told


def test_every_measure_ends_with_one_full_stop(cast: Cast) -> None:
    told = summary(Material(case_ids=(case_in("rectified").id,))).text
    assert "前完成：" in told
    assert all(line.endswith("。") for line in told.split("\n\n"))
    assert "。。" not in told


@pytest.mark.parametrize("who", ["olga", "farid", "sunil", "lena", "aude", "adam"])
def test_only_who_may_draft_begins_one(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted), unit_of_work():
        actions.start(KINDS["monthly_statistics"], Material(**this_month()), getattr(cast, who))


def test_every_draft_of_the_table_says_its_basis(cast: Cast) -> None:
    row = filled_in(begun("monthly_statistics", **this_month()))
    assert row.legal_basis == KINDS["monthly_statistics"].legal_basis
    assert all(len(kind.legal_basis) <= 300 for kind in KINDS.values())
    assert db.session.scalars(select(PollutionSource)).all() == []
