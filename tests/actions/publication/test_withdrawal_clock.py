"""The three days within which a page must go: whose settling stops them, and who may settle."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.models import Deadline
from caseflow.ground import clock
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.accounts.models import User
from caseflow.public.publication import actions
from caseflow.public.publication.actions import steps
from caseflow.public.publication.drafting import Material
from caseflow.public.publication.kinds import KINDS
from caseflow.public.publication.models import Publication, WithdrawalDemand
from caseflow.public.publication.queries import open_demands
from tests.cast import Cast, make_cast
from tests.factories import case_in, do
from tests.publications import (
    NUMBER,
    REASON,
    all_decided,
    begun,
    filled_in,
    newest_fact,
    penalised,
    published,
    stepped,
)
from workers.jobs.publication import watch_publications


@pytest.fixture
def cast(db_session: Any) -> Cast:
    with unit_of_work():
        return make_cast()


def annulled(case: Case) -> None:
    do(case, "record_enforcement_fact", fact_kind="penalty_overturned",
       fact_number=NUMBER.format(1), happened_at=clock.now())  # fmt: skip


def penalty_page(case: Case) -> Publication:
    row = begun("penalty_decision", fact_id=newest_fact(case, "penalty_decided"))
    return published(row, keep=("respondent", "name", "reference"))


@pytest.fixture
def fallen(cast: Cast) -> tuple[Publication, Publication]:
    """A penalty page and a summary that rest on one decision; it was annulled this moment."""
    case = do(case_in("investigating"), "link_source")
    do(case, "record_inspection", findings="忠县某建筑公司夜间打桩。")
    for name in ("submit_for_sign_off", "sign_off", "reply"):
        do(case, name)
    penalised(case)
    summary = published(begun("summary", case_ids=(case.id,)), keep=("respondent",))
    page = penalty_page(case)
    annulled(case)
    return page, summary


@pytest.fixture
def two(fallen: tuple[Publication, Publication]) -> tuple[Publication, Publication]:
    """The same when the job has found both."""
    assert actions.find_demands() == 2
    return fallen


def demand_of(row: Publication) -> WithdrawalDemand:
    wanted = select(WithdrawalDemand).where(WithdrawalDemand.publication_id == row.id)
    return db.session.scalars(wanted).one()


def retraction() -> Deadline:
    return db.session.scalars(select(Deadline).where(Deadline.clock == "retraction")).one()


def stopped() -> str | None:
    """Return why the clock stopped; None: it runs."""
    return retraction().stop_reason


def stays(row: Publication, actor: User) -> None:
    with unit_of_work():
        actions.find_it_may_stay(
            row, demand_of(row).id, actor, version=row.version, reason="不涉及被撤销部分。"
        )


def test_the_clock_runs_until_the_last_page_is_withdrawn(
    two: tuple[Publication, Publication],
) -> None:
    page, summary = two
    stepped(page, "withdraw")
    assert (stopped(), [one.publication_id for one in open_demands()]) == (None, [summary.id])
    stepped(summary, "withdraw")
    assert (stopped(), open_demands()) == ("met", [])


@pytest.mark.parametrize("is_withdrawn_first", [False, True])
def test_the_clock_stops_with_the_last_demand_however_it_is_settled(
    cast: Cast, two: tuple[Publication, Publication], is_withdrawn_first: bool
) -> None:
    page, summary = two
    if is_withdrawn_first:
        stepped(page, "withdraw")
    else:
        stays(summary, cast.sunil)
    assert stopped() is None
    if is_withdrawn_first:
        stays(summary, cast.sunil)
    else:
        stepped(page, "withdraw")
    assert (stopped(), open_demands()) == ("met", [])


def test_a_page_that_may_stay_stops_the_clock(cast: Cast) -> None:
    case = penalised()
    row = penalty_page(case)
    annulled(case)
    actions.find_demands()
    stays(row, cast.sunil)
    assert stopped() == "met"


def test_who_drafted_a_page_does_not_find_that_it_may_stay(cast: Cast) -> None:
    """The worker found the demand, so that nobody recorded it: the drafter is no second person."""
    case = penalised()
    row = penalty_page(case)
    annulled(case)
    actions.find_demands()
    with pytest.raises(Refused) as told:
        stays(row, cast.pia)
    assert "须由其他人认定" in str(told.value.reasons)
    db.session.rollback()
    assert (demand_of(row).settled_at, stopped()) == (None, None)


def test_who_changed_the_draft_of_another_does_not_find_so_either(cast: Cast) -> None:
    case = penalised()
    fact_id = newest_fact(case, "penalty_decided")
    with unit_of_work():
        row = actions.start(KINDS["penalty_decision"], Material(fact_id=fact_id), cast.dong)
    all_decided(filled_in(row), keep=("respondent", "name", "reference"))
    for name, actor in (("propose", cast.dong), ("approve", cast.sunil), ("publish", None)):
        with unit_of_work():
            steps.take_step(row, name, actor, version=row.version, reason=REASON)
    annulled(case)
    actions.find_demands()
    with pytest.raises(Refused):
        stays(row, cast.pia)
    db.session.rollback()
    stays(row, cast.sunil)


# Gone before the job found that they must go.


def test_the_clock_stops_with_a_page_that_goes_before_its_demand(cast: Cast) -> None:
    case = penalised()
    row = penalty_page(case)
    annulled(case)
    stepped(row, "withdraw")
    assert stopped() == "met"
    assert watch_publications() == 0
    assert db.session.scalars(select(WithdrawalDemand)).all() == []


def test_it_runs_on_for_a_page_that_nobody_demanded_yet(
    fallen: tuple[Publication, Publication],
) -> None:
    page, summary = fallen
    stepped(page, "withdraw")
    assert stopped() is None
    assert actions.find_demands() == 1
    stepped(summary, "withdraw")
    assert (stopped(), open_demands()) == ("met", [])


def test_a_page_that_runs_out_before_its_demand_stops_it(cast: Cast) -> None:
    case = penalised()
    row = penalty_page(case)
    with unit_of_work():
        row.expires_on = clock.today() - timedelta(days=1)
    annulled(case)
    assert watch_publications() == 1
    assert (row.state, stopped()) == ("expired", "met")


def test_it_does_not_run_for_a_page_that_was_gone_when_the_fact_was_recorded(cast: Cast) -> None:
    """In time is who withdrew in time, however late the fact was recorded."""
    case = penalised()
    row = penalty_page(case)
    happened_at = clock.now()
    stepped(row, "withdraw")
    days_later = clock.now() + timedelta(days=20)
    with time_machine.travel(days_later, tick=False):
        do(case, "record_enforcement_fact", fact_kind="penalty_overturned",
           fact_number=NUMBER.format(1), happened_at=happened_at)  # fmt: skip
        assert (watch_publications(), watch_publications()) == (1, 0)
    assert (stopped(), retraction().stopped_at) == ("met", row.withdrawn_at)


def test_a_page_that_was_gone_before_the_decision_fell_stops_the_clock_at_its_start(
    cast: Cast,
) -> None:
    case = penalised()
    stepped(penalty_page(case), "withdraw")
    annulled(case)
    watch_publications()
    assert (stopped(), retraction().stopped_at) == ("met", retraction().started_at)


def test_a_new_page_of_the_decision_is_still_owed(cast: Cast) -> None:
    case = penalised()
    stepped(penalty_page(case), "withdraw")
    row = penalty_page(case)
    annulled(case)
    assert watch_publications() == 1, "the demand"
    assert [one.publication_id for one in open_demands()] == [row.id]
    assert stopped() is None


def test_a_decision_that_was_published_elsewhere_only_stays_with_its_clock(cast: Cast) -> None:
    annulled(penalised())
    assert watch_publications() == 0
    assert stopped() is None
