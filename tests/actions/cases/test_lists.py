"""Which cases a list lets through, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from caseflow.core.cases.actions.answering import petitions_of
from caseflow.core.cases.models import Case
from caseflow.core.cases.queries.lists import Filter, case_count, case_ids, case_rows
from caseflow.core.petitions.models import Petition
from caseflow.ground import schema
from caseflow.ground.extensions import db
from caseflow.ground.unit_of_work import unit_of_work
from tests.cast import Cast
from tests.factories import case_in


def ids(wanted: Filter, cast: Cast) -> set[int]:
    """Return the cases of a filter as the supervisor sees them; list and count must agree."""
    found = [row.id for row in case_rows(wanted, cast.sunil).items]
    assert len(found) == len(set(found)) == case_count(wanted, cast.sunil)
    return set(found)


def of(*cases: Case) -> set[int]:
    return {case.id for case in cases}


def test_what_somebody_worked_on_is_left_out_for_them_alone(cast: Cast) -> None:
    worked, waiting = case_in("awaiting_sign_off"), case_in("assigned")
    assert ids(Filter(not_worked_by=cast.sunil.id), cast) == of(worked, waiting)
    assert ids(Filter(not_worked_by=cast.farid.id), cast) == of(waiting)


def test_a_list_is_of_open_cases_unless_it_says_otherwise(cast: Cast) -> None:
    opened, closed = case_in("assigned"), case_in("closed")
    assert ids(Filter(), cast) == of(opened)
    assert ids(Filter(state="ended"), cast) == of(closed)
    assert ids(Filter(state="closed"), cast) == of(closed)
    assert ids(Filter(state="all"), cast) == of(opened, closed)
    assert ids(Filter(states=("assigned", "closed")), cast) == of(opened, closed)


def test_after_care_makes_no_case_late_but_can_be_asked_for(cast: Cast) -> None:
    closed = case_in("closed")
    assert ids(Filter(state="all", due="any"), cast) == set()
    assert ids(Filter(state="all", due="any", clock="callback"), cast) == of(closed)


def test_who_has_it_and_since_when(cast: Cast) -> None:
    assigned, accepted = case_in("assigned"), case_in("accepted")
    assert ids(Filter(assignee_id=cast.farid.id), cast) == of(assigned)
    assert ids(Filter(is_unassigned=True), cast) == of(accepted)
    assert ids(Filter(unit_id=assigned.unit_id), cast) == of(assigned)
    assert ids(Filter(created_by_id=cast.olga.id), cast) == of(assigned, accepted)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whether_somebody_worked_on_a_case_is_asked_of_that_case(cast: Cast) -> None:
    """By the history of the case; by that of the person, a million cases take SQLite minutes."""
    wanted = case_ids(Filter(state="awaiting_sign_off", not_worked_by=cast.farid.id), cast.sunil)
    asked = str(wanted.compile(db.engine, compile_kwargs={"literal_binds": True}))
    plan = db.session.execute(text(f"EXPLAIN QUERY PLAN {asked}")).all()
    ways = [row.detail for row in plan if "case_events" in row.detail]
    assert ways
    assert all("case_id=?" in way for way in ways), ways


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_petitions_of_a_case_are_found_without_looking_at_every_case(cast: Cast) -> None:
    """With an index of all the cases that lead nobody, SQLite would look through them."""
    with unit_of_work():
        case_in("assigned")
        case_in("assigned")
    db.session.remove()
    schema.refresh_statistics()
    asked = select(Petition.id).where(petitions_of(1))
    words = str(asked.compile(db.engine, compile_kwargs={"literal_binds": True}))
    plan = [row.detail for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {words}"))]
    assert not [way for way in plan if way.startswith("SCAN")], plan
