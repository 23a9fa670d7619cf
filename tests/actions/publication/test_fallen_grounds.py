"""What a text rests on falls: it stays in if it is not out yet, or else is demanded back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.ground import clock
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.publication import actions
from caseflow.public.publication.actions.criteria import set_criterion
from caseflow.public.publication.actions.publishing import publish_approved
from caseflow.public.publication.drafting.exposed import exposed_sites
from caseflow.public.publication.lifecycle import PublicationState
from caseflow.public.publication.models import Publication, PublicationEvent, WithdrawalDemand
from caseflow.public.published.models import PublishedPage
from tests.cast import Cast, make_cast, present_cast
from tests.factories import a_source, case_in, do
from tests.publications import (
    NUMBER,
    all_decided,
    begun,
    filled_in,
    heard,
    newest_fact,
    night,
    night_finding,
    penalised,
    stepped,
)

NAMED = ("respondent", "name", "reference")
NOTICE = "忠环罚告〔2026〕7号"


@pytest.fixture
def cast(db_session: Any) -> Cast:
    with unit_of_work():
        return make_cast()


def told(days_ago: int, kind: str = "penalty_notice_served") -> Case:
    """Return a case in which a night violation was found and told to the site two days later."""
    case = do(case_in("investigating"), "link_source")
    do(case, "record_inspection", visited_at=night(days_ago), is_violation=True)
    return do(case, "record_enforcement_fact", fact_kind=kind, fact_number=NOTICE,
              fact_party="忠县某建筑公司", happened_at=night(days_ago - 2, 10))  # fmt: skip


def unpunished(case: Case) -> None:
    do(case, "record_enforcement_fact", fact_kind="no_penalty", fact_number="忠环不罚〔2026〕1号",
       fact_basis="行政处罚法第三十三条", happened_at=clock.now())  # fmt: skip


def annulled(case: Case, number: str) -> None:
    do(case, "record_enforcement_fact", fact_kind="penalty_overturned", fact_number=number,
       happened_at=clock.now())  # fmt: skip


@pytest.fixture
def listed(cast: Cast) -> tuple[Case, Publication]:
    """A list that rests on a decision and on a notice that nobody contested; the notice's case."""
    night_finding(90, NUMBER.format(1))
    case = told(80)
    row = begun("night_exposure", source_ids=(a_source().id,))
    return case, heard(all_decided(filled_in(row), keep=NAMED))


@pytest.fixture
def penalty(cast: Cast) -> tuple[Case, Publication]:
    """The page of a decision, ready to be submitted, and the case of it."""
    case = penalised()
    row = begun("penalty_decision", fact_id=newest_fact(case, "penalty_decided"))
    return case, all_decided(filled_in(row), keep=NAMED)


def refused(row: Publication, name: str) -> str:
    """Return why a step is refused; nothing of it stays."""
    with pytest.raises(Refused) as told:
        stepped(row, name)
    db.session.rollback()
    return str(told.value.reasons)


def demanded() -> list[str]:
    return [one.ground for one in db.session.scalars(select(WithdrawalDemand))]


def test_a_list_is_demanded_back_when_the_site_is_not_punished(
    listed: tuple[Case, Publication],
) -> None:
    case, row = listed
    stepped(row, "propose", "approve", "publish")
    assert actions.find_demands() == 0
    unpunished(case)
    assert actions.find_demands() == 1
    assert demanded() == ["所依据的认定已决定不予处罚（忠环不罚〔2026〕1号）"]
    assert actions.find_demands() == 0


def test_a_list_is_demanded_back_when_a_later_decision_on_the_notice_is_annulled(
    listed: tuple[Case, Publication],
) -> None:
    case, row = listed
    stepped(row, "propose", "approve", "publish")
    given = {"fact_number": NUMBER.format(7), "fact_party": "忠县某建筑公司"}
    do(case, "record_enforcement_fact", fact_kind="penalty_decided",
       fact_basis="噪声污染防治法", happened_at=clock.now(), **given)  # fmt: skip
    assert actions.find_demands() == 0
    annulled(case, NUMBER.format(7))
    assert actions.find_demands() == 1


