"""What call-backs, ratings and re-handling make of the figures: who is counted, who is left out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from caseflow.core.cases.models import Case
from caseflow.core.deadlines.queries import current_calendar
from caseflow.core.petitions.models import Petition
from caseflow.core.replies.actions.rating import rate_petition
from caseflow.ground import clock
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.supervision.reports.actions.gathering import gather
from caseflow.supervision.reports.lines import CASE, PETITION
from caseflow.supervision.reports.measures import MEASURES, mark
from caseflow.supervision.reports.working_days import WorkedDays
from tests.cast import make_cast
from tests.factories import case_in, do, unsolved_case

MORNING = datetime(2026, 9, 24, 9, tzinfo=clock.ZONE)
SILENT = {"was_reached": False, "was_contacted": None, "is_solved": None, "satisfaction": None}


@pytest.fixture(autouse=True)
def _cast(db_session: Any) -> None:
    with unit_of_work():
        make_cast()


def marks(case: Case, *names: str) -> dict[str, str]:
    """Return the marks of the case's lines in these measures."""
    now = clock.now()
    lines = {line.kind: line for line in gather([case.id], WorkedDays(current_calendar()))}
    kinds = {name: MEASURES[name].kind for name in names}
    return {name: mark(MEASURES[name], lines[kind], now) for name, kind in kinds.items()}


CALLED = ("response", "solution", "satisfaction", "called_back", "rated", "rated_well")


def test_a_failed_call_counts_as_none_until_nobody_calls_again() -> None:
    with clock.pretend(MORNING):
        case = case_in("closed")
        do(case, "call_back", **SILENT)
        found = marks(case, *CALLED)
        assert found["called_back"] == "d", "it is owed still, and counts against us"
        assert found["response"] == "-"
    for hours in (25, 49, 54):
        with clock.pretend(MORNING + timedelta(hours=hours)):
            do(case, "call_back", **SILENT)
    found = marks(case, *CALLED)
    assert {name: found[name] for name in ("response", "solution", "called_back")} == {
        "response": "u",
        "solution": "u",
        "called_back": "u",
    }


def test_the_mostly_satisfied_count_with_their_weight() -> None:
    case = do(case_in("closed"), "call_back", satisfaction="mostly")
    found = marks(case, *CALLED)
    assert (found["satisfaction"], found["solution"], found["called_back"]) == ("p", "n", "n")


def test_a_rating_by_link_counts_among_those_who_rated() -> None:
    case = case_in("closed")
    petition = db.session.scalars(select(Petition).where(Petition.case_id == case.id)).one()
    assert marks(case, "rated")["rated"] == "d"
    with unit_of_work():
        rate_petition(petition, solved=True, satisfaction="yes")
    found = marks(case, "rated", "rated_well", "called_back")
    assert found == {"rated": "n", "rated_well": "n", "called_back": "d"}


def test_a_demand_found_unreasonable_is_left_out_and_shown() -> None:
    case = do(unsolved_case(), "find_unreasonable")
    assert marks(case, "solution", "satisfaction") == {"solution": "r", "satisfaction": "r"}


def test_a_case_handled_again_is_done_again_and_in_time_by_its_own_term() -> None:
    with clock.pretend(MORNING):
        case = unsolved_case("rehandle")
    with clock.pretend(MORNING + timedelta(days=2)):
        for name in ("receipt", "start_investigation", "record_inspection", "submit_for_sign_off"):
            do(case, name)
        do(do(case, "sign_off"), "reply")
        found = marks(case, "redone", "in_time", "done_at_once")
    assert found == {"redone": "n", "in_time": "n", "done_at_once": "d"}
    assert {CASE, PETITION} <= {row.kind for row in MEASURES.values()}
