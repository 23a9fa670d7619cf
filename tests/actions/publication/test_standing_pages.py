"""What happens to a page that stands in public: corrected, demanded back, withdrawn, run out."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from PIL import Image
from sqlalchemy import func, select

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.ground import clock
from caseflow.ground.errors import BadInput, NotPermitted, Refused
from caseflow.ground.extensions import db
from caseflow.ground.notifications.models import OutboxMessage
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.publication import actions
from caseflow.public.publication.actions import pictures, steps
from caseflow.public.publication.actions.outward_pictures import covered
from caseflow.public.publication.actions.pages import public_at, slug_of, write_page
from caseflow.public.publication.models import (
    Publication,
    PublicationEvent,
    PublicationPicture,
    PublicationVersion,
    ReplyRight,
    WithdrawalDemand,
)
from caseflow.public.publication.queries import open_demands, open_duties
from caseflow.public.publication.queries.beside import picture_views
from caseflow.public.published.models import PublishedPage, PublishedPicture
from tests.cast import Cast, make_cast, present_cast
from tests.factories import a_source, case_in, do
from tests.publications import (
    NUMBER,
    OUT,
    a_photograph,
    all_decided,
    begun,
    filled_in,
    newest_fact,
    night_finding,
    penalised,
    published,
    stepped,
)


@pytest.fixture
def cast(db_session: Any) -> Cast:
    with unit_of_work():
        return make_cast()


def summary() -> Publication:
    return published(begun("summary", case_ids=(case_in("closed").id,)))


def page() -> PublishedPage:
    return db.session.scalars(select(PublishedPage)).one()


def versions() -> list[tuple[int, str]]:
    rows = select(PublicationVersion).order_by(PublicationVersion.version)
    return [(row.version, row.state) for row in db.session.scalars(rows)]


def changed(row: Publication, words: str) -> Publication:
    with unit_of_work():
        actions.save_text(
            row, present_cast().pia, version=row.version, title=row.title, original=words
        )
    return row


# Corrections.


def test_a_correction_is_public_only_after_a_second_person(cast: Cast) -> None:
    row = stepped(summary(), "correct", reason="检查日期有误。")
    before = page().body
    changed(row, "更正后的正文。")
    assert (page().body, page().version, steps.is_public(row)) == (before, 1, True)
    all_decided(row)
    stepped(row, "propose")
    with pytest.raises(Refused):
        steps.take_step(row, "approve", cast.pia, version=row.version)
    db.session.rollback()
    stepped(row, "approve", "publish")
    found = page()
    assert (found.body, found.version) == ("更正后的正文。", 2)
    assert (found.corrected_on, found.correction) == (clock.today(), "检查日期有误。")
    assert versions() == [(1, "shown"), (2, "shown")]
    assert row.before_correction is None


def test_who_corrects_does_not_approve_even_if_somebody_else_drafted(cast: Cast) -> None:
    row = summary()
    with unit_of_work():
        steps.take_step(row, "correct", cast.dong, version=row.version, reason="更正。")
    assert steps.facts_of(row).writer_ids == {cast.dong.id}


def test_a_correction_that_is_given_up_leaves_the_page_and_the_row_as_they_were(
    cast: Cast,
) -> None:
    row = summary()
    before = (row.title, row.original, row.marks, row.correction)
    stepped(row, "correct", reason="先改一改。")
    changed(row, "不要的正文。")
    stepped(row, "stop_correcting")
    assert (row.title, row.original, row.marks, row.correction) == before
    assert (row.state, page().version) == ("published", 1)


def test_what_is_corrected_is_told_without_names(cast: Cast) -> None:
    row = summary()
    with pytest.raises(Refused):
        stepped(row, "correct", reason="陈小河（电话13812345678）指出有误。")


def test_a_page_can_be_withdrawn_while_it_is_being_corrected(cast: Cast) -> None:
    row = stepped(summary(), "correct", "withdraw")
    assert (row.state, page().body, page().withdraw_reason) == (
        "withdrawn", "", "内容需要更正。",
    )  # fmt: skip


def test_the_same_publication_twice_changes_nothing(cast: Cast) -> None:
    row = summary()
    with unit_of_work():
        write_page(row, clock.now() + timedelta(hours=1))
    assert (page().version, versions()) == (1, [(1, "shown")])


# Expiry.


def test_a_page_that_runs_out_leaves_a_tombstone_by_the_job(cast: Cast) -> None:
    rows = (("夜间", "果园路", "鸣喇叭", "大队"),)
    row = published(begun("horn_exposure", rows=rows, columns=("时段", "路段", "行为", "查处机关")))
    last = row.expires_on
    assert last is not None
    db.session.rollback()
    with time_machine.travel(clock.end_of_day(last), tick=False):
        assert actions.expire_published() == 0
    with time_machine.travel(clock.end_of_day(last) + timedelta(seconds=1), tick=False):
        assert actions.expire_published() == 1
        assert actions.expire_published() == 0
        found = page()
        assert (found.expired_on, found.tables) == (last + timedelta(days=1), [])
        assert versions() == [(1, "shown"), (2, "expired")]
        assert (row.state, row.withdrawn_at) == ("expired", None)


def test_a_page_runs_out_while_it_is_being_corrected(cast: Cast) -> None:
    row = stepped(summary(), "correct")
    with unit_of_work():
        row.expires_on = clock.today() - timedelta(days=1)
    assert actions.expire_published() == 1
    assert (row.state, page().body) == ("expired", "")


# Withdrawal and its clock.


@pytest.fixture
def decision(cast: Cast) -> tuple[Case, Publication]:
    case = penalised()
    row = begun("penalty_decision", fact_id=newest_fact(case, "penalty_decided"))
    return case, published(row, keep=("respondent", "name", "reference"))


THURSDAY_BEFORE_A_WORKING_SUNDAY = datetime(2026, 9, 17, 2, 0, tzinfo=clock.ZONE)


def test_the_term_is_three_working_days_from_when_it_is_known(cast: Cast) -> None:
    with time_machine.travel(THURSDAY_BEFORE_A_WORKING_SUNDAY, tick=False):
        row = summary()
        with unit_of_work():
            demand = actions.demand_withdrawal(
                row, cast.pia, version=row.version, ground="判决撤销。", known_at=clock.now()
            )
        assert demand.due_on.isoformat() == "2026-09-21"
        assert [one.publication_id for one in open_demands()] == [row.id]


def test_an_annulled_decision_demands_its_page_back_by_itself(
    decision: tuple[Case, Publication],
) -> None:
    case, row = decision
    assert actions.find_demands() == 0
    do(case, "record_enforcement_fact", fact_kind="penalty_overturned",
       fact_number=NUMBER.format(1), happened_at=clock.now())  # fmt: skip
    assert actions.find_demands() == 1
    assert actions.find_demands() == 0
    (demand,) = db.session.scalars(select(WithdrawalDemand)).all()
    told = select(func.count()).where(OutboxMessage.kind == "withdrawal_due")
    assert db.session.scalar(told)
    running = select(Deadline).where(Deadline.clock == "retraction")
    assert db.session.scalars(running).one().stopped_at is None
    stepped(row, "withdraw")
    assert demand.settled_at is not None
    assert db.session.scalars(running).one().stop_reason == "met"
    assert open_demands() == []


def test_a_voided_record_demands_its_page_back(decision: tuple[Case, Publication]) -> None:
    case, row = decision
    do(case, "void_enforcement_fact", fact_id=newest_fact(case, "penalty_decided"))
    assert actions.find_demands() == 1
    assert [one.publication_id for one in open_demands()] == [row.id]


def test_another_decision_that_falls_demands_nothing(decision: tuple[Case, Publication]) -> None:
    case, _row = decision
    penalised(case, NUMBER.format(2))
    do(case, "record_enforcement_fact", fact_kind="penalty_overturned",
       fact_number=NUMBER.format(2), happened_at=clock.now())  # fmt: skip
    assert actions.find_demands() == 0


def test_a_summary_that_names_its_respondent_falls_with_the_decision(cast: Cast) -> None:
    case = do(case_in("investigating"), "link_source")
    do(case, "record_inspection", findings="忠县某建筑公司夜间打桩。")
    for name in ("submit_for_sign_off", "sign_off", "reply"):
        do(case, name)
    penalised(case)
    row = published(begun("summary", case_ids=(case.id,)), keep=("respondent",))
    assert "忠县某建筑公司" in page().body
    do(case, "record_enforcement_fact", fact_kind="penalty_overturned",
       fact_number=NUMBER.format(1), happened_at=clock.now())  # fmt: skip
    assert actions.find_demands() == 1
    assert [one.publication_id for one in open_demands()] == [row.id]


def test_a_list_that_names_nobody_keeps_no_plate_without_a_basis(cast: Cast) -> None:
    rows = (("夜间", "果园路", "渝F12345鸣喇叭", "县交巡警大队"),)
    row = begun("horn_exposure", rows=rows, columns=("时段", "路段", "行为", "查处机关"))
    assert {mark["kind"] for mark in row.marks} >= {"plate"}
    all_decided(row, keep=("plate",))
    with pytest.raises(Refused):
        stepped(row, "propose")


def test_a_demand_is_reminded_of_on_its_last_day_and_once_when_late(
    decision: tuple[Case, Publication],
) -> None:
    case, _row = decision
    do(case, "void_enforcement_fact", fact_id=newest_fact(case, "penalty_decided"))
    actions.find_demands()
    due_on = db.session.scalars(select(WithdrawalDemand.due_on)).one()
    count = select(func.count()).where(OutboxMessage.kind == "withdrawal_due")
    first = db.session.scalar(count) or 0
    assert first
    for day, times in ((due_on - timedelta(days=1), 1), (due_on, 2), (due_on, 2)):
        db.session.rollback()
        with time_machine.travel(clock.start_of_day(day) + timedelta(hours=9), tick=False):
            actions.remind_of_demands()
        assert db.session.scalar(count) == first * times, day
    db.session.rollback()
    for days in (1, 2, 3):
        with time_machine.travel(clock.start_of_day(due_on + timedelta(days=days)), tick=False):
            actions.remind_of_demands()
            assert open_demands()[0].due.state == "late"
        db.session.rollback()
    assert db.session.scalar(count) == first * 3


def test_a_page_may_stay_only_by_a_second_person(cast: Cast) -> None:
    row = summary()
    with unit_of_work():
        demand = actions.demand_withdrawal(
            row, cast.pia, version=row.version, ground="有异议。", known_at=clock.now()
        )
    with pytest.raises(Refused), unit_of_work():
        actions.find_it_may_stay(row, demand.id, cast.pia, version=row.version, reason="无误。")
    with pytest.raises(NotPermitted), unit_of_work():
        actions.find_it_may_stay(row, demand.id, cast.dong, version=row.version, reason="无误。")
    with unit_of_work():
        actions.find_it_may_stay(row, demand.id, cast.sunil, version=row.version, reason="无误。")
    assert (open_demands(), page().withdrawn_on) == ([], None)


def test_what_is_not_public_is_not_demanded_back(cast: Cast) -> None:
    row = begun("summary", case_ids=(case_in("closed").id,))
    with pytest.raises(Refused), unit_of_work():
        actions.demand_withdrawal(
            row, cast.pia, version=row.version, ground="有误。", known_at=clock.now()
        )


# What is owed to the public.


def test_a_decision_is_owed_until_it_is_public(cast: Cast) -> None:
    case = penalised()
    (duty,) = open_duties()
    assert (duty.kind, duty.subject, duty.is_verified) == (
        "penalty_decision", NUMBER.format(1), False,
    )  # fmt: skip
    row = begun("penalty_decision", fact_id=newest_fact(case, "penalty_decided"))
    assert [one.publication_id for one in open_duties()] == [row.id]
    published(row, keep=("respondent", "name", "reference"))
    assert open_duties() == []


def test_what_is_owed_too_long_is_late(cast: Cast) -> None:
    penalised(decided_at=clock.now() - timedelta(days=40))
    assert [duty.due.state for duty in open_duties()] == ["late"]


def test_a_draft_whose_term_is_over_is_owed_until_it_is_public(cast: Cast) -> None:
    last = clock.today().replace(day=1) - timedelta(days=62)
    period = {"period_from": last.replace(day=1), "period_until": last}
    row = begun("monthly_statistics", **period)
    (duty,) = open_duties()
    assert (duty.publication_id, duty.state, duty.due.state) == (row.id, "draft", "late")
    assert duty.subject == row.title
    stepped(all_decided(filled_in(row)), "propose")
    assert [one.state for one in open_duties()] == ["proposed"]
    stepped(row, "approve", "publish")
    assert open_duties() == []
    stepped(row, "correct")
    assert open_duties() == []


def test_a_draft_of_what_is_owed_is_listed_once_with_its_state(cast: Cast) -> None:
    case = penalised()
    assert [one.state for one in open_duties()] == [None]
    begun("penalty_decision", fact_id=newest_fact(case, "penalty_decided"))
    assert [one.state_words for one in open_duties()] == ["草稿"]


# The right of reply.


@pytest.fixture
def exposure(cast: Cast) -> Publication:
    for days, number in ((40, 1), (30, 2)):
        night_finding(days, NUMBER.format(number))
    row = begun("night_exposure", source_ids=(a_source().id,))
    return all_decided(filled_in(row), keep=("respondent", "name", "reference"))


def told(row: Publication, days: int = 7) -> None:
    until = clock.today() + timedelta(days=days)
    with unit_of_work():
        actions.note_notice(
            row, a_source().id, present_cast().pia, version=row.version,
            noticed_on=clock.today(), way="书面告知", answer_by=until,
        )  # fmt: skip


def test_a_site_is_told_before_the_list_is_proposed(exposure: Publication) -> None:
    with pytest.raises(Refused) as refused:
        stepped(exposure, "propose")
    assert "申辩" in str(refused.value.reasons)
    told(exposure)
    stepped(exposure, "propose")


def test_a_list_waits_for_the_time_to_answer(exposure: Publication) -> None:
    told(exposure)
    stepped(exposure, "propose")
    with pytest.raises(Refused):
        stepped(exposure, "approve")
    db.session.rollback()
    later = clock.now() + timedelta(days=8)
    with time_machine.travel(later, tick=False):
        stepped(exposure, "approve", "publish")
        assert page().expires_on == clock.today() + timedelta(days=180)


def test_an_answer_that_was_considered_ends_the_waiting(exposure: Publication) -> None:
    told(exposure)
    stepped(exposure, "propose")
    pia, source = present_cast().pia, a_source().id
    with unit_of_work():
        actions.note_answer(
            exposure, source, pia, version=exposure.version,
            answered_on=clock.today(), answer="已整改。",
        )  # fmt: skip
    with pytest.raises(Refused):
        stepped(exposure, "approve")
    db.session.rollback()
    with unit_of_work():
        actions.consider_answer(
            exposure, source, pia, version=exposure.version, considered="事实清楚，仍予列入。"
        )
    stepped(exposure, "approve", "publish")
    assert "忠县某建筑公司" in str(page().tables)


def test_an_answer_after_the_time_is_still_to_be_considered(exposure: Publication) -> None:
    told(exposure)
    db.session.rollback()
    with time_machine.travel(clock.now() + timedelta(days=9), tick=False):
        assert steps.facts_of(exposure).unheard_count == 0
        with unit_of_work():
            actions.note_answer(
                exposure, a_source().id, present_cast().pia, version=exposure.version,
                answered_on=clock.today(), answer="迟到的申辩。",
            )  # fmt: skip
        assert steps.facts_of(exposure).unheard_count == 1


def test_the_time_to_answer_is_not_cut_short(exposure: Publication) -> None:
    with pytest.raises(BadInput):
        told(exposure, days=6)
    db.session.rollback()
    assert db.session.scalars(select(ReplyRight)).all() == []


# Pictures.


@pytest.fixture
def pictured(cast: Cast) -> tuple[Publication, PublicationPicture]:
    case = case_in("closed")
    photograph = a_photograph(case)
    row = all_decided(begun("summary", case_ids=(case.id,)))
    with unit_of_work():
        picture = pictures.choose_picture(
            row, cast.pia, version=row.version, evidence_id=photograph.id, caption="整改后的现场"
        )
    return row, picture


def cover(row: Publication, picture: PublicationPicture, is_covered: bool) -> None:
    with unit_of_work():
        pictures.cover_picture(
            row, picture, present_cast().pia, version=row.version, caption="整改后的现场",
            regions=[[0.0, 0.0, 0.5, 1.0]], is_covered=is_covered,
        )  # fmt: skip


def test_a_picture_goes_out_covered_and_only_when_that_was_confirmed(
    pictured: tuple[Publication, PublicationPicture],
) -> None:
    row, picture = pictured
    cover(row, picture, is_covered=False)
    with pytest.raises(Refused):
        stepped(row, "propose")
    db.session.rollback()
    cover(row, picture, is_covered=True)
    stepped(row, *OUT)
    out = db.session.scalars(select(PublishedPicture)).one()
    with Image.open(io.BytesIO(out.content)) as shown:
        assert (shown.getpixel((50, 50)), shown.getpixel((150, 50))) == (
            (0, 0, 0), (255, 255, 255),
        )  # fmt: skip
    kept = db.session.scalars(select(PublicationVersion)).one()
    assert (kept.picture_hashes, out.caption) == ([out.sha256], "整改后的现场")


@pytest.mark.parametrize("side", [0.0, float("nan"), float("inf")])
def test_a_place_without_a_size_is_told_and_no_fault(
    pictured: tuple[Publication, PublicationPicture], side: float
) -> None:
    (view,) = picture_views(pictured[0].id)
    with pytest.raises(BadInput):
        covered(view.sha256, [[0.0, 0.0, side, 1.0]])


def test_a_correction_that_is_given_up_puts_the_pictures_back(
    pictured: tuple[Publication, PublicationPicture],
) -> None:
    row, picture = pictured
    cover(row, picture, is_covered=True)
    before = (picture.evidence_id, picture.caption, picture.regions, picture.confirmed_at)
    stepped(row, *OUT, "correct")
    with unit_of_work():
        pictures.drop_picture(row, picture, present_cast().pia, version=row.version)
    stepped(row, "stop_correcting")
    (kept,) = db.session.scalars(select(PublicationPicture)).all()
    assert (kept.evidence_id, kept.caption, kept.regions, kept.confirmed_at) == before
    assert len(db.session.scalars(select(PublishedPicture)).all()) == 1


def test_a_withdrawn_page_leaves_no_picture(
    pictured: tuple[Publication, PublicationPicture],
) -> None:
    row, picture = pictured
    cover(row, picture, is_covered=True)
    stepped(row, *OUT, "withdraw")
    assert db.session.scalars(select(PublishedPicture)).all() == []


def test_a_caption_names_nobody(pictured: tuple[Publication, PublicationPicture]) -> None:
    row, picture = pictured
    with pytest.raises(BadInput), unit_of_work():
        pictures.cover_picture(
            row, picture, present_cast().pia, version=row.version, caption="陈小河家门口",
            regions=[], is_covered=True,
        )  # fmt: skip


def test_only_pictures_of_its_own_cases_can_be_chosen(cast: Cast) -> None:
    other = a_photograph(case_in("closed"))
    row = begun("summary", case_ids=(case_in("closed").id,))
    with pytest.raises(BadInput), unit_of_work():
        pictures.choose_picture(
            row, cast.pia, version=row.version, evidence_id=other.id, caption="现场"
        )


# Looking back, and the record.


def test_what_was_public_is_answered_through_correction_and_withdrawal(cast: Cast) -> None:
    row = summary()
    first, out_at = page().body, row.published_at
    assert out_at is not None
    db.session.rollback()
    with time_machine.travel(out_at + timedelta(days=1), tick=False):
        stepped(all_decided(changed(stepped(row, "correct"), "更正后的正文。")), *OUT)
    db.session.rollback()
    with time_machine.travel(out_at + timedelta(days=2), tick=False):
        stepped(row, "withdraw")
    read = [public_at(out_at + timedelta(days=days))[0].page["body"] for days in (0, 1, 2)]
    assert read == [first, "更正后的正文。", ""]


def test_there_is_one_event_for_each_version(exposure: Publication) -> None:
    told(exposure)
    count = select(func.count(PublicationEvent.id)).where(
        PublicationEvent.publication_id == exposure.id
    )
    assert db.session.scalar(count) == exposure.version


def test_the_address_tells_nothing_of_the_case(cast: Cast) -> None:
    row = summary()
    case = db.session.get_one(Case, row.case_id)
    assert str(case.id) not in slug_of(row).split("-")[0]
    assert case.number not in slug_of(row)