def test_a_notice_whose_decision_was_annulled_is_no_finding(cast: Cast) -> None:
    night_finding(90, NUMBER.format(1))
    case = told(80)
    (site,) = exposed_sites()[1]
    assert site.is_satisfied
    given = {"fact_number": NUMBER.format(7), "fact_party": "忠县某建筑公司"}
    do(case, "record_enforcement_fact", fact_kind="penalty_decided",
       fact_basis="噪声污染防治法", happened_at=night(70, 10), **given)  # fmt: skip
    do(case, "record_enforcement_fact", fact_kind="penalty_served",
       happened_at=night(69, 10), **given)  # fmt: skip
    annulled(case, NUMBER.format(7))
    (site,) = exposed_sites()[1]
    assert (site.is_satisfied, len(site.counting)) == (False, 1)
    with pytest.raises(Refused):
        begun("night_exposure", source_ids=(a_source().id,))


# Before it is out.

FALLEN = "已作废、被撤销或者变更"
NO_MORE = "不符合列入条件"


@pytest.mark.parametrize("how", ["voided", "overturned", "overturned by a judgment"])
@pytest.mark.parametrize("before", [(), ("propose",)])
def test_a_penalty_page_does_not_go_on_once_its_decision_fell(
    penalty: tuple[Case, Publication], how: str, before: tuple[str, ...]
) -> None:
    case, row = penalty
    stepped(row, *before)
    if how == "voided":
        do(case, "void_enforcement_fact", fact_id=newest_fact(case, "penalty_decided"))
    else:
        annulled(case, NUMBER.format(1) if how == "overturned" else "（2026）渝02行终9号")
    assert FALLEN in refused(row, "approve" if before else "propose")


def test_another_decision_that_falls_keeps_no_page_back(penalty: tuple[Case, Publication]) -> None:
    case, row = penalty
    penalised(case, NUMBER.format(2))
    annulled(case, NUMBER.format(2))
    stepped(row, "propose", "approve", "publish")


def test_the_worker_gives_a_page_back_whose_decision_fell_after_the_approval(
    penalty: tuple[Case, Publication],
) -> None:
    case, row = penalty
    stepped(row, "propose", "approve")
    annulled(case, NUMBER.format(1))
    assert publish_approved() == 0
    db.session.refresh(row)
    assert row.state == PublicationState.DRAFT
    last = db.session.scalars(select(PublicationEvent).order_by(PublicationEvent.id.desc())).first()
    assert last is not None
    assert (last.act, FALLEN in last.words) == ("take_back", True)
    assert db.session.scalars(select(PublishedPage)).all() == []


def test_a_list_does_not_go_on_once_a_site_was_not_punished(
    listed: tuple[Case, Publication],
) -> None:
    case, row = listed
    stepped(row, "propose")
    unpunished(case)
    assert FALLEN in refused(row, "approve")


def test_a_list_does_not_go_on_once_a_service_was_voided(listed: tuple[Case, Publication]) -> None:
    case, row = listed
    do(case, "void_enforcement_fact", fact_id=newest_fact(case, "penalty_notice_served"))
    assert FALLEN in refused(row, "propose")


def test_a_list_does_not_go_on_once_what_was_told_is_contested(
    listed: tuple[Case, Publication],
) -> None:
    case, row = listed
    stepped(row, "propose", "approve")
    do(case, "record_enforcement_fact", fact_kind="plea_received", happened_at=clock.now())
    assert publish_approved() == 0
    db.session.refresh(row)
    assert row.state == PublicationState.DRAFT
    assert NO_MORE in refused(row, "propose")


def test_a_list_goes_on_though_its_window_moved_on(listed: tuple[Case, Publication]) -> None:
    _case, row = listed
    later = clock.now() + timedelta(days=150)
    db.session.rollback()
    with time_machine.travel(later, tick=False):
        assert exposed_sites()[1] == []
        stepped(row, "propose", "approve", "publish")
    assert row.state == PublicationState.PUBLISHED


def test_a_list_goes_on_though_the_bureau_asks_for_more_now(
    listed: tuple[Case, Publication],
) -> None:
    _case, row = listed
    tomorrow = clock.today() + timedelta(days=1)
    with unit_of_work():
        set_criterion("findings", 3, tomorrow, "局务会决定", present_cast().sunil)
    with time_machine.travel(clock.start_of_day(tomorrow), tick=False):
        assert not exposed_sites()[1][0].is_satisfied
        stepped(row, "propose", "approve", "publish")
