"""What a text rests on falls: it stays in if it is not out yet, or else is demanded back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.ground import clock
from caseflow.ground.errors import Refused
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.public.publication import actions
from caseflow.public.publication.drafting.exposed import exposed_sites
from caseflow.public.publication.models import Publication, WithdrawalDemand
from tests.cast import Cast, make_cast
from tests.factories import a_source, case_in, do
from tests.publications import (
    NUMBER,
    all_decided,
    begun,
    filled_in,
    heard,
    night,
    night_finding,
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
